import { bestThreshold } from './best-threshold.js';
import { type ErrorRates, errorRatesAt } from './error-rates.js';
import type { Metric } from './metric.js';
import { noted, rowsWithoutClass } from './metric-row.js';
import { failureNotes, type Sweep } from './sweep.js';

/** Matthews' correlation at the threshold that makes it greatest. */
export interface Matthews extends ErrorRates {
  readonly mcc: number;
}

/**
 * The greatest correlation between "accepted" and "genuine" over all thresholds, at the lowest threshold that has it.
 *
 * Counted over comparisons, so it depends on how many of them are genuine. A threshold that accepts all or nobody
 * correlates with nothing: 0. NaN without genuine or without impostor comparisons.
 *
 * Source: B. W. Matthews, Comparison of the predicted and observed secondary structure of T4 phage lysozyme, Biochimica
 * et Biophysica Acta 405 (1975); as pyeer's `get_matthews_ccoef`.
 */
export function matthews(sweep: Sweep): Matthews {
  const { genuineTotal, impostorTotal } = sweep;
  const total = genuineTotal + impostorTotal;
  const correlation = (genuine: number, impostor: number) => {
    const accepted = genuine + impostor;
    if (accepted === 0 || accepted === total) return 0;
    const covariance = genuine * impostorTotal - impostor * genuineTotal;
    // Over each variance apart: the product of all four counts may exceed what a float tells exactly.
    const ofAccepted = covariance / (accepted * (total - accepted));
    const ofGenuine = covariance / (genuineTotal * impostorTotal);
    return Math.sign(covariance) * Math.sqrt(ofAccepted * ofGenuine);
  };
  const best = bestThreshold(sweep, correlation);
  const mcc =
    genuineTotal * impostorTotal === 0
      ? NaN
      : correlation(sweep.genuineAccepted[best] ?? 0, sweep.impostorAccepted[best] ?? 0);
  return { ...errorRatesAt(sweep, best), mcc };
}

export const MCC: Metric = {
  name: 'mcc',
  title: 'Matthews correlation',
  summary: 'greatest correlation of accepted with genuine over all thresholds',
  reference: 'Matthews, Biochimica et Biophysica Acta 405 (1975)',
  better: 'higher',
  standard: false,
  compute: ({ sweep }) => {
    const missing = rowsWithoutClass(['mcc'], 'iso', sweep);
    if (missing !== undefined) return missing;
    const { mcc, threshold, fmr } = matthews(sweep);
    const row = {
      metric: 'mcc',
      value: mcc,
      count: sweep.genuineTotal + sweep.impostorTotal,
      threshold,
      achieved: fmr,
      convention: 'iso',
      sampling: { range: 'free' as const, statistic: (other: Sweep) => matthews(other).mcc },
    };
    return [noted(row, failureNotes(sweep))];
  },
};
