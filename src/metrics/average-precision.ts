import type { Metric } from './metric.js';
import { noted, rowsWithoutClass } from './metric-row.js';
import { failureNotes, type Sweep } from './sweep.js';

/**
 * The mean precision over recall: at every distinct score the share of accepted comparisons that are genuine, weighted
 * by how many genuine comparisons have that score.
 *
 * Steps, no line between points, since precision does not fall in a straight line. Depends on how many comparisons are
 * genuine: a ranking by chance has about their share. NaN without genuine comparisons.
 *
 * Source: Zhu, Recall, precision and average precision (2004); as scikit-learn's `average_precision_score`.
 */
export function averagePrecision(sweep: Sweep): number {
  const { genuineAccepted, impostorAccepted, genuineTotal } = sweep;
  let sum = 0;
  for (let i = 0; i < genuineAccepted.length; i++) {
    const genuine = genuineAccepted[i]!;
    const here = genuine - (genuineAccepted[i - 1] ?? 0);
    if (here > 0) sum += here * (genuine / (genuine + impostorAccepted[i]!));
  }
  return sum / genuineTotal;
}

export const AVERAGE_PRECISION: Metric = {
  name: 'average_precision',
  title: 'Average precision',
  summary: 'mean over recall of the share of accepted comparisons that are genuine',
  reference: 'Zhu, Recall, precision and average precision, 2004; scikit-learn',
  better: 'higher',
  standard: false,
  compute: ({ sweep }) => {
    const missing = rowsWithoutClass(['average_precision'], 'iso', sweep);
    if (missing !== undefined) return missing;
    const row = {
      metric: 'average_precision',
      value: averagePrecision(sweep),
      count: sweep.genuineTotal + sweep.impostorTotal,
      convention: 'iso',
      sampling: { range: 'free' as const, statistic: averagePrecision },
    };
    return [noted(row, failureNotes(sweep))];
  },
};
