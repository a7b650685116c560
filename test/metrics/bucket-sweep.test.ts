import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
// The kernels stand beside the compiled code alone.
import { wideBuckets } from '../../dist/kernels/score-buckets.js';
import { bucketSweep } from '../../src/metrics/bucket-sweep.js';
import { plainBuckets } from '../../src/metrics/score-buckets.js';
import { type BucketsFor, mergedSweep, type Sweep, sweep } from '../../src/metrics/sweep.js';
import { SPREADS, spreadScores } from './score-bits.js';

/** Few enough to be sorted by insertion, more than a window holds, and between. */
const COUNTS = [0, 1, 31, 1000, 40_000];

const bytesOf = (column: Sweep['thresholds'] | Sweep['impostorAccepted']) =>
  createHash('sha256').update(column.constructor.name).update(column).digest('hex');

/** Everything that a sweep says, as it lies in memory. */
function inBytes({ thresholds, genuineAccepted, impostorAccepted, ...totals }: Sweep) {
  return {
    ...totals,
    thresholds: bytesOf(thresholds),
    genuineAccepted: bytesOf(genuineAccepted),
    impostorAccepted: bytesOf(impostorAccepted),
  };
}

const WAYS: readonly (readonly [string, BucketsFor])[] = [
  ['plain', plainBuckets],
  ['WebAssembly', wideBuckets],
];

describe.each(WAYS)('a sweep by buckets (%s)', (_, bucketsFor) => {
  const swept = (...[scores, genuine, select]: Parameters<typeof mergedSweep>) =>
    bucketSweep(scores as Float32Array, genuine, bucketsFor(scores.length)!, select);

  test.each(SPREADS)('is to the byte that of sorting and merging both classes: %s', (spread) => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(...COUNTS), (seed, count) => {
        const { scores, genuine } = spreadScores(spread, count, seed);
        expect(inBytes(swept(scores, genuine))).toEqual(inBytes(mergedSweep(scores, genuine)));
      }),
      { numRuns: 8 },
    );
  });

  test('reads only what is selected', () => {
    const { scores, genuine } = spreadScores('some failed', 40_000, 1);
    const third = (k: number) => k % 3 === 0;
    expect(inBytes(swept(scores, genuine, third))).toEqual(
      inBytes(mergedSweep(scores, genuine, third)),
    );
  });

  test.each([0, 1])('counts class %i alone', (label) => {
    const { scores } = spreadScores('cosines', 1000, 2);
    const genuine = new Uint8Array(1000).fill(label);
    expect(inBytes(swept(scores, genuine))).toEqual(inBytes(mergedSweep(scores, genuine)));
  });

  test('of scores that all failed has no threshold', () => {
    const genuine = Uint8Array.of(1, 0, 0);
    expect(swept(new Float32Array(3).fill(NaN), genuine)).toMatchObject({
      thresholds: new Float32Array(),
      genuineFailures: 1,
      impostorFailures: 2,
    });
  });

  test.each([Infinity, -Infinity])('refuses the score %p by its number', (score) => {
    const scores = Float32Array.of(NaN, 0.5, score, score);
    const genuine = Uint8Array.of(0, 1, 0, 0);
    const text = `comparison 3 has the score ${score}`;
    expect(() => swept(scores, genuine)).toThrow(`E_SCORE_INFINITE ${text}`);
    expect(swept(scores, genuine, (k) => k < 2)).toMatchObject({ genuineTotal: 1 });
  });

  test('takes the greatest and the least number for finite', () => {
    const most = 3.4028234663852886e38;
    const found = swept(Float32Array.of(-most, most), Uint8Array.of(0, 1));
    expect([...found.thresholds]).toEqual([most, -most]);
  });
});

test('many scores of 32 bits are swept alike with buckets of any make', () => {
  const { scores, genuine } = spreadScores('cosines', 1 << 18, 3);
  const merged = inBytes(mergedSweep(scores, genuine));
  for (const [, bucketsFor] of WAYS) {
    expect(inBytes(sweep(scores, genuine, undefined, bucketsFor))).toEqual(merged);
  }
  expect(inBytes(sweep(scores, genuine, undefined, () => undefined))).toEqual(merged);
});
