import type { MetricRow, Report } from '../types.js';
import { exact } from './digits.js';
import { partialNote } from './partial.js';

const HEAD = ['metric', 'value', 'interval', 'count', 'threshold', 'achieved', 'convention'];
const RIGHT = new Set(['value', 'interval', 'count', 'threshold', 'achieved']);

/**
 * The text of metrics.md: a heading that names the subject, the rows as a table, and their notes as a numbered list.
 *
 * For reading and for pasting into a pull request: values have five significant digits. The exact ones are in
 * metrics.csv.
 */
export function metricsMarkdown({ subject, rows }: Report): string {
  const partial = partialNote(subject);
  const notes = [...new Set(rows.flatMap(({ note }) => (note === undefined ? [] : [note])))];
  const mark = ({ note }: MetricRow) => (note === undefined ? '' : ` [${notes.indexOf(note) + 1}]`);
  const lines = rows.map((row) =>
    tableLine([
      `${cell(row.metric)}${mark(row)}`,
      row.hits === undefined && Number.isNaN(row.value) ? 'undefined' : short(row.value),
      row.low === undefined || row.high === undefined
        ? ''
        : `[${short(row.low)}, ${short(row.high)}]`,
      row.hits === undefined ? exact(row.count) : `${exact(row.hits)}/${exact(row.count)}`,
      row.threshold === undefined ? '' : short(row.threshold),
      row.achieved === undefined ? '' : short(row.achieved),
      cell(row.convention),
    ]),
  );
  const ruler = tableLine(HEAD.map((name) => (RIGHT.has(name) ? '--:' : '---')));
  return [
    `## ${cell(subject.dataset)}: ${cell(subject.model)}`,
    '',
    ...(partial === undefined ? [] : [`**${partial}**`, '']),
    tableLine(HEAD),
    ruler,
    ...lines,
    ...(notes.length === 0 ? [] : ['']),
    ...notes.map((note, i) => `${i + 1}. ${cell(note)}`),
    '',
  ].join('\n');
}

function short(value: number): string {
  return Number.isNaN(value) ? 'undefined' : exact(Number(value.toPrecision(5)));
}

/** One line of a table. */
export function tableLine(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** The text with nothing in it that Markdown or HTML would act on, on one line. */
export function cell(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/[\\`*_[\]|]/g, '\\$&');
}
