import picocolors from 'picocolors';
import type { MetricRow } from '../types.js';
import { type Column, layOut, widthOf, wrap } from './columns.js';
import { fixedText, isShare, percentText, powerText, UNDEFINED } from './figures.js';
import { printable } from './terminal.js';

export interface TableStyle {
  /** Width of the screen; unlimited where unknown, as in a file. */
  readonly columns?: number | undefined;
  readonly colour?: boolean | undefined;
}

/**
 * The rows as a table for people, notes as footnotes below; empty for no rows.
 *
 * Shares are in per cent, the FMR attained as a power of ten. Where the screen is too narrow, whole columns are left out
 * in the order of {@link SPARED}, never the metric, its value or a note.
 */
export function metricTable(rows: readonly MetricRow[], style: TableStyle = {}): string {
  if (rows.length === 0) return '';
  const { columns: width = Infinity, colour = false } = style;
  const paint = picocolors.createColors(colour);
  const notes = [...new Set(rows.flatMap(({ note }) => (note === undefined ? [] : [note])))];
  const mark = ({ note }: MetricRow) =>
    note === undefined ? '' : paint.yellow(superscript(notes.indexOf(note) + 1));
  const of = (read: (row: MetricRow) => string) => rows.map(read);
  const all: readonly (Column & { readonly name: string })[] = [
    { name: 'metric', head: 'metric', align: 'left', cells: of((row) => printable(row.metric)) },
    {
      name: 'value',
      head: 'value',
      align: 'right',
      cells: of((row) => paint.bold(valueText(row))),
    },
    // Headless and beside the value, since that is what a note is about.
    { name: 'notes', head: '', align: 'left', cells: of(mark) },
    { name: 'interval', head: intervalHead(rows), align: 'left', cells: of(intervalText) },
    { name: 'count', head: 'count', align: 'right', cells: of(countText) },
    {
      name: 'threshold',
      head: 'threshold',
      align: 'right',
      cells: of(({ threshold }) => (threshold === undefined ? '' : fixedText(threshold, 4))),
    },
    {
      name: 'achieved',
      head: 'FMR attained',
      align: 'right',
      cells: of(({ achieved }) => (achieved === undefined ? '' : powerText(achieved))),
    },
    {
      name: 'convention',
      head: 'convention',
      align: 'left',
      cells: of((row) => printable(row.convention)),
    },
  ];
  let shown = all.filter(
    ({ name, cells }) => name === 'metric' || name === 'value' || cells.some((cell) => cell !== ''),
  );
  const draw = () => layOut(shown.map((column) => ({ ...column, head: paint.dim(column.head) })));
  let table = draw();
  for (const spared of SPARED) {
    if (widthOf(table) <= width) break;
    shown = shown.filter(({ name }) => name !== spared);
    table = draw();
  }
  return table + footnotes(notes, width, paint.dim);
}

/** What goes first where the screen is narrow. */
const SPARED = ['threshold', 'convention', 'count', 'achieved', 'interval'];

function valueText({ metric, value }: MetricRow): string {
  if (Number.isNaN(value)) return UNDEFINED;
  // Blanks stand under the per cent sign, so that the points of both kinds line up.
  return isShare(metric) ? `${percentText(value)} %` : `${fixedText(value, 4)}  `;
}

function intervalText({ metric, low, high }: MetricRow): string {
  if (low === undefined || high === undefined) return '';
  const text = (value: number) => (isShare(metric) ? percentText(value) : fixedText(value, 4));
  return `[${text(low)}, ${text(high)}]`;
}

/** The kind of interval, where all rows have the same one. */
function intervalHead(rows: readonly MetricRow[]): string {
  const kinds = new Set(rows.flatMap(({ interval }) => (interval === undefined ? [] : [interval])));
  const [kind] = kinds;
  return kinds.size === 1 && kind !== undefined ? printable(kind) : 'interval';
}

function countText({ hits, count }: MetricRow): string {
  return hits === undefined ? String(count) : `${hits}/${count}`;
}

function footnotes(notes: readonly string[], width: number, dim: (text: string) => string): string {
  if (notes.length === 0) return '';
  const blocks = notes.map((note, i) => {
    const mark = superscript(i + 1);
    const lines = wrap(printable(note), width - mark.length - 1);
    const indent = ' '.repeat(mark.length + 1);
    return lines.map((line, k) => `${dim(`${k === 0 ? `${mark} ` : indent}${line}`)}\n`).join('');
  });
  return `\n${blocks.join('')}`;
}

function superscript(number: number): string {
  return String(number).replace(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]!);
}
