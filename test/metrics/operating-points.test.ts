import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { lowestAtMost } from '../../src/metrics/operating-point.js';
import { operatingPoints } from '../../src/metrics/operating-points.js';
import { mergedSweep } from '../../src/metrics/sweep.js';
import { scoredComparisons } from './arbitraries.js';
import { SPREADS, spreadScores } from './score-bits.js';

/** As many as are counted in buckets, and no more, so that a test stays short. */
const MANY = 1 << 17;

const FARS = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1];

/** Rates at which nothing or everything is accepted, and some that are none. */
const EDGES = [0, 1, 2, -0.1, NaN];

describe('operating points without a sort', () => {
  test.each(SPREADS)('are those of the sweep: %s', (spread) => {
    const rates = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 3 });
    fc.assert(
      fc.property(fc.integer(), rates, (seed, more) => {
        const { scores, genuine } = spreadScores(spread, MANY, seed);
        const targets = [...FARS, ...EDGES, ...more];
        const swept = mergedSweep(scores, genuine);
        expect(operatingPoints(scores, genuine, targets)).toEqual(
          targets.map((target) => lowestAtMost(swept, target)),
        );
      }),
      { numRuns: 3 },
    );
  });

  test('are those of the sweep at more rates than are looked for at once', () => {
    const { scores, genuine } = spreadScores('cosines', MANY, 1);
    const targets = Array.from({ length: 100 }, (_, i) => i / 100);
    const swept = mergedSweep(scores, genuine);
    expect(operatingPoints(scores, genuine, targets)).toEqual(
      targets.map((target) => lowestAtMost(swept, target)),
    );
  });

  test.each([0, 1])('are those of the sweep where every comparison is of class %i', (label) => {
    const { scores } = spreadScores('cosines', MANY, 2);
    const genuine = new Uint8Array(MANY).fill(label);
    const swept = mergedSweep(scores, genuine);
    expect(operatingPoints(scores, genuine, [...FARS, ...EDGES])).toEqual(
      [...FARS, ...EDGES].map((target) => lowestAtMost(swept, target)),
    );
  });

  test('are undefined where every comparison failed', () => {
    const scores = new Float32Array(MANY).fill(NaN);
    const [point] = operatingPoints(scores, new Uint8Array(MANY), [0.1]);
    expect(point).toMatchObject({ threshold: NaN, impostorTotal: 0, tar: NaN, fmr: NaN });
  });

  test('keep to what is selected', () => {
    const { scores, genuine } = spreadScores('some failed', MANY, 3);
    const third = (k: number) => k % 3 === 0;
    const swept = mergedSweep(scores, genuine, third);
    expect(operatingPoints(scores, genuine, FARS, third)).toEqual(
      FARS.map((far) => lowestAtMost(swept, far)),
    );
  });

  test('refuse an infinite score that is selected, by its number', () => {
    const { scores, genuine } = spreadScores('cosines', MANY, 4);
    scores[70_000] = -Infinity;
    expect(() => operatingPoints(scores, genuine, FARS)).toThrow(
      'E_SCORE_INFINITE comparison 70001 has the score -Infinity',
    );
    expect(operatingPoints(scores, genuine, FARS, (k) => k !== 70_000)).toHaveLength(FARS.length);
  });

  test('of few comparisons, and of 64 bits, are those of the sweep', () => {
    fc.assert(
      fc.property(scoredComparisons(), ({ scores, genuine }) => {
        const swept = mergedSweep(scores, genuine);
        expect(operatingPoints(scores, genuine, EDGES)).toEqual(
          EDGES.map((target) => lowestAtMost(swept, target)),
        );
      }),
    );
  });
});
