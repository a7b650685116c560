import picocolors from 'picocolors';
import type { Report } from '../types.js';
import { layOut, widthOf } from './columns.js';
import { fixedText, percentText } from './figures.js';
import type { TableStyle } from './table.js';
import { printable } from './terminal.js';
import { pText } from './trend-lines.js';

/** What goes first where the screen is narrow. */
const SPARED = ['all', 'p', 'best'];

/**
 * Several qualities below one another: the FNMR of the worst and of the best band of each, the trend, and Somers' D. Empty for
 * fewer than two.
 */
export function rankedQualitiesTable(
  { rows, curves }: Pick<Report, 'rows' | 'curves'>,
  { columns: width = Infinity, colour = false }: TableStyle = {},
): string {
  const paint = picocolors.createColors(colour);
  const bands = curves.filter(({ name }) => name === 'quality_bands');
  if (bands.length < 2) return '';
  const names = bands.map(({ labels }) => String(labels['quality']));
  const rowOf = (metric: string, quality: string) =>
    rows.find((row) => row.metric === `${metric}@quality=${quality},error=fnmr`);
  const fnmr = (i: number, end: 0 | -1) => {
    const known = bands[i]!.columns['fnmr']?.filter((rate) => !Number.isNaN(rate));
    return known?.at(end) ?? NaN;
  };
  const right = (name: string, head: string, text: (quality: string, i: number) => string) => ({
    name,
    head,
    align: 'right' as const,
    cells: names.map(text),
  });
  let shown = [
    { name: 'quality', head: 'quality', align: 'left' as const, cells: names.map(printable) },
    right('worst', 'FNMR % lowest', (_, i) => percentText(fnmr(i, 0))),
    right('best', 'highest band', (_, i) => percentText(fnmr(i, -1))),
    right('z', 'trend z', (quality) =>
      fixedText(rowOf('quality_bands_trend', quality)?.value ?? NaN, 2),
    ),
    right('p', 'p', (quality) => pText(rowOf('quality_bands_trend_p', quality)?.value ?? NaN)),
    right('d', "Somers' D", (quality) =>
      fixedText(rowOf('quality_bands_somers_d', quality)?.value ?? NaN, 2),
    ),
    {
      name: 'interval',
      head: '',
      align: 'left' as const,
      cells: names.map((quality) => {
        const { low, high } = rowOf('quality_bands_somers_d', quality) ?? {};
        return low === undefined || high === undefined
          ? ''
          : `[${fixedText(low, 2)}, ${fixedText(high, 2)}]`;
      }),
    },
  ];
  const draw = () => layOut(shown.map((column) => ({ ...column, head: paint.dim(column.head) })));
  for (const spared of SPARED) {
    if (widthOf(draw()) <= width) break;
    shown = shown.filter(({ name }) => name !== spared);
  }
  return `does FNMR fall with quality? below 0 it does\n${draw()}`;
}
