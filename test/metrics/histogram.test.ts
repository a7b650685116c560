import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { binsFor, histogram } from '../../src/metrics/histogram.js';

describe('the bins of a histogram', () => {
  test.each([
    {
      // IQR 4.5, n 10: 2 * 4.5 / 10^(1/3) = 4.18, made 5.
      why: 'are as wide as Freedman and Diaconis advise, made a nice number',
      values: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
      edges: [0, 5, 10, 15],
    },
    {
      why: 'have edges that read well below 1',
      values: Array.from({ length: 1000 }, (_, i) => i / 1000),
      edges: Array.from({ length: 11 }, (_, i) => i / 10),
    },
    { why: 'are one for one value', values: [7, 7, 7], edges: [7, 8] },
    { why: 'are one for the least number there is', values: [0, 5e-324], edges: [0, 1e-100] },
    {
      why: 'end where numbers can no longer be told apart',
      values: [1e16, 1e16 + 2],
      edges: [1e16, 1e16 + 1e7],
    },
    { why: 'are none for nothing', values: [NaN], edges: [] },
    {
      why: 'are not made too many by one value far off',
      values: [...Array.from({ length: 99 }, (_, i) => i / 99), 1000],
      edges: Array.from({ length: 52 }, (_, i) => 20 * i),
    },
  ])('$why', ({ values, edges }) => {
    expect([...binsFor(values).edges]).toEqual(edges);
  });

  test('hold every value once, and side by side all of them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e20, max: 1e20, noNaN: true }), {
          minLength: 1,
          maxLength: 40,
        }),
        (values) => {
          const bins = binsFor(values);
          const counts = histogram(values, bins);
          expect(counts.reduce((a, b) => a + b, 0)).toBe(values.length);
          expect(counts.length).toBeLessThanOrEqual(62);
          const slow = Array.from(
            counts,
            (_, i) => values.filter((v) => v >= bins.edges[i]! && v < bins.edges[i + 1]!).length,
          );
          expect([...counts]).toEqual(slow);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('count neither the unknown nor what lies outside', () => {
    const bins = { edges: Float64Array.of(0, 1, 2), width: 1 };
    expect([...histogram([NaN, -1, 0, 0.5, 1, 2, 3], bins)]).toEqual([2, 1]);
  });
});
