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
  compute: (input, { name, tarAtFar }) => {
    const { sweep, fars } = input;
    return tarAtFar === undefined
      ? fars.map((far) => tarRow(lowestAtMost(sweep, far), sweep, 'iso'))
      : fars.map((far) => tarRow(tarAtFar(input, far), sweep, name));
  },
};

/** The row of one operating point: its TAR with all that decides whether to believe it. */
function tarRow(point: OperatingPoint, sweep: Sweep, convention: string): MetricRow {
  const { target, tar, threshold, genuineAccepted, genuineTotal, impostorTotal } = point;
  const metric = `tar@far=${formatRate(target)}`;
  const excess = point.fmr > target ? ['the FMR attained is above the FAR asked for'] : [];
  const own = point.notes ?? [];
  const remarks = [...supportNotes(target, impostorTotal), ...excess];
  const attained = Number.isNaN(threshold) ? {} : { threshold, achieved: point.fmr };
  if (Number.isNaN(tar)) {
    const missing = genuineTotal === 0 ? 'genuine' : 'impostor';
    const reasons = genuineTotal * impostorTotal === 0 ? [`no ${missing} comparisons`] : own;
    const [reason, ...more] = [...reasons, ...remarks, ...failureNotes(sweep)];
    const note = [`undefined: ${reason}`, ...more].join('; ');
    return { metric, value: NaN, count: 0, ...attained, convention, note };
  }
  const notes = [...remarks, ...own, ...failureNotes(sweep)];
  // A TAR drawn between two thresholds has no count.
  const isCounted = !Number.isNaN(genuineAccepted);
  return {
    metric,
    value: tar,
    ...(isCounted ? { ...wilson(genuineAccepted, genuineTotal), interval: WILSON_95 } : {}),
    count: genuineTotal,
    ...(isCounted ? { hits: genuineAccepted } : {}),
    ...attained,
    convention,
    ...(notes.length === 0 ? {} : { note: notes.join('; ') }),
  };
}
