import type { MetricRow } from '../types.js';
import type { Convention } from './conventions/convention.js';
import { wilson, WILSON_95 } from './intervals.js';
import type { Metric } from './metric.js';
import { noted, rowsWithoutClass } from './metric-row.js';
import { lowestAtMost, supportNotes } from './operating-point.js';
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
  compute: ({ sweep }, convention) => [fnmrRow('zero_fmr', sweep, 0, convention)],
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
    compute: ({ sweep }: VerificationInput, convention: Convention) => [
      fnmrRow(name, sweep, 1 / impostors, convention),
    ],
  };
}

/** The row of the FNMR at one FMR. */
function fnmrRow(metric: string, sweep: Sweep, fmr: number, convention: Convention): MetricRow {
  const counted = convention.fnmrAtFmr === undefined ? 'iso' : convention.name;
  const missing = rowsWithoutClass([metric], counted, sweep);
  if (missing !== undefined) return missing[0]!;
  const point = (convention.fnmrAtFmr ?? lowestAtMost)(sweep, fmr);
  const { genuineTotal, impostorTotal } = sweep;
  const rejected = genuineTotal - point.genuineAccepted;
  const row = {
    metric,
    value: rejected / genuineTotal,
    ...wilson(rejected, genuineTotal),
    interval: WILSON_95,
    count: genuineTotal,
    hits: rejected,
    threshold: point.threshold,
    achieved: point.fmr,
    convention: counted,
  };
  return noted(row, [
    // That no impostor is accepted can be seen on any number of them.
    ...(fmr === 0 ? [] : supportNotes(fmr, impostorTotal)),
    ...(point.fmr > fmr ? ['the FMR attained is above the FMR asked for'] : []),
    ...failureNotes(sweep),
  ]);
}
