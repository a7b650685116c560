import { describe, expect, test } from '@jest/globals';
import { central, correctedInterval, quantile } from '../../src/metrics/quantile.js';

/** 0, 0.001, ... 1: the share of them below a number is that number. */
const EVEN = Float64Array.from({ length: 1001 }, (_, i) => i / 1000);

test('a quantile lies between order statistics, as numpy draws it', () => {
  const values = Float64Array.of(1, 2, 4);
  expect([0, 0.25, 0.5, 0.75, 1].map((share) => quantile(values, share))).toEqual([
    1, 1.5, 2, 3, 4,
  ]);
});

describe('the interval of draws', () => {
  test('is their central share, whatever their order', () => {
    const { low, high } = central(EVEN.toReversed(), 0.9);
    expect([low, high]).toEqual([expect.closeTo(0.05, 9), expect.closeTo(0.95, 9)]);
  });

  test('is NaN where fewer than half of them are numbers', () => {
    expect(central(Float64Array.of(1, NaN, NaN))).toEqual({ low: NaN, high: NaN });
    expect(correctedInterval(Float64Array.of(1, NaN, NaN), 1)).toEqual({ low: NaN, high: NaN });
  });

  // The normal distribution's own table: the ends of Efron's formula, worked by hand.
  test.each([
    { why: 'the value is their median', value: 0.5, acceleration: 0, low: 0.025, high: 0.975 },
    { why: 'three in five lie below it', value: 0.6, acceleration: 0, low: 0.0731, high: 0.9932 },
    { why: 'they scatter upwards', value: 0.5, acceleration: 0.1, low: 0.0506, high: 0.9926 },
    { why: 'all lie below it', value: 2, acceleration: 0, low: 0.9999, high: 1 },
  ])('is corrected where $why', ({ value, acceleration, low, high }) => {
    const found = correctedInterval(EVEN, value, acceleration);
    expect(found.low).toBeCloseTo(low, 3);
    expect(found.high).toBeCloseTo(high, 3);
  });

  test('is a point where all are the value', () => {
    const same = new Float64Array(9).fill(3);
    expect(correctedInterval(same, 3)).toEqual({ low: 3, high: 3 });
  });
});
