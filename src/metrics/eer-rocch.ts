import type { Metric } from './metric.js';
import { noted, rowsWithoutClass } from './metric-row.js';
import { type RocHull, rocHull } from './roc-hull.js';
import { failureNotes, type Sweep } from './sweep.js';

/**
 * The equal error rate on the convex hull of the ROC: where the hull crosses the line FMR = FNMR, between two
 * thresholds as a rule.
 *
 * Never above 0.5, for the hull is never below chance, and never below the minimum half total error rate. NaN without
 * genuine or without impostor comparisons.
 *
 * Source: N. Brummer, Measuring, refining and calibrating speaker and language information extracted from speech, PhD
 * thesis, Stellenbosch 2010; as `eer_rocch` of bob.measure and `rocch2eer` of Bosaris.
 */
export function hullEqualErrorRate(
  { genuineTotal, impostorTotal }: Sweep,
  { genuineAccepted, impostorAccepted }: RocHull,
): number {
  // FMR - FNMR times both totals, a whole number that rises along the hull.
  const excess = (corner: number) =>
    impostorAccepted[corner]! * genuineTotal -
    (genuineTotal - genuineAccepted[corner]!) * impostorTotal;
  const after = genuineAccepted.findIndex((_, corner) => excess(corner) >= 0);
  if (after <= 0) return NaN;
  const share = excess(after - 1) / (excess(after - 1) - excess(after));
  const [from, to] = [impostorAccepted[after - 1]!, impostorAccepted[after]!];
  return (from + share * (to - from)) / impostorTotal;
}

export const EER_ROCCH: Metric = {
  name: 'eer_rocch',
  title: 'Equal error rate on the convex hull',
  summary: 'error rate where the convex hull of the ROC meets the line FMR = FNMR',
  reference: 'Brummer, PhD thesis, Stellenbosch 2010; Bosaris rocch2eer',
  better: 'lower',
  standard: false,
  compute: ({ sweep }) => {
    const missing = rowsWithoutClass(['eer_rocch'], 'iso', sweep);
    if (missing !== undefined) return missing;
    const row = {
      metric: 'eer_rocch',
      value: hullEqualErrorRate(sweep, rocHull(sweep)),
      count: sweep.genuineTotal + sweep.impostorTotal,
      convention: 'iso',
      sampling: {
        range: 'free' as const,
        statistic: (other: Sweep) => hullEqualErrorRate(other, rocHull(other)),
      },
    };
    return [noted(row, failureNotes(sweep))];
  },
};
