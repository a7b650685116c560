import picocolors from 'picocolors';
import type { Finding, ProtocolCheck } from '../types.js';
import { type Column, layOut, wrap } from './columns.js';
import type { TableStyle } from './table.js';
import { printable } from './terminal.js';

/** Cases that are shown of each finding. */
const SHOWN = 3;

/**
 * What was found in the files of a dataset, for people: the counts, then the findings by severity with the first cases of each, then
 * one line that says how many there are.
 */
export function protocolCheckTable(check: ProtocolCheck, style: TableStyle = {}): string {
  const { columns: width = Infinity, colour = false } = style;
  const paint = picocolors.createColors(colour);
  const { counts, findings } = check;
  const published = counts.map((count) =>
    count.published === undefined ? '' : String(count.published),
  );
  const columns: Column[] = [
    {
      head: paint.bold(printable(check.dataset)),
      align: 'left',
      cells: counts.map(({ name }) => name),
    },
    { head: paint.dim('found'), align: 'right', cells: counts.map(({ found }) => String(found)) },
    { head: paint.dim('published'), align: 'right', cells: published },
  ];
  const shown = columns.filter(({ cells }) => cells.some((cell) => cell !== ''));
  const breaking = findings.filter(({ severity }) => severity === 'breaks');
  const remarks = findings.filter(({ severity }) => severity === 'remark');
  const section = (head: string, own: readonly Finding[]) =>
    own.length === 0
      ? ''
      : `\n${head}\n${own.map((one) => findingText(one, width, paint.dim)).join('')}`;
  const verdict =
    breaking.length === 0
      ? paint.green('Nothing breaks the protocol')
      : paint.red(
          `${breaking.length} ${breaking.length === 1 ? 'thing breaks' : 'things break'} the protocol`,
        );
  const rest = remarks.length === 1 ? '1 remark' : `${remarks.length} remarks`;
  return (
    layOut(shown) +
    section(paint.red('breaks the protocol'), breaking) +
    section(paint.yellow('worth knowing'), remarks) +
    `\n${verdict}; ${rest}.\n`
  );
}

function findingText(
  { count, what, cases }: Finding,
  width: number,
  dim: (text: string) => string,
): string {
  const lines = cases.slice(0, SHOWN).flatMap((one) => {
    const { file, line } = one.place ?? {};
    const place = [file, line].filter((part) => part !== undefined).join(':');
    const text = printable(`${place}${place === '' ? '' : ': '}${one.what}`);
    return wrap(text, width - 6).map((part, i) => `${i === 0 ? '    ' : '      '}${part}`);
  });
  const more = count > SHOWN ? [`    and ${count - SHOWN} more`] : [];
  return `  ${count} ${what}\n${[...lines, ...more].map((line) => `${dim(line)}\n`).join('')}`;
}
