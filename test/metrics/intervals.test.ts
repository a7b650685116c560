import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { clopperPearson, wilson, Z95 } from '../../src/metrics/intervals.js';

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

describe("Clopper and Pearson's interval", () => {
  test.each([
    { hits: 0, count: 10, low: 0, high: 1 - 0.025 ** 0.1, why: 'no hit: 1 - 0.025^(1/10)' },
    { hits: 10, count: 10, low: 0.025 ** 0.1, high: 1, why: 'all hits: 0.025^(1/10)' },
    { hits: 5, count: 10, low: 0.187086028, high: 0.812913972, why: 'half' },
  ])('of $hits in $count is [$low, $high] ($why)', ({ hits, count, low, high }) => {
    const found = clopperPearson(hits, count);
    expect(found.low).toBeCloseTo(low, 9);
    expect(found.high).toBeCloseTo(high, 9);
  });

  test('is NaN at both ends where nothing was tried', () => {
    expect(clopperPearson(0, 0)).toEqual({ low: NaN, high: NaN });
  });

  test('ends where what was seen, or more of it, has the chance 2.5 %', () => {
    /** Chance of at least `least` hits in `count` trials, summed term by term. */
    const atLeast = (least: number, count: number, p: number) => {
      let sum = 0;
      let term = (1 - p) ** count;
      for (let hits = 0; hits <= count; hits++) {
        if (hits >= least) sum += term;
        term *= (((count - hits) / (hits + 1)) * p) / (1 - p);
      }
      return sum;
    };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(60), (count, some) => {
        const hits = some % (count + 1);
        const { low, high } = clopperPearson(hits, count);
        if (hits > 0) expect(atLeast(hits, count, low)).toBeCloseTo(0.025, 8);
        if (hits < count) expect(1 - atLeast(hits + 1, count, high)).toBeCloseTo(0.025, 8);
        expect(low).toBeLessThanOrEqual(wilson(hits, count).low + 0.02);
      }),
    );
  });
});
