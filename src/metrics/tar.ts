import type { MetricRow } from '../types.js';
import { wilson, WILSON_95 } from './intervals.js';
import type { Metric } from './metric.js';
import { lowestAtMost, type OperatingPoint, supportNotes } from './operating-point.js';
import { formatRate } from './rate.js';
import { failureNotes, type Sweep } from './sweep.js';

export const TAR: Metric = {
  name: 'tar',
  title: 'TAR at FAR',
  summary: 'share of genuine comparisons accepted at the threshold chosen for a false accept rate',
  reference: 'ISO/IEC 19795-1 (1 - FNMR at a fixed FMR)',
  better: 'higher',
  standard: true,
  compute: ({ sweep, fars }, convention) => {
    const rule = convention.tarAtFar ?? lowestAtMost;
    const counted = convention.tarAtFar === undefined ? 'iso' : convention.name;
    return fars.map((far) => tarRow(rule(sweep, far), sweep, counted));
  },
};

/** The row of one operating point: its TAR with all that decides whether to believe it. */
function tarRow(point: OperatingPoint, sweep: Sweep, convention: string): MetricRow {
  const { target, tar, genuineAccepted, genuineTotal, impostorTotal } = point;
  const metric = `tar@far=${formatRate(target)}`;
  const excess = point.fmr > target ? ['the FMR attained is above the FAR asked for'] : [];
  const notes = [...supportNotes(target, impostorTotal), ...excess, ...failureNotes(sweep)];
  const attained = Number.isNaN(point.fmr)
    ? {}
    : { threshold: point.threshold, achieved: point.fmr };
  if (Number.isNaN(tar)) {
    const missing = genuineTotal === 0 ? 'genuine' : 'impostor';
    const note = [`undefined: no ${missing} comparisons`, ...notes].join('; ');
    return { metric, value: NaN, count: 0, ...attained, convention, note };
  }
  return {
    metric,
    value: tar,
    ...wilson(genuineAccepted, genuineTotal),
    interval: WILSON_95,
    count: genuineTotal,
    hits: genuineAccepted,
    ...attained,
    convention,
    ...(notes.length === 0 ? {} : { note: notes.join('; ') }),
  };
}
