import { bestThreshold } from './best-threshold.js';
import { type ErrorRates, errorRatesAt } from './error-rates.js';
import type { Metric } from './metric.js';
import { noted, rowsWithoutClass } from './metric-row.js';
import { failureNotes, type Sweep } from './sweep.js';

/** Youden's J at the threshold that makes it greatest. */
export interface Youden extends ErrorRates {
  /** TAR - FMR = 1 - FNMR - FMR. */
  readonly j: number;
}

/**
 * The greatest TAR - FMR over all thresholds, at the lowest threshold that has it: how high the ROC rises above chance.
 *
 * From 0, chance, to 1; equality is exact. It is 1 - 2 times the minimum half total error rate. NaN without genuine or
 * without impostor comparisons.
 *
 * Source: W. J. Youden, Index for rating diagnostic tests, Cancer 3 (1950); as pyeer's `get_youden_index`.
 */
export function youden(sweep: Sweep): Youden {
  const { genuineTotal, impostorTotal } = sweep;
  const above = (genuine: number, impostor: number) =>
    genuine * impostorTotal - impostor * genuineTotal;
  const best = bestThreshold(sweep, above);
  const rise = above(sweep.genuineAccepted[best] ?? 0, sweep.impostorAccepted[best] ?? 0);
  return { ...errorRatesAt(sweep, best), j: rise / (genuineTotal * impostorTotal) };
}

export const YOUDEN: Metric = {
  name: 'youden',
  title: "Youden's J",
  summary: 'greatest TAR - FMR over all thresholds',
  reference: 'Youden, Index for rating diagnostic tests, Cancer 3 (1950)',
  better: 'higher',
  standard: false,
  compute: ({ sweep }) => {
    const missing = rowsWithoutClass(['youden'], 'iso', sweep);
    if (missing !== undefined) return missing;
    const { j, threshold, fmr } = youden(sweep);
    const row = {
      metric: 'youden',
      value: j,
      count: sweep.genuineTotal + sweep.impostorTotal,
      threshold,
      achieved: fmr,
      convention: 'iso',
      sampling: { range: 'free' as const, statistic: (other: Sweep) => youden(other).j },
    };
    return [noted(row, failureNotes(sweep))];
  },
};
