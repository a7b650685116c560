import { describe, expect, test } from '@jest/globals';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
// The kernels stand beside the compiled code alone.
import { scoredByThreads } from '../../dist/kernels/comparison-scores.js';
import { cosines } from '../../src/metrics/cosines.js';

const COMPARISONS = 1_200_001;

/** Comparisons of random rows: more than one block of them, and no multiple of what is scored side by side. */
function someComparisons(dim: number, order: 'sorted' | 'shuffled', rows = 300) {
  const random = xoroshiro128plus(dim);
  const directions = Float32Array.from(
    { length: rows * dim },
    () => uniformInt(random, -1_000_000, 1_000_000) / 2 ** 21,
  );
  const left = new Uint32Array(COMPARISONS);
  const right = new Uint32Array(COMPARISONS);
  for (let k = 0; k < COMPARISONS; k++) {
    left[k] =
      order === 'sorted' ? Math.floor((k * rows) / COMPARISONS) : uniformInt(random, 0, rows - 1);
    right[k] = uniformInt(random, 0, rows - 1);
  }
  return { directions, dim, left, right };
}

const bytesOf = (scores: Float32Array) =>
  Buffer.from(scores.buffer, scores.byteOffset, scores.byteLength);

describe('cosines by threads', () => {
  test.each([
    { dim: 8, order: 'sorted', why: 'whole vectors of 128 bits' },
    { dim: 8, order: 'shuffled', why: 'they are put in order first and scores put back' },
    { dim: 7, order: 'sorted', why: 'rows are filled up with zeros' },
    { dim: 1, order: 'shuffled', why: 'one component' },
    { dim: 8, order: 'sorted', rows: 20_000, why: 'rows that meet too few for tiles' },
    { dim: 5, order: 'shuffled', rows: 20_000, why: 'as few, sorted first' },
  ] as const)(
    'dim $dim, $order: the bytes of the plain sums ($why)',
    async ({ dim, order, rows }) => {
      const compared = someComparisons(dim, order, rows);
      const { directions, left, right } = compared;
      const plain = bytesOf(cosines(directions, dim, left, right));
      for (const threads of [1, 2, 4]) {
        const scores = await scoredByThreads(compared, threads);
        expect(scores).toBeDefined();
        expect(bytesOf(scores!).equals(plain)).toBe(true);
      }
    },
  );

  test('are the bytes of the plain sums where more are put in order than at a time', async () => {
    const count = 4_300_001;
    const left = Uint32Array.from({ length: count }, (_, k) => (k * 7919) % 301);
    const right = Uint32Array.from({ length: count }, (_, k) => (k * 104_729) % 299);
    const directions = Float32Array.from({ length: 301 }, (_, row) => Math.sin(row));
    const scores = await scoredByThreads({ directions, dim: 1, left, right }, 2);
    expect(bytesOf(scores!).equals(bytesOf(cosines(directions, 1, left, right)))).toBe(true);
  });

  test('of no comparisons are none', async () => {
    const none = new Uint32Array();
    const scores = await scoredByThreads(
      { directions: Float32Array.of(1), dim: 1, left: none, right: none },
      2,
    );
    expect(scores).toHaveLength(0);
  });

  test('stop with the reason of the signal', async () => {
    const stopped = AbortSignal.abort(new Error('enough'));
    await expect(scoredByThreads(someComparisons(4, 'sorted'), 2, stopped)).rejects.toThrow(
      'enough',
    );
  });
});
