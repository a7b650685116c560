import picocolors from 'picocolors';
import type { Curve } from '../types.js';
import { decimalsOf } from './band-ends.js';
import { layOut, widthOf, wrap } from './columns.js';
import { percentText, powerText } from './figures.js';
import type { TableStyle } from './table.js';
import { printable } from './terminal.js';

/**
 * A `quality_bands_grid` curve for people: the FNMR in per cent by the quality of the worse picture, downwards, and of the better
 * one, across, with errors and genuine comparisons behind it; a dot where there are no genuine comparisons. Counts go where the
 * screen is narrow. Empty where the grid is one cell.
 */
export function gridTable(
  { labels, columns }: Curve,
  { columns: width = Infinity, colour = false }: TableStyle = {},
): string {
  const paint = picocolors.createColors(colour);
  const read = (name: string, i: number) => columns[name]?.[i] ?? NaN;
  const cells = Array.from((columns['fnmr'] ?? new Float64Array()).keys());
  const begins = [...new Set(columns['worse_from'])];
  if (begins.length < 2) return '';
  const ends = begins.map((from) =>
    read(
      'worse_to',
      cells.find((i) => read('worse_from', i) === from)!,
    ),
  );
  const decimals = decimalsOf([...begins, ...ends]);
  const names = begins.map((from, band) => {
    const to = ends[band]!;
    if (from === -Infinity) return `< ${to.toFixed(decimals)}`;
    return to === Infinity
      ? `>= ${from.toFixed(decimals)}`
      : `${from.toFixed(decimals)}–${to.toFixed(decimals)}`;
  });
  const text = (worse: number, better: number, counts: boolean) => {
    if (better < worse) return '';
    const cell = cells.find(
      (i) => read('worse_from', i) === begins[worse] && read('better_from', i) === begins[better],
    );
    if (cell === undefined || !(read('genuine', cell) > 0)) return '·';
    const rate = percentText(read('fnmr', cell));
    return counts ? `${rate}  ${read('genuine_errors', cell)}/${read('genuine', cell)}` : rate;
  };
  const draw = (counts: boolean) =>
    layOut([
      {
        head: paint.dim('worse \\ better'),
        align: 'right',
        cells: names.map((name) => paint.dim(name)),
      },
      ...names.map((name, better) => ({
        head: paint.dim(name),
        align: 'right' as const,
        cells: names.map((_, worse) => text(worse, better, counts)),
      })),
    ]);
  const whole = draw(true);
  const fits = widthOf(whole) <= width;
  const of = `FNMR in % by ${printable(String(labels['quality'] ?? 'quality'))} of the worse and of the better picture`;
  const caption = `${of}, threshold at FMR ${powerText(Number(labels['at_fmr']))}`;
  return `${wrap(caption, width).join('\n')}\n${fits ? whole : draw(false)}`;
}
