import picocolors from 'picocolors';
import { type Column, layOut } from './columns.js';
import { printable } from './terminal.js';
import type { TableStyle } from './table.js';

/** A line for each part of a new protocol, the part in the first column; in the last line the sums, where they are to be told. */
export function protocolMakeTable(
  {
    head,
    rows,
    total,
  }: {
    readonly head: readonly string[];
    readonly rows: readonly (readonly (string | number)[])[];
    readonly total: boolean;
  },
  { colour = false }: TableStyle = {},
): string {
  const paint = picocolors.createColors(colour);
  const columns = head.map((name, c): Column => {
    const cells = rows.map((row) => printable(String(row[c])));
    const sum = c === 0 ? 'all' : String(rows.reduce((all, row) => all + Number(row[c]), 0));
    return {
      head: paint.dim(name),
      align: c === 0 && (total || typeof rows[0]?.[0] === 'string') ? 'left' : 'right',
      cells: total ? [...cells, paint.bold(sum)] : cells,
    };
  });
  return layOut(columns);
}
