import picocolors from 'picocolors';
import type { Curve } from '../types.js';
import { layOut, widthOf, wrap } from './columns.js';
import { percentText } from './figures.js';
import type { TableStyle } from './table.js';
import { printable } from './terminal.js';

/**
 * The `erc_ranking` curves of `curves` as a table for people: by their area up to the first limit the qualities, the best first,
 * with their interval, what they gain of what could be gained, and how sure it is that the best is better; below them chance and
 * the attainable best. Empty without such curves.
 */
export function ercRankingTable(
  curves: readonly Curve[],
  { columns: width = Infinity, colour = false }: TableStyle = {},
): string {
  const paint = picocolors.createColors(colour);
  const rankings = curves.filter(({ name }) => name === 'erc_ranking');
  const limit = rankings[0]?.columns['limit']?.[0];
  if (limit === undefined) return '';
  const read = ({ columns }: Curve, name: string) => columns[name]?.[0] ?? NaN;
  const interval = (curve: Curve, low: string, high: string) =>
    Number.isNaN(read(curve, low))
      ? ''
      : `[${percentText(read(curve, low))}, ${percentText(read(curve, high))}]`;
  const column = (head: string, align: 'left' | 'right', text: (curve: Curve) => string) => ({
    head: paint.dim(head),
    align,
    cells: rankings.map(text),
  });
  const all = [
    column('rank', 'right', (curve) => rank(read(curve, 'rank'))),
    column('quality', 'left', ({ labels }) => printable(String(labels['quality'] ?? ''))),
    column(`area to ${percentOf(limit)}`, 'right', (curve) => percentText(read(curve, 'area'))),
    column('95%', 'left', (curve) => interval(curve, 'low', 'high')),
    column('gain %', 'right', (curve) =>
      Number.isNaN(read(curve, 'gain')) ? '' : percentText(read(curve, 'gain')),
    ),
    column('95%', 'left', (curve) => interval(curve, 'gain_low', 'gain_high')),
    column('p', 'right', (curve) => probability(read(curve, 'p'))),
  ];
  const known = all.filter(({ cells }) => cells.some((cell) => cell !== ''));
  const heads = new Set(known.map(({ head }) => head));
  const caption = [
    'area under the curve in %',
    ...(heads.has(paint.dim('gain %')) ? ['gain: 0 is chance, 100 the best attainable'] : []),
    ...(heads.has(paint.dim('p')) ? ['p: the best is no better'] : []),
  ].join('; ');
  // On a narrow screen the intervals of the area go first: the gain tells the same.
  const table = layOut(known);
  const widest = widthOf(table);
  const narrow = known.filter((_, i) => i !== 3);
  const laidOut = widest <= width || known.length < 5 ? table : layOut(narrow);
  return `${wrap(caption, width).join('\n')}\n${laidOut}`;
}

function rank(value: number): string {
  return Number.isNaN(value) ? '' : String(value);
}

function percentOf(limit: number): string {
  return `${Number((100 * limit).toPrecision(6))} %`;
}

function probability(p: number): string {
  if (Number.isNaN(p)) return '';
  return p < 0.01 ? p.toPrecision(1) : p.toFixed(2);
}
