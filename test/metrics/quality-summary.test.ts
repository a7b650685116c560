import { describe, expect, test } from '@jest/globals';
import { degradationResponse } from '../../src/metrics/degradation-response.js';
import { qualitySummary, SUMMARY_SHARES } from '../../src/metrics/quality-summary.js';

describe('the summary of a quality', () => {
  test('is the mean, the deviation and the quantiles by hand', () => {
    const { count, mean, deviation, quantiles } = qualitySummary([4, NaN, 2, 6], [-1, -1, -1, -1]);
    expect([count, mean, deviation]).toEqual([3, 4, 2]);
    expect([quantiles[0], quantiles[SUMMARY_SHARES.indexOf(0.5)], quantiles.at(-1)]).toEqual([
      2, 4, 6,
    ]);
  });

  test('is as sure of a mean as Student for pictures of different persons', () => {
    // t of 2 degrees of freedom at 0.975 is 4.302652729911275; 2 / sqrt(3) is the standard error.
    const { low, high, persons } = qualitySummary([2, 4, 6], [-1, -1, -1]);
    expect(4 - low).toBeCloseTo(high - 4, 12);
    expect(high - 4).toBeCloseTo((4.302652729911275 * 2) / Math.sqrt(3), 8);
    expect(persons).toBe(3);
  });

  test('takes pictures of one person for one', () => {
    // Two persons with sums of -3 and 3 about the mean: variance 2 / 1 * 18 / 16.
    const { low, high, persons } = qualitySummary([1, 2, 4, 5], [7, 7, 3, 3]);
    expect(persons).toBe(2);
    expect((high - low) / 2).toBeCloseTo((12.706204736432095 * Math.sqrt(36)) / 4, 8);
  });

  test.each([
    { why: 'nothing', values: [], person: [], mean: NaN },
    { why: 'one picture', values: [5], person: [-1], mean: 5 },
    { why: 'one person', values: [4, 6], person: [0, 0], mean: 5 },
  ])('of $why has no interval', ({ values, person, mean }) => {
    expect(qualitySummary(values, person)).toMatchObject({ mean, low: NaN, high: NaN });
  });
});

describe('the answer to a degradation', () => {
  const magnitude = [
    [20, 30],
    [18, 31],
    [10, 20],
  ];
  const response = degradationResponse({
    pictures: 2,
    levels: 3,
    magnitude: (level, picture) => magnitude[level]![picture]!,
    similarity: (level) => 1 - level / 4,
  });

  test('is the mean at every level, with an interval over the pictures', () => {
    const { columns } = response;
    expect([...columns['magnitude']!]).toEqual([25, 24.5, 15]);
    expect([...columns['similarity']!]).toEqual([1, 0.75, 0.5]);
    // t of 1 degree of freedom is 12.706204736432095; half the distance of two values is the standard error of their mean.
    expect(columns['magnitude_high']![0]! - 25).toBeCloseTo(12.706204736432095 * 5, 8);
    expect(25 - columns['magnitude_low']![0]!).toBeCloseTo(12.706204736432095 * 5, 8);
    expect([...columns['similarity_low']!]).toEqual([1, 0.75, 0.5]);
  });

  test('tells the share of pictures whose magnitude fell, and how surely it falls within one', () => {
    expect([...response.columns['fell']!]).toEqual([NaN, 0.5, 1]);
    // 20, 18, 10 falls throughout; 30, 31, 20 has ranks 2, 3, 1: rho -0.5, tau -1/3.
    expect(response.spearman).toMatchObject({ mean: -0.75, count: 2 });
    expect(response.kendall.mean).toBeCloseTo(-2 / 3, 12);
  });

  test('leaves out pictures whose magnitude never changes, and has no interval of one', () => {
    const flat = degradationResponse({
      pictures: 2,
      levels: 3,
      magnitude: (level, picture) => (picture === 0 ? 9 : 9 - level),
      similarity: () => 1,
    });
    expect(flat.spearman).toMatchObject({ mean: -1, low: NaN, high: NaN, count: 1 });
  });
});
