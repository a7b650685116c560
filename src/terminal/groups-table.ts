import picocolors from 'picocolors';
import type { Curve, MetricRow, Report } from '../types.js';
import { type Column, layOut, layOutWithin, type SparedColumn, widthOf, wrap } from './columns.js';
import { fixedText, percentText, powerText, UNDEFINED } from './figures.js';
import type { TableStyle } from './table.js';
import { printable } from './terminal.js';

/** Groups beyond which nobody reads a table of every two. */
const MOST_ACROSS = 8;

/**
 * The groups of every attribute of the report for people: persons, comparisons and errors of each, the errors of every two groups
 * where pictures of different groups are compared, and how far the groups lie apart. Empty without groups.
 *
 * All of it is at the first FMR of the curves. Columns and counts go where the screen is narrow.
 */
export function groupsTable(
  { rows, curves }: Pick<Report, 'rows' | 'curves'>,
  style: TableStyle = {},
): string {
  const attributes = new Set(
    curves.filter(({ name }) => name === 'group_errors').map(({ labels }) => labels['attribute']!),
  );
  const tables = [...attributes].map((attribute) => {
    const of = (name: string) =>
      curves.filter((curve) => curve.name === name && curve.labels['attribute'] === attribute);
    return [
      errorsTable(String(attribute), of('group_errors'), style),
      pairsTable('fnmr', of('group_pairs'), style),
      pairsTable('fmr', of('group_pairs'), style),
      ...spreadLines(String(attribute), rows, style),
    ].join('');
  });
  return tables.join('\n');
}

/** What stands first in a column of a curve. */
function read({ columns }: Curve, name: string): number {
  return columns[name]?.[0] ?? NaN;
}

function errorsTable(attribute: string, groups: readonly Curve[], style: TableStyle): string {
  const { columns: width = Infinity, colour = false } = style;
  const paint = picocolors.createColors(colour);
  const [first] = groups as [Curve, ...Curve[]];
  const count = (name: string) => groups.map((group) => whole(read(group, name)));
  const all = (value: string) => paint.dim(value);
  const rate = (name: string) => groups.map((group) => percentText(read(group, name)));
  const interval = (name: string, head: string, spared: number): SparedColumn => ({
    head,
    align: 'left',
    spared,
    cells: [
      ...groups.map((group) => {
        const [low, high] = [read(group, `${name}_low`), read(group, `${name}_high`)];
        return Number.isNaN(low) ? '' : `[${percentText(low)}, ${percentText(high)}]`;
      }),
      '',
    ],
  });
  const right = (head: string, cells: readonly string[], last: string, spared?: number) => ({
    head,
    align: 'right' as const,
    cells: [...cells, last],
    spared,
  });
  const kind = printable(String(first.labels['interval'] ?? ''));
  const table = layOutWithin(
    [
      {
        head: 'group',
        align: 'left' as const,
        cells: [
          ...groups.map(({ labels }) => printable(String(labels['group']))),
          all('all comparisons'),
        ],
      },
      right('persons', count('persons'), '', 0),
      right('genuine', count('genuine'), all(whole(read(first, 'overall_genuine'))), 1),
      right('FNMR %', rate('fnmr'), all(percentText(read(first, 'overall_fnmr')))),
      interval('fnmr', kind, 3),
      right('impostor', count('impostor'), all(whole(read(first, 'overall_impostor'))), 1),
      right('FMR %', rate('fmr'), all(percentText(read(first, 'overall_fmr')))),
      interval('fmr', kind === '' ? '' : ' ', 2),
    ].map((column) => ({ ...column, head: paint.dim(column.head) })),
    width,
  );
  const caption = `by ${printable(attribute)}, threshold at FMR ${powerText(read(first, 'at_fmr'))} of all comparisons`;
  return `${wrap(caption, width).join('\n')}\n${table}`;
}

function whole(value: number): string {
  return Number.isNaN(value) ? UNDEFINED : String(value);
}

const BETWEEN = {
  fnmr: ['genuine', 'false_non_matches', 'FNMR in % by the groups of the two pictures'],
  fmr: ['impostor', 'false_matches', 'FMR in % of impostors of one group against another'],
} as const;

/**
 * One error of every two groups; empty where comparisons of its class are within groups alone, or where groups are very many.
 */
function pairsTable(error: 'fnmr' | 'fmr', pairs: readonly Curve[], style: TableStyle): string {
  const { columns: width = Infinity, colour = false } = style;
  const paint = picocolors.createColors(colour);
  const [kind, errors, caption] = BETWEEN[error];
  const names = [...new Set(pairs.map(({ labels }) => labels['first']!))];
  const between = pairs.filter(({ labels }) => labels['first'] !== labels['second']);
  if (names.length > MOST_ACROSS || !between.some((pair) => read(pair, kind) > 0)) return '';
  const text = (row: number, column: number, counts: boolean) => {
    if (column < row) return '';
    const pair = pairs.find(
      ({ labels }) => labels['first'] === names[row] && labels['second'] === names[column],
    )!;
    if (!(read(pair, kind) > 0)) return '·';
    const rate = percentText(read(pair, error));
    return counts ? `${rate}  ${read(pair, errors)}/${read(pair, kind)}` : rate;
  };
  const draw = (counts: boolean) =>
    layOut([
      { head: '', align: 'right', cells: names.map((name) => paint.dim(printable(String(name)))) },
      ...names.map((name, column): Column => ({
        head: paint.dim(printable(String(name))),
        align: 'right',
        cells: names.map((_, row) => text(row, column, counts)),
      })),
    ]);
  const full = draw(true);
  return `${caption}\n${widthOf(full) <= width ? full : draw(false)}`;
}

/** How far the groups lie apart, and why where that is undefined. */
function spreadLines(
  attribute: string,
  rows: readonly MetricRow[],
  { columns: width = Infinity, colour = false }: TableStyle,
): string[] {
  const paint = picocolors.createColors(colour);
  const find = (name: string) =>
    rows.find(
      ({ metric }) => metric.startsWith(`group_${name}@`) && metric.endsWith(`:${attribute}`),
    );
  const said = (name: string, head: string, decimals: number) => {
    const row = find(name);
    if (row === undefined) return [];
    if (!Number.isNaN(row.value)) return [`${head} ${fixedText(row.value, decimals)}`];
    const [reason = ''] = (row.note ?? '').replace(/^undefined: /, '').split('; ');
    return [`${head} ${UNDEFINED} (${reason})`];
  };
  const apart = [...said('fdr', 'FDR', 4), ...said('ir', 'IR', 3), ...said('garbe', 'GARBE', 3)];
  const lines = [
    `apart: ${apart.join(', ')}`,
    ...said('fnmr_p', 'that FNMRs differ so by chance: p', 4),
  ];
  return lines.flatMap((line) =>
    wrap(printable(line), width).map((part) => `${paint.dim(part)}\n`),
  );
}
