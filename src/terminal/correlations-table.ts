import picocolors from 'picocolors';
import type { Curve } from '../types.js';
import { type Column, layOut } from './columns.js';
import { fixedText } from './figures.js';
import type { TableStyle } from './table.js';
import { printable } from './terminal.js';

/** The `quality_correlations` curves as a table: a line for every two qualities. Empty without them. */
export function correlationsTable(
  curves: readonly Curve[],
  { colour = false }: TableStyle,
): string {
  const { dim } = picocolors.createColors(colour);
  const shown = curves.filter(({ name }) => name === 'quality_correlations');
  if (shown.length === 0) return '';
  const read = (name: string) => shown.map(({ columns }) => columns[name]?.[0] ?? NaN);
  const interval = (name: string) => {
    const [low, high] = [read(`${name}_low`), read(`${name}_high`)];
    return low.map((end, i) =>
      Number.isNaN(end) ? '' : `[${fixedText(end, 3)}, ${fixedText(high[i]!, 3)}]`,
    );
  };
  const texts = (name: string) => read(name).map((value) => fixedText(value, 3));
  const labels = (name: string) => shown.map(({ labels: of }) => printable(String(of[name] ?? '')));
  const left = (head: string, cells: readonly string[]): Column => ({
    head: dim(head),
    align: 'left',
    cells,
  });
  const right = (head: string, cells: readonly string[]): Column => ({
    ...left(head, cells),
    align: 'right',
  });
  const several = shown.some((curve) => curve.labels['set'] !== undefined);
  return `how the qualities go together\n${layOut([
    ...(several ? [left('set', labels('set'))] : []),
    left('quality', labels('first')),
    left('with', labels('second')),
    right('pictures', read('pictures').map(String)),
    right('spearman', texts('spearman')),
    left('95%', interval('spearman')),
    right('kendall', texts('kendall')),
    left('95%', interval('kendall')),
  ])}`;
}
