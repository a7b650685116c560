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
    const { name, tarAtFar, unweighted = false } = convention;
    const rule =
      tarAtFar ?? (({ sweep }: VerificationInput, far: number) => lowestAtMost(sweep, far));
    const counted = tarAtFar === undefined ? 'iso' : name;
    return input.fars.map((far) => {
      const point = rule(input, far);
      const weighted = tarAtFar === undefined || !unweighted ? rule : undefined;
      return {
        ...tarRow(point, input.sweep, counted),
        sampling: samplingOf(input, point, weighted),
      };
    });
  },
};

/** The row of one operating point: its TAR with all that decides whether to believe it. */
function tarRow(point: OperatingPoint, sweep: Sweep, convention: string): MeasuredRow {
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
    count: genuineTotal,
    ...(isCounted ? { hits: genuineAccepted } : {}),
    ...attained,
    convention,
    ...(notes.length === 0 ? {} : { note: notes.join('; ') }),
  };
}

/**
 * How the TAR depends on the sample. Where the FAR asks for less than one impostor nothing is known of the threshold, and
 * so of the TAR; where it is drawn between two thresholds there is none.
 */
function samplingOf(
  input: VerificationInput,
  { target, threshold, fmr, tar, genuineTotal, strict }: OperatingPoint,
  rule: ((input: VerificationInput, far: number) => OperatingPoint) | undefined,
): Sampling {
  const { scores, sweep, decisive } = input;
  if (!isSupported(target, sweep.impostorTotal)) return { range: 'share' };
  const { scores: values, genuine } = scores;
  const accepts = (k: number) =>
    strict === true ? values[k]! > threshold : values[k]! >= threshold;
  return {
    range: 'share',
    ...(Number.isNaN(threshold)
      ? {}
      : {
          influence: {
            of: (k) => (genuine[k] === 1 ? ((accepts(k) ? 1 : 0) - tar) / genuineTotal : 0),
            unusual: decisive.genuine,
          },
          chosenByFmr: { threshold, fmr },
        }),
    ...(rule === undefined
      ? {}
      : { statistic: (other: Sweep) => rule({ ...input, sweep: other }, target).tar }),
  };
}
