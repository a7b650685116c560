import picocolors from 'picocolors';
import type { AwareRow } from '../report/quality-aware.js';
import type { Comparison } from '../types.js';
import { type Column, layOut } from './columns.js';
import { differenceTable } from './compare-table.js';
import { fixedText, percentText } from './figures.js';
import type { TableStyle } from './table.js';
import { printable } from './terminal.js';

/** Quality-aware scores for a person: the parameters of each fold, then each system against the plain scores. */
export function awareTable(
  pairs: readonly Comparison[],
  parameters: readonly AwareRow[],
  style: TableStyle = {},
): string {
  const paint = picocolors.createColors(style.colour ?? false);
  const of = (read: (row: AwareRow) => string) => parameters.map(read);
  const right = (head: string, cells: readonly string[]): Column => ({
    head: paint.dim(head),
    align: 'right',
    cells,
  });
  const columns: (Column & { readonly cells: readonly string[] })[] = [
    { head: paint.dim('system'), align: 'left', cells: of(({ system }) => printable(system)) },
    right(
      'fold',
      of(({ fold }) => (fold === undefined ? 'all' : String(fold))),
    ),
    right(
      'alpha',
      of(({ alpha }) => fixedText(alpha, 6)),
    ),
    right(
      'beta',
      of(({ beta }) => fixedText(beta, 6)),
    ),
    right('ends at', of(endText)),
    right(
      'changed %',
      of(({ changed }) => percentText(changed)),
    ),
    right(
      'found on',
      of(({ genuine, impostor }) =>
        genuine === undefined ? 'given' : `${genuine} + ${impostor ?? 0}`,
      ),
    ),
  ];
  const tables = pairs.map((pair) => differenceTable(pair, style));
  return `\n${layOut(columns)}${tables.join('')}`;
}

/** The score at which the change ends. */
function endText({ knee, alpha }: AwareRow): string {
  // A beta that is 0 but for rounding leaves a knee beyond all scores.
  if (Math.abs(knee) > FAR_OFF) return alpha > 0 ? 'never' : 'no change';
  return fixedText(knee, 4);
}

const FAR_OFF = 1e6;
