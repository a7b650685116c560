import type { MetricRow } from '../types.js';
import { failureNotes, type Sweep } from './sweep.js';

/** The row with `notes` as its one note; as it is where there are none. */
export function noted<Row extends MetricRow>(row: Row, notes: readonly string[]): Row {
  return notes.length === 0 ? row : { ...row, note: notes.join('; ') };
}

/** The row of a value that cannot be had: NaN, of no trials, with the reason first among its notes. */
export function undefinedRow(
  metric: string,
  convention: string,
  reason: string,
  notes: readonly string[],
): MetricRow {
  const row = { metric, value: NaN, count: 0, convention };
  return noted(row, [`undefined: ${reason}`, ...notes]);
}

/**
 * The undefined rows of a metric that needs comparisons of both classes, where one class is missing; undefined where
 * neither is.
 */
export function rowsWithoutClass(
  metrics: readonly string[],
  convention: string,
  sweep: Sweep,
): readonly MetricRow[] | undefined {
  const { genuineTotal, impostorTotal } = sweep;
  if (genuineTotal > 0 && impostorTotal > 0) return undefined;
  const reason = `no ${genuineTotal === 0 ? 'genuine' : 'impostor'} comparisons`;
  return metrics.map((metric) => undefinedRow(metric, convention, reason, failureNotes(sweep)));
}
