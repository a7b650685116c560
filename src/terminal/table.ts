import picocolors from 'picocolors';
import type { MetricRow } from '../types.js';
import { type Column, layOut, widthOf, wrap } from './columns.js';
import { fixedText, isShare, percentText, powerText, valueText } from './figures.js';
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
 * @param attained head of the column of rates attained
 */
export function metricTable(
  rows: readonly MetricRow[],
  style: TableStyle = {},
  attained = 'FMR attained',
): string {
  if (rows.length === 0) return '';
  const { columns: width = Infinity, colour = false } = style;
  const paint = picocolors.createColors(colour);
  const kind = commonInterval(rows);
  const notesOf = (row: MetricRow) => footnotesOf(row, kind);
  const notes = [...new Set(rows.flatMap(notesOf))];
  const mark = (row: MetricRow) =>
    notesOf(row)
      .map((note) => paint.yellow(superscript(notes.indexOf(note) + 1)))
      .join(' ');
  const of = (read: (row: MetricRow) => string) => rows.map(read);
  const all: readonly (Column & { readonly name: string })[] = [
    { name: 'metric', head: 'metric', align: 'left', cells: of((row) => printable(row.metric)) },
    {
      name: 'value',
      head: 'value',
      align: 'right',
      cells: alignPoints(of(({ metric, value }) => valueText(metric, value))).map(paint.bold),
    },
    // Headless and beside the value, since that is what a note is about.
    { name: 'notes', head: '', align: 'left', cells: of(mark) },
    {
      name: 'interval',
      head: printable(kind ?? 'interval'),
      align: 'left',
      cells: of(intervalText),
    },
    { name: 'count', head: 'count', align: 'right', cells: of(countText) },
    {
      name: 'threshold',
      head: 'threshold',
      align: 'right',
      cells: of(({ threshold }) => (threshold === undefined ? '' : fixedText(threshold, 4))),
    },
    {
      name: 'achieved',
      head: attained,
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

function intervalText({ metric, low, high }: MetricRow): string {
  if (low === undefined || high === undefined) return '';
  const text = (value: number) => (isShare(metric) ? percentText(value) : fixedText(value, 5));
  return `[${text(low)}, ${text(high)}]`;
}

/** The numbers with blanks after them, so that their points stand below one another in a column set to the right. */
function alignPoints(numbers: readonly string[]): string[] {
  const behind = (text: string) => (text.includes('.') ? text.length - text.indexOf('.') : 0);
  const most = Math.max(...numbers.map(behind));
  return numbers.map((text) => text + ' '.repeat(most - behind(text)));
}

/** The kind of interval that most rows have, the earlier one of two; undefined where none has one. */
function commonInterval(rows: readonly MetricRow[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { interval } of rows) {
    if (interval !== undefined) counts.set(interval, (counts.get(interval) ?? 0) + 1);
  }
  let common: string | undefined;
  for (const [kind, count] of counts) {
    if (count > (counts.get(common ?? '') ?? 0)) common = kind;
  }
  return common;
}

/** What has to be said below the table of one row: its note, and its kind of interval where it is not the `common` one. */
function footnotesOf({ note, interval }: MetricRow, common: string | undefined): string[] {
  return [
    ...(note === undefined ? [] : [note]),
    ...(interval === undefined || interval === common ? [] : [`interval: ${interval}`]),
  ];
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
