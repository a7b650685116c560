import picocolors from 'picocolors';
import { wrap } from './columns.js';
import { printable } from './terminal.js';

/** A record of a list, such as a dataset or a convention. */
export interface Entry {
  readonly name: string;
  readonly summary: string;
  readonly reference?: string | undefined;
  readonly defects?: readonly string[] | undefined;
}

const WIDEST_NAME = 24;
const NARROWEST_TEXT = 24;

/**
 * The entries as a table for people: name, summary wrapped to the width, and under it, dim, the reference and the known
 * defects. Empty for no entries.
 */
export function entryTable(
  entries: readonly Entry[],
  columns: number | undefined = 80,
  colour = false,
): string {
  const { bold, dim } = picocolors.createColors(colour);
  const longest = Math.max(0, ...entries.map(({ name }) => name.length));
  const indent = Math.min(longest, WIDEST_NAME) + 2;
  const width = Math.max(NARROWEST_TEXT, columns - indent);
  const below = (lines: readonly string[]) => lines.map((line) => ' '.repeat(indent) + line);
  const blocks = entries.map(({ name, summary, reference, defects = [] }) => {
    const [first = '', ...rest] = wrap(printable(summary), width);
    const label = bold(printable(name)) + ' '.repeat(Math.max(0, indent - name.length));
    const head = name.length + 2 <= indent ? [label + first] : [label, ...below([first])];
    const remarks = [
      ...(reference === undefined ? [] : wrap(printable(reference), width)),
      ...defects.flatMap((defect) =>
        wrap(printable(defect), width - 2).map((line, i) => `${i === 0 ? '-' : ' '} ${line}`),
      ),
    ];
    return [...head, ...below(rest), ...below(remarks.map(dim))];
  });
  return blocks
    .flat()
    .map((line) => `${line}\n`)
    .join('');
}
