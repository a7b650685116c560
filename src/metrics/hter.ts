import { bestThreshold } from './best-threshold.js';
import { bobMinHterThreshold } from './bob-thresholds.js';
import { type ErrorRates, errorRatesAbove, errorRatesAt } from './error-rates.js';
import type { Metric } from './metric.js';
import { noted, rowsWithoutClass } from './metric-row.js';
import { failureNotes, type Sweep } from './sweep.js';

/** The half total error rate at the threshold that makes it least. */
export interface HalfTotalError extends ErrorRates {
  /** Mean of FMR and FNMR. */
  readonly rate: number;
}

/** The mean of FMR and FNMR at a threshold, with both. */
function halfTotalError(rates: ErrorRates): HalfTotalError {
  return { ...rates, rate: (rates.fmr + rates.fnmr) / 2 };
}

/**
 * The least half total error rate, (FMR + FNMR) / 2, over all thresholds, at the lowest threshold that has it.
 *
 * Thresholds are the distinct scores and the next float above the greatest; equality is exact. It is never above 0.5,
 * and is 1/2 - J/2 of Youden's J. NaN without genuine or without impostor comparisons.
 */
export function minimumHter(sweep: Sweep): HalfTotalError {
  const { genuineTotal, impostorTotal } = sweep;
  const best = bestThreshold(
    sweep,
    (genuine, impostor) => genuine * impostorTotal - impostor * genuineTotal,
  );
  return halfTotalError(errorRatesAt(sweep, best));
}

/**
 * The half total error rate at bob's threshold for the least, counted there; NaN without genuine or without impostor
 * comparisons.
 *
 * Source: bob.measure _library.py, `min_hter_threshold`, `farfrr`.
 */
export function bobMinimumHter(sweep: Sweep): HalfTotalError {
  return halfTotalError(errorRatesAbove(sweep, bobMinHterThreshold(sweep)));
}

export const HTER: Metric = {
  name: 'hter',
  title: 'Minimum half total error rate',
  summary: 'least mean of FMR and FNMR over all thresholds',
  reference: 'Bengio & Mariethoz, The expected performance curve, ICML workshop 2005',
  better: 'lower',
  standard: false,
  compute: ({ sweep }, convention) => {
    const counted = convention.hter === undefined ? 'iso' : convention.name;
    const missing = rowsWithoutClass(['hter'], counted, sweep);
    if (missing !== undefined) return missing;
    const rule = convention.hter ?? minimumHter;
    const { rate, fmr, threshold } = rule(sweep);
    const row = {
      metric: 'hter',
      value: rate,
      count: sweep.genuineTotal + sweep.impostorTotal,
      threshold,
      achieved: fmr,
      convention: counted,
      sampling: { range: 'free' as const, statistic: (other: Sweep) => rule(other).rate },
    };
    return [noted(row, failureNotes(sweep))];
  },
};
