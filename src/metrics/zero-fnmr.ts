import { firstReaching } from './bisect.js';
import type { Metric } from './metric.js';
import { noted, rowsWithoutClass } from './metric-row.js';
import { type OperatingPoint, pointAt } from './operating-point.js';
import { failureNotes, type Sweep } from './sweep.js';

/**
 * The operating point with the lowest FMR at which every genuine comparison is accepted: the threshold is the least
 * genuine score. Above every score, accepting nobody, where there are no genuine comparisons.
 */
export function zeroFnmrPoint(sweep: Sweep): OperatingPoint {
  const { genuineAccepted, genuineTotal } = sweep;
  const at = genuineTotal === 0 ? -1 : firstReaching(genuineAccepted, genuineTotal);
  return pointAt(sweep, at, NaN);
}

export const ZERO_FNMR: Metric = {
  name: 'zero_fnmr',
  title: 'FMR at FNMR 0',
  summary: 'lowest FMR of a threshold that rejects no genuine comparison',
  reference: 'Maio et al., FVC2000, TPAMI 24 (2002), ZeroFNMR',
  better: 'lower',
  standard: false,
  compute: ({ sweep }) => {
    const missing = rowsWithoutClass(['zero_fnmr'], 'iso', sweep);
    if (missing !== undefined) return missing;
    const { impostorAccepted, impostorTotal, threshold, fmr } = zeroFnmrPoint(sweep);
    const row = {
      metric: 'zero_fnmr',
      value: fmr,
      count: impostorTotal,
      hits: impostorAccepted,
      threshold,
      achieved: fmr,
      convention: 'iso',
      sampling: { range: 'share' as const, statistic: (other: Sweep) => zeroFnmrPoint(other).fmr },
    };
    return [noted(row, failureNotes(sweep))];
  },
};
