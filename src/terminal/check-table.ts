import picocolors from 'picocolors';
import type { Check, CheckStatus, Reading, Verdict } from '../types.js';
import { type Column, layOut, widthOf, wrap } from './columns.js';
import { fixedText, isShare, percentText, UNDEFINED } from './figures.js';
import type { TableStyle } from './table.js';
import { printable } from './terminal.js';

type Named = Pick<Check, 'name' | 'kind'>;

type Colours = ReturnType<typeof picocolors.createColors>;

/** How each status is shown: its mark, its word, its colour. */
const SHOWN: Readonly<
  Record<CheckStatus, { mark: string; word: string; colour: 'red' | 'yellow' | 'green' }>
> = {
  pass: { mark: '✓', word: 'PASS', colour: 'green' },
  fail: { mark: '✗', word: 'FAIL', colour: 'red' },
  inconclusive: { mark: '?', word: 'INCONCLUSIVE', colour: 'yellow' },
  error: { mark: '!', word: 'ERROR', colour: 'red' },
};

/**
 * The verdict for a person: every check, what does not pass first and with its reason, the remarks, and the verdict in
 * one line at the end, where a log is looked at first.
 *
 * Shares are in per cent, their differences in points of it; where counts decide, the counts are shown. Where the screen
 * is too narrow, the reasons stand below the table.
 */
export function checkTable(verdict: Verdict, style: TableStyle = {}): string {
  const { status, summary, checks, remarks, subject, mode, baseline } = verdict;
  const { columns: width = Infinity, colour = false } = style;
  const paint = picocolors.createColors(colour);
  const against = `${mode === undefined ? '' : `${mode}, `}against ${baseline}`;
  const about = [...(subject === undefined ? [] : [subject.model]), against].join(' · ');
  const heading =
    (subject === undefined ? '' : `${paint.bold(printable(subject.dataset))}\n`) +
    `${paint.dim(printable(about))}\n`;
  const { mark, word, colour: own } = SHOWN[status];
  const last = `${paint.bold(paint[own](`${mark} ${word}`))}  ${printable(summary)}\n`;
  const said = remarks.flatMap((remark) =>
    wrap(printable(remark), width - 2).map((line, i) =>
      paint.dim(`${i === 0 ? '·' : ' '} ${line}`),
    ),
  );
  const parts = [heading, table(checks, width, paint), said.map((line) => `${line}\n`).join('')];
  return `\n${[...parts, last].filter((part) => part !== '').join('\n')}`;
}

/** Head, alignment and cell of every column between the mark and the reason. */
const COLUMNS: readonly (readonly [string, Column['align'], (check: Check) => string])[] = [
  ['check', 'left', (check) => (isOfRow(check) ? metricOf(check) : check.name)],
  ['', 'left', (check) => (isOfRow(check) ? conventionOf(check) : '')],
  ['baseline', 'right', (check) => readingText(check, check.expected)],
  ['run', 'right', (check) => readingText(check, check.found)],
  ['difference', 'right', differenceText],
  ['interval', 'left', intervalText],
  ['margin', 'right', marginText],
];

function table(checks: readonly Check[], width: number, paint: Colours): string {
  if (checks.length === 0) return '';
  const marks = checks.map(({ status }) => paint[SHOWN[status].colour](SHOWN[status].mark));
  const reasons = checks.map(({ status, why }) => (status === 'pass' ? '' : printable(why)));
  const columns = COLUMNS.map(([head, align, read]): Column => {
    const cells = checks.map((check) => printable(read(check)));
    return { head: paint.dim(head), align, cells };
  });
  const all: readonly Column[] = [{ head: '', align: 'left', cells: marks }, ...columns];
  const shown = all.filter(({ cells }) => cells.some((cell) => cell !== ''));
  const told = reasons.some((reason) => reason !== '');
  const whole = layOut(told ? [...shown, { head: '', align: 'left', cells: reasons }] : shown);
  if (!told || widthOf(whole) <= width) return whole;
  const below = checks.flatMap(({ name }, i) =>
    reasons[i] === ''
      ? []
      : wrap(`${printable(name)}: ${reasons[i]!}`, width - 2).map(
          (line, k) => `${k === 0 ? marks[i]! : ' '} ${line}\n`,
        ),
  );
  return `${layOut(shown)}\n${below.join('')}`;
}

/** Whether what is compared are the counts, and not the share that they make. */
function byCounts({ kind, expected, found }: Check): boolean {
  const counted = (side: Reading | string) => typeof side === 'string' || side.hits !== undefined;
  return kind === 'row' && typeof expected !== 'string' && counted(expected) && counted(found);
}

function readingText(check: Check, side: Reading | string): string {
  if (typeof side === 'string') return side;
  return valueText(check, side, byCounts(check));
}

/** A number of a row as people read it: counts, per cent, or decimals; floors in the unit they are written in. */
export function valueText(check: Named, { value, hits, count }: Reading, counts: boolean): string {
  if (Number.isNaN(value)) return UNDEFINED;
  if (counts && hits !== undefined) return `${hits}/${count ?? 0}`;
  if (check.kind === 'floor') return String(value);
  return isShare(metricOf(check)) ? `${percentText(value)} %` : fixedText(value, 5);
}

/** Checks of rows are named after metric and convention. */
function isOfRow({ kind }: Named): boolean {
  return kind === 'row' || kind === 'margin';
}

function metricOf({ name }: Named): string {
  return name.slice(0, name.lastIndexOf(' '));
}

function conventionOf({ name }: Named): string {
  return name.slice(name.lastIndexOf(' ') + 1);
}

function differenceText(check: Check): string {
  const { kind, status, difference, expected, found } = check;
  if (difference === undefined || (status === 'pass' && difference === 0)) return '';
  if (byCounts(check) && typeof expected !== 'string' && typeof found !== 'string') {
    return signed(String((found.hits ?? 0) - (expected.hits ?? 0)));
  }
  if (kind === 'scores' || kind === 'embeddings') return '';
  if (kind === 'floor') return signed(String(Number(difference.toPrecision(3))));
  return signed(amount(check, difference));
}

function amount(check: Named, value: number): string {
  return isShare(metricOf(check)) ? percentText(value) : fixedText(value, 5);
}

function intervalText(check: Check): string {
  const { low, high } = check;
  if (low === undefined || high === undefined) return '';
  return `[${amount(check, low)}, ${amount(check, high)}]`;
}

function marginText(check: Check): string {
  return check.margin === undefined ? '' : amount(check, check.margin);
}

function signed(text: string): string {
  return /^[0.]+$/.test(text) || text.startsWith('-') || text === UNDEFINED ? text : `+${text}`;
}
