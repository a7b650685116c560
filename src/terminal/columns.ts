import { stripVTControlCharacters } from 'node:util';
import Table from 'cli-table3';

const NO_BORDERS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** One column of a table: its head and its cells, from top to bottom. */
export interface Column {
  readonly head: string;
  readonly align: 'left' | 'right';
  readonly cells: readonly string[];
}

/** The columns side by side, two blanks apart, without borders, so that they paste well; each line ends in a newline. */
export function layOut(columns: readonly Column[]): string {
  if (columns.length === 0) return '';
  const table = new Table({
    chars: NO_BORDERS,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colAligns: columns.map(({ align }) => align),
  });
  table.push(columns.map(({ head }) => head));
  const length = Math.max(...columns.map(({ cells }) => cells.length));
  for (let i = 0; i < length; i++) table.push(columns.map(({ cells }) => cells[i] ?? ''));
  return `${table.toString().replace(/ +$/gm, '')}\n`;
}

/** A column that a narrow screen can do without; the lowest number goes first. */
export interface SparedColumn extends Column {
  readonly spared?: number | undefined;
}

/** As {@link layOut}, without those columns that have to go for the table to be at most `width` wide. */
export function layOutWithin(columns: readonly SparedColumn[], width: number): string {
  let shown = columns;
  const order = [...new Set(columns.flatMap(({ spared }) => spared ?? []))].sort((a, b) => a - b);
  let table = layOut(shown);
  for (const least of order) {
    if (widthOf(table) <= width) break;
    shown = shown.filter(({ spared }) => spared !== least);
    table = layOut(shown);
  }
  return table;
}

/** How wide the widest line of `text` is on the screen, colours not counted. */
export function widthOf(text: string): number {
  return Math.max(0, ...text.split('\n').map((line) => stripVTControlCharacters(line).length));
}

/** The words of `text` on lines of at most `width`, a longer word alone on its own. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines;
}
