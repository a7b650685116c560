import picocolors from 'picocolors';
import type { Reading } from '../types.js';
import { type Column, layOut } from './columns.js';
import { valueText } from './check-table.js';
import type { TableStyle } from './table.js';
import { printable } from './terminal.js';

/** A row that an update adds, changes or takes away. */
export interface ChangedRow {
  readonly name: string;
  readonly before?: Reading;
  readonly after?: Reading;
}

/**
 * What an update of a baseline changes, for a person: one line a row that changes, and how many there are of `total` in
 * one line at the end.
 */
export function baselineTable(
  changes: readonly ChangedRow[],
  {
    path,
    total,
    fresh,
  }: { readonly path: string; readonly total: number; readonly fresh: boolean },
  { colour = false }: TableStyle = {},
): string {
  const paint = picocolors.createColors(colour);
  const last = `${paint.bold(printable(path))}  ${summary(changes.length, total, fresh)}\n`;
  if (changes.length === 0) return last;
  const share = ({ name }: ChangedRow, side: Reading | undefined) =>
    side === undefined ? '' : valueText({ name, kind: 'row' }, side, false);
  const counts = (side: Reading | undefined) =>
    side?.hits === undefined ? '' : `${side.hits}/${side.count ?? 0}`;
  const columns: readonly (readonly [string, Column['align'], (row: ChangedRow) => string])[] = [
    ['row', 'left', ({ name }) => printable(name)],
    ['before', 'right', (row) => share(row, row.before)],
    ['', 'right', ({ before }) => counts(before)],
    ['after', 'right', (row) => share(row, row.after)],
    ['', 'right', ({ after }) => counts(after)],
    ['', 'left', ({ before, after }) => (before && after ? '' : after ? 'new' : 'gone')],
  ];
  const shown = columns
    .map(([head, align, read]) => ({ head: paint.dim(head), align, cells: changes.map(read) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  return `${layOut(shown)}\n${last}`;
}

function summary(changed: number, total: number, fresh: boolean): string {
  if (fresh) return `${total} rows, all new`;
  return changed === 0
    ? `${total} rows, none changes`
    : `${total} rows; ${changed} change, come or go`;
}
