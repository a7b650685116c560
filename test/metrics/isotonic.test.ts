import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decreasingFit } from '../../src/metrics/isotonic.js';

const fit = (sums: readonly number[], weights: readonly number[]) => [
  ...decreasingFit(Float64Array.from(sums), Float64Array.from(weights)),
];

/** The least over all beginnings of the greatest over all ends of the mean between them: the formula, in cubic time. */
function slowly(sums: readonly number[], weights: readonly number[]): number[] {
  const mean = (from: number, to: number) => {
    const add = (column: readonly number[]) =>
      column.slice(from, to + 1).reduce((sum, value) => sum + value, 0);
    return add(sums) / add(weights);
  };
  return sums.map((_, i) => {
    const ends = sums.slice(i).map((__, j) => i + j);
    return Math.min(
      ...sums.slice(0, i + 1).map((__, from) => Math.max(...ends.map((to) => mean(from, to)))),
    );
  });
}

describe('the non-increasing fit', () => {
  test.each([
    { why: 'what falls stays', sums: [3, 2, 1], weights: [1, 1, 1], fitted: [3, 2, 1] },
    { why: 'what rises is joined', sums: [1, 3], weights: [1, 1], fitted: [2, 2] },
    { why: 'by weight', sums: [1, 6], weights: [1, 3], fitted: [1.75, 1.75] },
    {
      why: 'a late rise reaches back through equal blocks',
      sums: [4, 2, 2, 5],
      weights: [1, 1, 1, 1],
      fitted: [4, 3, 3, 3],
    },
    {
      why: 'a level without weight takes the one before it, the first the next',
      sums: [0, 2, 0, 1],
      weights: [0, 1, 0, 1],
      fitted: [2, 2, 2, 1],
    },
    { why: 'no weight at all is undefined', sums: [0, 0], weights: [0, 0], fitted: [NaN, NaN] },
    { why: 'nothing gives nothing', sums: [], weights: [], fitted: [] },
  ])('$why', ({ sums, weights, fitted }) => {
    expect(fit(sums, weights)).toEqual(fitted);
  });

  const levels = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 1, max: 4 })),
    { minLength: 1, maxLength: 14 },
  );

  test('is what the min-max formula says, never rises, and keeps the mean', () => {
    fc.assert(
      fc.property(levels, (pairs) => {
        const weights = pairs.map(([, weight]) => weight);
        const sums = pairs.map(([value, weight]) => value * weight);
        const fitted = fit(sums, weights);
        slowly(sums, weights).forEach((value, i) => {
          expect(fitted[i]).toBeCloseTo(value, 10);
          if (i > 0) expect(fitted[i]!).toBeLessThanOrEqual(fitted[i - 1]!);
        });
        const total = fitted.reduce((sum, value, i) => sum + value * weights[i]!, 0);
        expect(total).toBeCloseTo(
          sums.reduce((sum, value) => sum + value, 0),
          9,
        );
      }),
    );
  });
});
