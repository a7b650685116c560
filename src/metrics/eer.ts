import type { Metric } from './metric.js';
import { failureNotes, type Sweep, thresholdAboveAll } from './sweep.js';

/** Where the two error rates meet. */
export interface EqualError {
  /** Midpoint of FMR and FNMR at the threshold. */
  readonly rate: number;
  /** The lower of FMR and FNMR at the threshold. */
  readonly low: number;
  /** The higher of FMR and FNMR at the threshold. */
  readonly high: number;
  readonly threshold: number;
}

/**
 * The equal error rate by the rule of FVC2000: of the two neighbouring thresholds between which FMR - FNMR changes sign,
 * the one with the smaller sum of errors (the lower threshold when the sums are equal), and the midpoint of its two rates.
 *
 * Thresholds are the distinct scores and the next float above the greatest. A threshold at which the rates are exactly
 * equal is taken alone; of several, the lowest. Everything is NaN without genuine or without impostor comparisons.
 *
 * Source: Maio et al., FVC2000 (TPAMI 24, 2002), section 5; as pyeer's `get_eer_values`.
 */
export function equalErrorRate(sweep: Sweep): EqualError {
  const { thresholds, genuineAccepted, impostorAccepted, genuineTotal, impostorTotal } = sweep;
  if (genuineTotal === 0 || impostorTotal === 0) {
    return { rate: NaN, low: NaN, high: NaN, threshold: NaN };
  }
  // Errors times both totals are whole numbers, so equality is exact.
  const falseMatches = (i: number) => (impostorAccepted[i] ?? 0) * genuineTotal;
  const falseNonMatches = (i: number) => (genuineTotal - (genuineAccepted[i] ?? 0)) * impostorTotal;
  const errors = (i: number) => falseMatches(i) + falseNonMatches(i);
  let above = -1;
  let below = thresholds.length - 1;
  while (below - above > 1) {
    const middle = (above + below) >> 1;
    if (falseMatches(middle) <= falseNonMatches(middle)) above = middle;
    else below = middle;
  }
  const exact = falseMatches(above) === falseNonMatches(above);
  const at = exact || errors(above) < errors(below) ? above : below;
  const fmr = (impostorAccepted[at] ?? 0) / impostorTotal;
  const fnmr = (genuineTotal - (genuineAccepted[at] ?? 0)) / genuineTotal;
  return {
    rate: (fmr + fnmr) / 2,
    low: Math.min(fmr, fnmr),
    high: Math.max(fmr, fnmr),
    threshold: thresholds[at] ?? thresholdAboveAll(sweep),
  };
}

export const EER: Metric = {
  name: 'eer',
  title: 'Equal error rate',
  summary: 'error rate where FMR and FNMR meet; low and high are the two rates there',
  reference: 'Maio et al., FVC2000, TPAMI 24 (2002)',
  better: 'lower',
  standard: true,
  compute: ({ sweep }, convention) => {
    const { rate, low, high, threshold } = (convention.eer ?? equalErrorRate)(sweep);
    const { genuineTotal, impostorTotal } = sweep;
    const convened = convention.eer === undefined ? 'iso' : convention.name;
    if (Number.isNaN(rate)) {
      const missing = genuineTotal === 0 ? 'genuine' : 'impostor';
      const note = [`undefined: no ${missing} comparisons`, ...failureNotes(sweep)].join('; ');
      return [{ metric: 'eer', value: NaN, count: 0, convention: convened, note }];
    }
    const notes = failureNotes(sweep);
    return [
      {
        metric: 'eer',
        value: rate,
        low,
        high,
        interval: 'FMR and FNMR at the threshold',
        count: genuineTotal + impostorTotal,
        threshold,
        convention: convened,
        ...(notes.length === 0 ? {} : { note: notes.join('; ') }),
      },
    ];
  },
};
