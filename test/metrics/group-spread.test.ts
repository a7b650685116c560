import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  dispersion,
  fairnessDiscrepancyRate,
  garbe,
  inequityRate,
} from '../../src/metrics/group-spread.js';

/** Rates in 64ths, so that sums are exact. */
const rates = fc
  .array(fc.integer({ min: 0, max: 64 }), { minLength: 2, maxLength: 8 })
  .map((parts) => parts.map((part) => part / 64));

/** The Gini coefficient as Howard et al. write it: all ordered pairs. */
function giniByPairs(values: readonly number[]): number {
  const count = values.length;
  const mean = values.reduce((a, b) => a + b, 0) / count;
  let sum = 0;
  for (const one of values) for (const other of values) sum += Math.abs(one - other);
  return (count / (count - 1)) * (sum / (2 * count ** 2 * mean));
}

describe('how far rates lie apart', () => {
  test.each([
    { why: 'equal', values: [0.1, 0.1], gap: 0, ratio: 1, gini: 0 },
    { why: 'twice as great', values: [0.1, 0.2], gap: 0.1, ratio: 2, gini: 1 / 3 },
    { why: 'one group has all errors', values: [0, 0, 0.3], gap: 0.3, ratio: NaN, gini: 1 },
    { why: 'no errors', values: [0, 0], gap: 0, ratio: NaN, gini: NaN },
    { why: 'one group', values: [0.1], gap: NaN, ratio: NaN, gini: NaN },
    { why: 'one is undefined', values: [0.1, NaN, 0.2], gap: NaN, ratio: NaN, gini: NaN },
    { why: 'the order is nothing', values: [0.4, 0.1, 0.2], gap: 0.3, ratio: 4, gini: 3 / 7 },
  ])('$why: $values', ({ values, gap, ratio, gini }) => {
    const { gap: apart, ratio: times, gini: coefficient } = dispersion(values);
    const rounded = (value: number) => Number(value.toPrecision(12));
    expect([apart, times, coefficient].map(rounded)).toEqual([gap, ratio, gini].map(rounded));
  });

  test('the Gini coefficient is that of all pairs, within 0 and 1', () => {
    fc.assert(
      fc.property(rates, (values) => {
        const { gini } = dispersion(values);
        if (values.every((rate) => rate === 0)) {
          expect(gini).toBeNaN();
          return;
        }
        expect(gini).toBeCloseTo(giniByPairs(values), 10);
        expect(gini).toBeGreaterThanOrEqual(0);
        expect(gini).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });
});

describe('summaries of FMR and FNMR', () => {
  // Two groups with FMR 1e-3 and 4e-3, FNMR 0.02 and 0.05, by the formulas on paper.
  const [fmr, fnmr] = [dispersion([0.001, 0.004]), dispersion([0.02, 0.05])];

  test('are what the papers define', () => {
    expect(fairnessDiscrepancyRate(fmr.gap, fnmr.gap)).toBeCloseTo(1 - (0.0015 + 0.015), 12);
    expect(inequityRate(fmr.ratio, fnmr.ratio)).toBeCloseTo(Math.sqrt(4) * Math.sqrt(2.5), 12);
    expect(garbe(fmr.gini, fnmr.gini)).toBeCloseTo((0.6 + 3 / 7) / 2, 12);
  });

  test('weigh the FMR by alpha', () => {
    expect(fairnessDiscrepancyRate(fmr.gap, fnmr.gap, 1)).toBeCloseTo(0.997, 12);
    expect(inequityRate(fmr.ratio, fnmr.ratio, 0)).toBeCloseTo(2.5, 12);
    expect(garbe(fmr.gini, fnmr.gini, 1)).toBeCloseTo(0.6, 12);
  });

  test('say nothing of a difference where there is none', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 1, max: 64 }), (a, b) => {
        const [one, other] = [dispersion([a / 64, a / 64]), dispersion([b / 64, b / 64])];
        expect(fairnessDiscrepancyRate(one.gap, other.gap)).toBe(1);
        expect(inequityRate(one.ratio, other.ratio)).toBe(1);
        expect(garbe(one.gini, other.gini)).toBe(0);
      }),
    );
  });
});
