import type { Metric } from './metric.js';
import { noted, rowsWithoutClass } from './metric-row.js';
import { type RocHull, rocHull } from './roc-hull.js';
import { failureNotes, type Sweep } from './sweep.js';

/**
 * The least Cllr that any increasing map of the scores to log-likelihood ratios can have: what is lost to the order of
 * the scores alone, calibration set aside.
 *
 * From 0, classes apart, to 1, scores that say nothing. Equal scores keep equal ratios. NaN without genuine or without
 * impostor comparisons.
 *
 * Source: Brummer & du Preez (Computer Speech and Language 20, 2006), by pool adjacent violators, which is the hull of
 * the ROC.
 */
export function minimumCllr(sweep: Sweep): number {
  return cllrOfHull(sweep, rocHull(sweep));
}

/**
 * The same as bob.measure and Bosaris count it: among equal scores the impostor ones are ordered before the genuine
 * ones, as if they had been told apart.
 *
 * Lower than can be had where classes share scores: with one score for all comparisons it is 0.
 *
 * Source: bob.measure calibration.py, `min_cllr`.
 */
export function partedMinimumCllr(sweep: Sweep): number {
  return cllrOfHull(sweep, rocHull(sweep, { parted: true }));
}

/** Cllr when every score between two corners of the hull has the likelihood ratio of that edge, its slope. */
function cllrOfHull(
  { genuineTotal, impostorTotal }: Sweep,
  { genuineAccepted, impostorAccepted }: RocHull,
): number {
  if (genuineTotal === 0 || impostorTotal === 0) return NaN;
  let bits = 0;
  for (let corner = 1; corner < genuineAccepted.length; corner++) {
    const genuine = (genuineAccepted[corner]! - genuineAccepted[corner - 1]!) / genuineTotal;
    const impostor = (impostorAccepted[corner]! - impostorAccepted[corner - 1]!) / impostorTotal;
    // An edge of one class alone is sure and right, and costs nothing.
    if (genuine === 0 || impostor === 0) continue;
    bits += genuine * Math.log1p(impostor / genuine) + impostor * Math.log1p(genuine / impostor);
  }
  return bits / 2 / Math.LN2;
}

export const MIN_CLLR: Metric = {
  name: 'min_cllr',
  title: 'Minimum cost of log-likelihood ratios',
  summary: 'least cllr of any increasing map of the scores: bits lost to their order alone',
  reference: 'Brummer & du Preez, Computer Speech and Language 20 (2006)',
  better: 'lower',
  standard: false,
  compute: ({ sweep }, convention) => {
    const counted = convention.minCllr === undefined ? 'iso' : convention.name;
    const missing = rowsWithoutClass(['min_cllr'], counted, sweep);
    if (missing !== undefined) return missing;
    const row = {
      metric: 'min_cllr',
      value: (convention.minCllr ?? minimumCllr)(sweep),
      count: sweep.genuineTotal + sweep.impostorTotal,
      convention: counted,
      sampling: { range: 'free' as const, statistic: convention.minCllr ?? minimumCllr },
    };
    return [noted(row, failureNotes(sweep))];
  },
};
