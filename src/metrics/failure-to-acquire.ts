import type { MetricRow } from '../types.js';
import { type ErrorRates, errorRatesAbove } from './error-rates.js';
import { wilson, WILSON_95 } from './intervals.js';
import type { Metric } from './metric.js';
import { acceptedFrom, pointAt, pointOf, supportNotes } from './operating-point.js';
import { formatRate } from './rate.js';
import { type MeasuredRow, rateSampling } from './sampling.js';
import { lowestAtLeast, type Sweep } from './sweep.js';
import type { VerificationInput } from './verification-input.js';

/** What happens at one threshold, comparisons without a score counted apart. */
export interface FailureRates extends ErrorRates {
  /** Impostor comparisons accepted, and all that have a score. */
  readonly falseMatches: number;
  readonly impostorTotal: number;
  /** Genuine comparisons rejected, and all that have a score. */
  readonly falseNonMatches: number;
  readonly genuineTotal: number;
  /** Comparisons without a score, and all comparisons. */
  readonly failures: number;
  readonly attempts: number;
  /** Failures among all comparisons, genuine and impostor; NaN without any. */
  readonly fta: number;
  /** FMR (1 - FTA): what is falsely accepted where a failure is a rejection. */
  readonly far: number;
  /** FTA + FNMR (1 - FTA): what is falsely rejected where a failure is a rejection. */
  readonly frr: number;
}

/**
 * The error rates at `threshold` and what failures make of them; NaN accepts nobody and gives NaN rates but for the FTA.
 *
 * The failures are counted over both classes together, as bob.measure does, so that FAR and FRR are not shares of the
 * comparisons of one class.
 *
 * Source: ISO/IEC 19795-1, 8.3; bob.measure script/measure.py (FTA, FAR, FRR).
 */
export function failureRates(sweep: Sweep, threshold: number): FailureRates {
  const { genuineTotal, impostorTotal } = sweep;
  const { genuineAccepted, impostorAccepted } = pointAt(
    sweep,
    lowestAtLeast(sweep, threshold),
    NaN,
  );
  const rates = errorRatesAbove(sweep, threshold);
  const failures = sweep.genuineFailures + sweep.impostorFailures;
  const attempts = genuineTotal + impostorTotal + failures;
  const fta = failures / attempts;
  return {
    ...rates,
    falseMatches: impostorAccepted,
    impostorTotal,
    falseNonMatches: genuineTotal - genuineAccepted,
    genuineTotal,
    failures,
    attempts,
    fta,
    far: rates.fmr * (1 - fta),
    frr: fta + rates.fnmr * (1 - fta),
  };
}

/**
 * The rows `fmr`, `fnmr`, `far` and `frr` at one threshold, their names followed by `at` such as `@far=1e-3`.
 *
 * FMR and FNMR are shares of trials and have Wilson's interval; FAR and FRR are none, and have none.
 */
export function errorRateRows(
  rates: FailureRates,
  at: string,
  convention: string,
  notes: readonly string[] = [],
): MetricRow[] {
  const { threshold, fmr, attempts } = rates;
  const row = (
    metric: string,
    value: number,
    share: Pick<MetricRow, 'low' | 'high' | 'interval' | 'count' | 'hits'>,
  ): MetricRow => {
    const shared = {
      metric: `${metric}${at}`,
      value,
      ...(Number.isNaN(threshold) ? {} : { threshold }),
      ...(Number.isNaN(fmr) ? {} : { achieved: fmr }),
      convention,
    };
    if (Number.isNaN(value)) {
      const note = ['undefined: no threshold, or no comparisons', ...notes].join('; ');
      return { ...shared, count: 0, note };
    }
    return { ...shared, ...share, ...(notes.length === 0 ? {} : { note: notes.join('; ') }) };
  };
  const share = (hits: number, count: number) => ({
    ...wilson(hits, count),
    interval: WILSON_95,
    count,
    hits,
  });
  return [
    row('fmr', fmr, share(rates.falseMatches, rates.impostorTotal)),
    row('fnmr', rates.fnmr, share(rates.falseNonMatches, rates.genuineTotal)),
    row('far', rates.far, { count: attempts }),
    row('frr', rates.frr, { count: attempts }),
  ];
}

/** A row `fmr@...` or `fnmr@...` with what an interval over persons can be made from, the threshold taken as given; others as they are. */
export function withRateSampling(input: VerificationInput, row: MetricRow): MeasuredRow {
  const [, rate] = /^(fmr|fnmr)@/.exec(row.metric) ?? [];
  if (row.hits === undefined || row.threshold === undefined) return row;
  if (rate !== 'fmr' && rate !== 'fnmr') return row;
  return { ...row, sampling: rateSampling(input, rate, row.threshold) };
}

/** The row of the share of comparisons without a score; NaN without comparisons. */
export function failureRow({ failures, attempts, fta }: FailureRates): MetricRow {
  const shared = { metric: 'fta', value: fta, convention: 'iso' };
  if (attempts === 0) return { ...shared, count: 0, note: 'undefined: no comparisons' };
  return {
    ...shared,
    ...wilson(failures, attempts),
    interval: WILSON_95,
    count: attempts,
    hits: failures,
    note: 'share of all comparisons; FAR = FMR (1 - FTA), FRR = FTA + FNMR (1 - FTA)',
  };
}

export const FAILURE_TO_ACQUIRE: Metric = {
  name: 'fta',
  title: 'Failure to acquire',
  summary:
    'share of comparisons without a score, and what it makes of FMR and FNMR at each FAR; only where there are any',
  reference: 'ISO/IEC 19795-1 (FAR = FMR (1 - FTA), FRR = FTA + FNMR (1 - FTA))',
  better: 'lower',
  standard: true,
  compute: (input, convention) => {
    const { sweep, fars } = input;
    if (sweep.genuineFailures + sweep.impostorFailures === 0) return [];
    const counted = convention.tarAtFar === undefined ? 'iso' : convention.name;
    return [
      failureRow(failureRates(sweep, NaN)),
      ...fars.flatMap((far) =>
        errorRateRows(
          failureRates(sweep, acceptedFrom(pointOf(input, far, convention), sweep)),
          `@far=${formatRate(far)}`,
          counted,
          supportNotes(far, sweep.impostorTotal),
        ).map((row) => withRateSampling(input, row)),
      ),
    ];
  },
};
