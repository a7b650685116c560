import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { wilson, Z95 } from '../../src/metrics/intervals.js';

describe("Wilson's interval", () => {
  test.each([
    { hits: 0, count: 10, low: 0, high: 0.277532799862889, why: 'no hit: starts at 0' },
    { hits: 10, count: 10, low: 0.722467200137111, high: 1, why: 'all hits: ends at 1' },
    { hits: 5, count: 10, low: 0.236593090512564, high: 0.763406909487436, why: 'half' },
  ])('of $hits in $count is [$low, $high] ($why)', ({ hits, count, low, high }) => {
    const found = wilson(hits, count);
    expect(found.low).toBeCloseTo(low, 12);
    expect(found.high).toBeCloseTo(high, 12);
  });

  test('is NaN at both ends where nothing was tried', () => {
    expect(wilson(0, 0)).toEqual({ low: NaN, high: NaN });
  });

  test('holds the shares p from which the observed one is at most z standard errors away', () => {
    const trials = fc
      .integer({ min: 1, max: 5000 })
      .chain((count) =>
        fc.record({ count: fc.constant(count), hits: fc.integer({ min: 0, max: count }) }),
      );
    fc.assert(
      fc.property(trials, ({ hits, count }) => {
        const { low, high } = wilson(hits, count);
        const share = hits / count;
        const away = (p: number) => Math.abs(share - p) / Math.sqrt((p * (1 - p)) / count);
        expect(low).toBeLessThanOrEqual(share);
        expect(high).toBeGreaterThanOrEqual(share);
        if (hits > 0) expect(away(low)).toBeCloseTo(Z95, 6);
        if (hits < count) expect(away(high)).toBeCloseTo(Z95, 6);
      }),
    );
  });
});
