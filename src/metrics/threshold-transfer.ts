import type { MetricRow } from '../types.js';
import type { Convention } from './conventions/convention.js';
import { equalErrorRate } from './eer.js';
import {
  errorRateRows,
  failureRates,
  type FailureRates,
  failureRow,
} from './failure-to-acquire.js';
import { wilson, type Interval } from './intervals.js';
import { nextAbove } from './next-float.js';
import { acceptedFrom, pointOf, supportNotes } from './operating-point.js';
import { formatRate, short } from './rate.js';
import type { Sweep } from './sweep.js';
import type { VerificationInput } from './verification-input.js';

/**
 * The interval of (FMR + FNMR) / 2 from the Wilson intervals of its two rates, which come from different comparisons: the
 * distances of the ends from the rates, squared and added.
 *
 * Source: Newcombe, Interval estimation for the difference between independent proportions, Statistics in Medicine 17
 * (1998), method 10, for a sum in place of a difference. NaN where a class has no comparisons.
 */
export function halfTotalInterval(rates: FailureRates): Interval {
  const { fmr, fnmr } = rates;
  const first = wilson(rates.falseMatches, rates.impostorTotal);
  const second = wilson(rates.falseNonMatches, rates.genuineTotal);
  const centre = (fmr + fnmr) / 2;
  return {
    low: centre - Math.hypot(fmr - first.low, fnmr - second.low) / 2,
    high: centre + Math.hypot(first.high - fmr, second.high - fnmr) / 2,
  };
}

/**
 * The rows of the errors on `sweep` at thresholds that were chosen on other comparisons, `development`: for each FAR,
 * `fmr`, `fnmr`, `far`, `frr` and `hter`, their names followed by `@dev_far=X`; the same followed by `@dev_eer`; and `fta`
 * once.
 *
 * Each convention chooses by its own rule where it has one, else as iso; the row names the one that chose. HTER is
 * (FMR + FNMR) / 2. Where there are failures, `hter_fta` is (FAR + FRR) / 2, which bob.measure prints as HTER.
 *
 * @param name of the development set, for notes
 */
export function transferredRows(
  development: VerificationInput,
  sweep: Sweep,
  {
    fars,
    conventions,
    name,
  }: {
    readonly fars: readonly number[];
    readonly conventions: readonly Convention[];
    readonly name: string;
  },
): MetricRow[] {
  const rows = new Map<string, MetricRow>();
  const add = (threshold: number, at: string, convention: string, notes: readonly string[]) => {
    for (const row of rowsAt(failureRates(sweep, threshold), at, convention, notes)) {
      const key = `${row.metric} ${row.convention}`;
      if (!rows.has(key)) rows.set(key, row);
    }
  };
  for (const far of fars) {
    for (const convention of conventions) {
      const counted = convention.tarAtFar === undefined ? 'iso' : convention.name;
      const point = pointOf(development, far, convention);
      const { fmr, impostorTotal } = point;
      const threshold = acceptedFrom(point, development.sweep);
      const chosen = `threshold chosen on ${name} at FMR ${short(100 * fmr)} %`;
      const notes = [chosen, ...supportNotes(far, impostorTotal)];
      add(threshold, `@dev_far=${formatRate(far)}`, counted, notes);
    }
  }
  for (const convention of conventions) {
    const { rate, ...meeting } =
      convention.eer === undefined
        ? equalErrorRate(development.sweep)
        : convention.eer(development);
    const { width } = development.sweep;
    const threshold =
      meeting.strict === true ? nextAbove(meeting.threshold, width) : meeting.threshold;
    const counted = convention.eer === undefined ? 'iso' : convention.name;
    add(threshold, '@dev_eer', counted, [
      `threshold chosen on ${name} at its EER, ${short(100 * rate)} %`,
    ]);
  }
  return [failureRow(failureRates(sweep, NaN)), ...rows.values()];
}

function rowsAt(
  rates: FailureRates,
  at: string,
  convention: string,
  notes: readonly string[],
): MetricRow[] {
  const rows = errorRateRows(rates, at, convention, notes);
  const value = (rates.fmr + rates.fnmr) / 2;
  const { achieved = NaN, threshold = NaN } = rows[0]!;
  const shared = { threshold, achieved, convention };
  if (Number.isNaN(value)) {
    const note = rows.find((row) => Number.isNaN(row.value))!.note!;
    return [...rows, { metric: `hter${at}`, value, count: 0, convention, note }];
  }
  const hter: MetricRow = {
    metric: `hter${at}`,
    value,
    ...halfTotalInterval(rates),
    interval: 'newcombe 95%',
    count: rates.impostorTotal + rates.genuineTotal,
    ...shared,
    note: notes.join('; '),
  };
  if (rates.failures === 0) return [...rows, hter];
  const withFailures: MetricRow = {
    metric: `hter_fta${at}`,
    value: (rates.far + rates.frr) / 2,
    count: rates.attempts,
    ...shared,
    note: ['(FAR + FRR) / 2, which bob prints as HTER', ...notes].join('; '),
  };
  return [...rows, hter, withFailures];
}
