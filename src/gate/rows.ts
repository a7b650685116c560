import type { BaselineRow, MetricRow, Reading } from '../types.js';

/** What tells a row from the others of its report. */
export type RowName = Pick<MetricRow, 'metric' | 'convention'>;

/** The name of a row as checks bear it, such as `tar@far=1e-3 iso`. */
export function nameOf({ metric, convention }: RowName): string {
  return `${metric} ${convention}`;
}

/** The row of that metric by that convention; undefined where there is none. */
export function findRow<Row extends RowName>(
  rows: readonly Row[],
  { metric, convention }: RowName,
): Row | undefined {
  return rows.find((row) => row.metric === metric && row.convention === convention);
}

/** What a baseline keeps of the rows of a report: by metric, then by convention, in the order of code units. */
export function baselineRows(rows: readonly MetricRow[]): BaselineRow[] {
  const kept = rows.map(({ metric, convention, ...row }) => ({
    metric,
    convention,
    ...readingOf(row),
    count: row.count,
  }));
  const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return kept.sort((a, b) => order(a.metric, b.metric) || order(a.convention, b.convention));
}

/** The numbers of a row that checks compare. */
export function readingOf({ value, hits, count, threshold }: Omit<MetricRow, keyof RowName>) {
  return {
    value,
    ...(hits === undefined ? {} : { hits }),
    count,
    ...(threshold === undefined ? {} : { threshold }),
  } satisfies Reading;
}
