import type { Convention } from './conventions/convention.js';
import type { Metric } from './metric.js';
import { noted, rowsWithoutClass } from './metric-row.js';
import { isSupported, lowestAtMost, type OperatingPoint, supportNotes } from './operating-point.js';
import { type MeasuredRow, rateSampling, type Sampling } from './sampling.js';
import { failureNotes, type Sweep } from './sweep.js';
import type { VerificationInput } from './verification-input.js';

export const FMR10: Metric = fnmrAtFmrOf(10);
export const FMR20: Metric = fnmrAtFmrOf(20);
export const FMR100: Metric = fnmrAtFmrOf(100);
export const FMR1000: Metric = fnmrAtFmrOf(1000);
export const FMR10000: Metric = fnmrAtFmrOf(10_000);

export const ZERO_FMR: Metric = {
  name: 'zero_fmr',
  title: 'FNMR at FMR 0',
  summary: 'lowest FNMR of a threshold that accepts no impostor',
  reference: 'Maio et al., FVC2000, TPAMI 24 (2002), ZeroFMR',
  better: 'lower',
  standard: false,
  compute: (input, convention) => [fnmrRow('zero_fmr', input, 0, convention)],
};

/** The lowest FNMR that an FMR of at most one in `impostors` leaves, as FVC2000 defines FMR100 and FMR1000. */
function fnmrAtFmrOf(impostors: number): Metric {
  const name = `fmr${impostors}`;
  return {
    name,
    title: `FNMR at FMR 1/${impostors}`,
    summary: `lowest FNMR of a threshold that accepts at most one in ${impostors} impostors`,
    reference: `Maio et al., FVC2000, TPAMI 24 (2002), FMR100`,
    better: 'lower',
    standard: false,
    compute: (input: VerificationInput, convention: Convention) => [
      fnmrRow(name, input, 1 / impostors, convention),
    ],
  };
}

/** The row of the FNMR at one FMR. */
function fnmrRow(
  metric: string,
  input: VerificationInput,
  fmr: number,
  convention: Convention,
): MeasuredRow {
  const { sweep } = input;
  const counted = convention.fnmrAtFmr === undefined ? 'iso' : convention.name;
  const missing = rowsWithoutClass([metric], counted, sweep);
  if (missing !== undefined) return missing[0]!;
  const rule = convention.fnmrAtFmr ?? lowestAtMost;
  const point = rule(sweep, fmr);
  const { genuineTotal, impostorTotal } = sweep;
  const rejected = genuineTotal - point.genuineAccepted;
  const row = {
    metric,
    value: rejected / genuineTotal,
    count: genuineTotal,
    hits: rejected,
    threshold: point.threshold,
    achieved: point.fmr,
    convention: counted,
    sampling: samplingOf(input, point, (other) => 1 - rule(other, fmr).tar),
  };
  return noted(row, [
    // That no impostor is accepted can be seen on any number of them.
    ...(fmr === 0 ? [] : supportNotes(fmr, impostorTotal)),
    ...(point.fmr > fmr ? ['the FMR attained is above the FMR asked for'] : []),
    ...failureNotes(sweep),
  ]);
}

/**
 * How the FNMR depends on the sample. That no impostor at all is accepted depends on the greatest of them, which only a
 * bootstrap can tell of; of an FMR that asks for less than one impostor nothing can be told.
 */
function samplingOf(
  input: VerificationInput,
  { target, threshold, fmr }: OperatingPoint,
  statistic: (sweep: Sweep) => number,
): Sampling {
  if (target === 0) return { range: 'share', statistic };
  if (!isSupported(target, input.sweep.impostorTotal)) return { range: 'share' };
  const chosenByFmr = { threshold, fmr, rises: false };
  return { ...rateSampling(input, 'fnmr', threshold), chosenByFmr, statistic };
}
