import type { Metric } from './metric.js';
import { lowestAtMost, type OperatingPoint, isSupported, supportNotes } from './operating-point.js';
import { formatRate } from './rate.js';
import type { MeasuredRow, Sampling } from './sampling.js';
import { failureNotes, type Sweep } from './sweep.js';
import type { VerificationInput } from './verification-input.js';

export const TAR: Metric = {
  name: 'tar',
  title: 'TAR at FAR',
  summary: 'share of genuine comparisons accepted at the threshold chosen for a false accept rate',
  reference: 'ISO/IEC 19795-1 (1 - FNMR at a fixed FMR)',
  better: 'higher',
  standard: true,
  compute: (input, convention) => {
    const rule = convention.tarAtFar ?? lowestAtMost;
    const counted = convention.tarAtFar === undefined ? 'iso' : convention.name;
    return input.fars.map((far) => {
      const point = rule(input.sweep, far);
      return { ...tarRow(point, input.sweep, counted), sampling: samplingOf(input, point, rule) };
    });
  },
};

/** The row of one operating point: its TAR with all that decides whether to believe it. */
function tarRow(point: OperatingPoint, sweep: Sweep, convention: string): MeasuredRow {
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
    count: genuineTotal,
    hits: genuineAccepted,
    ...attained,
    convention,
    ...(notes.length === 0 ? {} : { note: notes.join('; ') }),
  };
}

/**
 * How the TAR depends on the sample. Where the FAR asks for less than one impostor nothing is known of the threshold, and
 * so of the TAR.
 */
function samplingOf(
  { scores, sweep }: VerificationInput,
  { target, threshold, fmr, tar, genuineTotal }: OperatingPoint,
  rule: (sweep: Sweep, far: number) => OperatingPoint,
): Sampling {
  if (!isSupported(target, sweep.impostorTotal)) return { range: 'share' };
  const { scores: values, genuine } = scores;
  return {
    range: 'share',
    influence: (k) =>
      genuine[k] === 1 ? ((values[k]! >= threshold ? 1 : 0) - tar) / genuineTotal : 0,
    chosenByFmr: { threshold, fmr },
    statistic: (other) => rule(other, target).tar,
  };
}
