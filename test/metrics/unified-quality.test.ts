import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { calibrated, OFIQ_SIGMOID, unifiedQuality } from '../../src/metrics/unified-quality.js';
import { golden, readJson } from './peer-runs.js';

const { path, there } = golden('ofiq/unified_quality.json');

/** The other ways of making a whole number of it. */
const FLOOR = (x: number) => Math.floor(100 / (1 + Math.exp((23 - x) / 2.6)));
const CEILING = (x: number) => Math.ceil(100 / (1 + Math.exp((23 - x) / 2.6)));

describe('the unified quality', () => {
  test.each([
    { magnitude: 23, quality: 50, why: 'the middle' },
    { magnitude: 23 + 2.6 * Math.log(3), quality: 75, why: 'odds of 3 to 1' },
    { magnitude: 23 - 2.6 * Math.log(19), quality: 5, why: 'odds of 1 to 19' },
    { magnitude: 0, quality: 0, why: 'far below' },
    { magnitude: 110, quality: 100, why: 'far above' },
    { magnitude: NaN, quality: NaN, why: 'unknown' },
    { magnitude: -Infinity, quality: 0, why: 'without end' },
  ])('of $magnitude by the constants of OFIQ is $quality: $why', ({ magnitude, quality }) => {
    expect(unifiedQuality(magnitude, OFIQ_SIGMOID)).toBe(quality);
  });

  test('of a half is the whole number above', () => {
    // 100 / (1 + e^t) is 12.5 where e^t is 7; the last bit decides, so a sigmoid is taken that hits it.
    const halves = [0.005, 0.125, 0.375, 0.625].map((share) => ({
      share,
      magnitude: -Math.log(1 / share - 1),
    }));
    const exact = halves.filter(
      ({ share, magnitude }) => 100 / (1 + Math.exp(-magnitude)) === 100 * share,
    );
    expect(exact.length).toBeGreaterThan(0);
    for (const { share, magnitude } of exact) {
      expect(unifiedQuality(magnitude, { x0: 0, w: 1 })).toBe(Math.floor(100 * share) + 1);
    }
  });

  test('is a whole number of 0 to 100 that never falls as the magnitude grows', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 200, noNaN: true }),
        fc.double({ min: 0, max: 200, noNaN: true }),
        (a, b) => {
          const [less, more] = [Math.min(a, b), Math.max(a, b)].map((x) =>
            unifiedQuality(x, OFIQ_SIGMOID),
          );
          expect(Number.isInteger(less) && less! >= 0 && more! <= 100).toBe(true);
          expect(less).toBeLessThanOrEqual(more!);
        },
      ),
    );
  });

  (there ? test : test.skip)("is OFIQ's own on all 28 pictures, and no other rounding is", () => {
    const { rows } = readJson(path) as {
      rows: { magface_magnitude: number; unified_quality_0_100: number }[];
    };
    const met = (of: (x: number) => number) =>
      rows.filter((row) => of(row.magface_magnitude) === row.unified_quality_0_100).length;
    expect(rows).toHaveLength(28);
    expect(met((x) => unifiedQuality(x, OFIQ_SIGMOID))).toBe(28);
    expect(met(FLOOR)).toBeLessThan(28);
    expect(met(CEILING)).toBeLessThan(28);
  });
});

describe('a calibrated sigmoid', () => {
  test('gives 50 to the median, and 5 and 95 to the quantiles of 5 and 95 %', () => {
    // 0, 1, ... 100: the quantile of a share is 100 times the share.
    const magnitudes = Array.from({ length: 101 }, (_, i) => i);
    const sigmoid = calibrated(magnitudes);
    expect(sigmoid).toMatchObject({ low: 5, middle: 50, high: 95, pictures: 101, x0: 50 });
    expect([5, 50, 95].map((x) => unifiedQuality(x, sigmoid))).toEqual([5, 50, 95]);
  });

  test('gives a picture the same quality in whatever unit magnitudes are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 10, max: 90 }), { minLength: 20, maxLength: 40 }),
        (magnitudes) => {
          const [one, other] = [calibrated(magnitudes), calibrated(magnitudes.map((x) => 4 * x))];
          for (const x of magnitudes) {
            expect(unifiedQuality(4 * x, other)).toBe(unifiedQuality(x, one));
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  test('is not moved by a few pictures that are very bad', () => {
    const magnitudes = Array.from({ length: 100 }, (_, i) => 20 + i / 10);
    const spoilt = magnitudes.map((x, i) => (i < 3 ? 0.1 : x));
    expect(calibrated(spoilt)).toEqual(calibrated(magnitudes));
  });

  test.each([
    { why: 'fewer than twenty pictures', magnitudes: Array.from({ length: 19 }, (_, i) => i) },
    { why: 'quantiles that are one number', magnitudes: new Array<number>(30).fill(7) },
    { why: 'none', magnitudes: [] },
  ])('is undefined for $why, and so is every quality', ({ magnitudes }) => {
    const sigmoid = calibrated(magnitudes);
    expect([sigmoid.x0, sigmoid.w]).toEqual([NaN, NaN]);
    expect(unifiedQuality(7, sigmoid)).toBeNaN();
  });
});
