import picocolors from 'picocolors';
import type { Answer, SideBySide } from '../types.js';
import { type Column, layOut, wrap } from './columns.js';
import { fixedText, isShare, percentText, powerText, valueText } from './figures.js';
import type { TableStyle } from './table.js';
import { printable } from './terminal.js';

/** Where nothing tells how wide the screen is, lines still end where an eye does. */
const DEFAULT_WIDTH = 100;
const NARROWEST_TEXT = 30;

/**
 * The conventions side by side for a person: for each metric the default's number, below it every other with what makes it
 * differ, conventions that agree in one line, and the names of those that have no rule of their own.
 *
 * Lines end at the width of the screen, 100 where it is unknown; on a narrow one the threshold goes, then the FMR.
 */
export function conventionsTable(
  tables: readonly SideBySide[],
  { columns: width = DEFAULT_WIDTH, colour = false }: TableStyle = {},
): string {
  return tables.map((table) => oneTable(table, width, colour)).join('\n');
}

function oneTable(
  { metric, answers, without }: SideBySide,
  width: number,
  colour: boolean,
): string {
  const { bold, dim } = picocolors.createColors(colour);
  const numbers = numbersOf(metric, answers, width - NARROWEST_TEXT);
  const indent = Math.max(...numbers.map(({ length }) => length)) + 2;
  const room = Math.max(NARROWEST_TEXT, width - indent);
  const [head, ...lines] = numbers.map((line) => line.padEnd(indent));
  const blocks = answers.map((answer, i) => {
    const texts = [
      ...wrap(whoText(answer), room).map((text) => (answer.usual ? bold(text) : text)),
      ...reasonTexts(answer).flatMap((text) => listed(text, room).map(dim)),
    ];
    return texts.map((text, k) => (k === 0 ? lines[i]! : ' '.repeat(indent)) + text);
  });
  const { note } = answers[0]!.row;
  const notes = [
    ...(note === undefined ? [] : [note]),
    ...(without.length === 0 ? [] : [`no rule of their own: ${without.join(', ')}`]),
  ].flatMap((text) => wrap(printable(text), width));
  return [bold(printable(metric)), dim(`${head!}counted by`), ...blocks.flat(), ...notes.map(dim)]
    .map((line) => `${line}\n`)
    .join('');
}

/** The numbers of each answer in columns, a head first, as wide as there is room. */
function numbersOf(metric: string, answers: readonly Answer[], room: number): string[] {
  const usual = answers[0]!.row.value;
  const column = (head: string, read: (answer: Answer) => string): Column => ({
    head,
    align: 'right',
    cells: answers.map(read),
  });
  const all = [
    column('value', ({ row }) => valueText(metric, row.value)),
    column('differs by', (answer) => differenceText(metric, answer, usual)),
    column('+-', ({ spread }) => (spread === undefined ? '' : percentText(spread.value))),
    column('FMR attained', ({ row: { achieved } }) =>
      achieved === undefined ? '' : powerText(achieved),
    ),
    column('threshold', ({ row: { threshold } }) =>
      threshold === undefined ? '' : fixedText(threshold, 4),
    ),
  ].filter(({ cells }) => cells.some((cell) => cell !== ''));
  const draw = (columns: readonly Column[]) => layOut(columns).trimEnd().split('\n');
  let shown = all;
  let drawn = draw(shown);
  while (shown.length > 1 && Math.max(...drawn.map(({ length }) => length)) + 2 > room) {
    shown = shown.slice(0, -1);
    drawn = draw(shown);
  }
  return drawn;
}

/** By how much the value is another than the default's: in points of per cent for shares. */
function differenceText(metric: string, { row, usual }: Answer, default_: number): string {
  const difference = row.value - default_;
  if (usual || Number.isNaN(difference)) return '';
  const text = isShare(metric) ? percentText(difference) : fixedText(difference, 5);
  return difference > 0 ? `+${text}` : text;
}

function whoText({ conventions, usual, spread }: Answer): string {
  const error = spread?.error === true ? ' (+- standard error)' : '';
  const [first = '', ...rest] = conventions.map(printable);
  return `${[usual ? `${first} (default)` : first, ...rest].join(', ')}${error}`;
}

/** The reasons, each with the names it holds for where it does not hold for all. */
function reasonTexts({ conventions, reasons }: Answer): string[] {
  return reasons.map(({ text, conventions: holders }) => {
    const some = holders.length < conventions.length ? `${holders.join(', ')}: ` : '';
    return printable(some + text);
  });
}

/** The text as an entry of a list. */
function listed(text: string, room: number): string[] {
  return wrap(text, room - 2).map((line, i) => `${i === 0 ? '-' : ' '} ${line}`);
}
