import { type Input, stringify } from 'csv-stringify/sync';
import type { Curve, MetricRow, Report } from '../types.js';
import { decimal, exact } from './digits.js';
import { partialNote } from './partial.js';

/** The columns of metrics.csv. New ones come at the end, so that a reader by position stays right. */
const METRIC_COLUMNS = [
  'dataset',
  'metric',
  'value',
  'low',
  'high',
  'count',
  'threshold',
  'achieved',
  'convention',
  'note',
  'hits',
  'interval',
] as const;

/**
 * The text of metrics.csv: a header, then the rows in the report's order.
 *
 * What is undefined or unknown is empty. Numbers are written as `digits.ts` says, thresholds exactly. Text that a
 * spreadsheet would run as a formula is preceded by an apostrophe.
 */
export function metricsCsv({ subject, rows }: Report): string {
  const partial = partialNote(subject);
  const records = rows.map((row) => {
    const fields: Record<(typeof METRIC_COLUMNS)[number], Field> = {
      ...row,
      dataset: subject.dataset,
      threshold: row.threshold === undefined ? undefined : { exact: row.threshold },
      low: row.low,
      high: row.high,
      achieved: row.achieved,
      hits: row.hits,
      interval: row.interval,
      note: joinNotes(partial, row),
    };
    return METRIC_COLUMNS.map((column) => fields[column]);
  });
  return csvText(METRIC_COLUMNS, records);
}

/**
 * The text of a CSV of every curve of `curves` below one another: `dataset`, then their labels, then their columns.
 *
 * A label with the name of a column is written as `at_NAME`, so that neither is lost. Curves that lack a label or a column of another leave it empty. The empty list gives
 * the header `dataset` alone.
 */
export function curvesCsv(dataset: string, curves: readonly Curve[]): string {
  const labels = [...new Set(curves.flatMap((curve) => Object.keys(curve.labels)))];
  const columns = [...new Set(curves.flatMap((curve) => Object.keys(curve.columns)))];
  const heads = labels.map((label) => (columns.includes(label) ? `at_${label}` : label));
  const records = curves.flatMap((curve) => {
    const head = [dataset, ...labels.map((label) => curve.labels[label])];
    const length = Math.max(0, ...Object.values(curve.columns).map((column) => column.length));
    return Array.from({ length }, (_, i) => [
      ...head,
      ...columns.map((name) => {
        const value = curve.columns[name]?.[i];
        return name === 'threshold' && value !== undefined ? { exact: value } : value;
      }),
    ]);
  });
  return csvText(['dataset', ...heads, ...columns], records);
}

/** The CSV of each name that curves of the report bear, such as `roc.csv`, in the report's order. */
export function curveFiles({ subject, curves }: Report): Map<string, string> {
  const names = [...new Set(curves.map((curve) => curve.name))];
  return new Map(
    names.map((name) => [
      `${name}.csv`,
      curvesCsv(
        subject.dataset,
        curves.filter((curve) => curve.name === name),
      ),
    ]),
  );
}

/** A field; in braces a number that must come back bit for bit. */
export type Field = string | number | undefined | { readonly exact: number };

/** The text of a CSV of these records below the header. */
export function csvText(header: readonly string[], records: readonly (readonly Field[])[]): string {
  return csvLines([header, ...records]);
}

/** The lines of records; a text that a spreadsheet would run as a formula is preceded by an apostrophe. */
export function csvLines(records: readonly (readonly Field[])[]): string {
  return stringify(records as Input, {
    record_delimiter: '\n',
    escape_formulas: true,
    cast: {
      number: (value) => ({ value: decimal(value), escape_formulas: false }),
      object: (value) => ({
        value: exact((value as { exact: number }).exact),
        escape_formulas: false,
      }),
    },
  });
}

function joinNotes(partial: string | undefined, { note }: MetricRow): string | undefined {
  const notes = [partial, note].filter((text) => text !== undefined);
  return notes.length === 0 ? undefined : notes.join('; ');
}
