import picocolors from 'picocolors';
import type { Curve } from '../types.js';
import { type Column, layOut, widthOf } from './columns.js';
import { percentText, powerText, UNDEFINED } from './figures.js';
import type { TableStyle } from './table.js';

const BAR_WIDTH = 20;
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/**
 * The `quality_bands` curves of `curves` as tables for people, lowest quality first: what each band holds, its error in
 * per cent with its interval, and a bar as long as the error is great. Empty without such curves.
 */
export function bandsTable(
  curves: readonly Curve[],
  { columns: width = Infinity, colour = false }: TableStyle = {},
): string {
  const paint = picocolors.createColors(colour);
  const tables = curves
    .filter(({ name, columns }) => name === 'quality_bands' && columns['fnmr'] !== undefined)
    .map((curve) => {
      const columns = columnsOf(curve, paint.cyan).map((column) => ({
        ...column,
        head: paint.dim(column.head),
      }));
      const table = layOut(columns);
      // The bar is the first thing a narrow screen can do without.
      return captionOf(curve) + (widthOf(table) <= width ? table : layOut(columns.slice(0, -1)));
    });
  return tables.join('\n');
}

function captionOf({ labels }: Curve): string {
  const at = labels['at_fmr'];
  return typeof at === 'number'
    ? `by band of quality, threshold at FMR ${powerText(at)}\n`
    : 'by band of quality\n';
}

function columnsOf({ columns }: Curve, paint: (text: string) => string): Column[] {
  const read = (name: string, i: number) => columns[name]?.[i] ?? NaN;
  const fnmr = columns['fnmr']!;
  const bands = Array.from(fnmr, (_, i) => i);
  const greatest = Math.max(0, ...fnmr.filter((rate) => !Number.isNaN(rate)));
  const right = (head: string, text: (i: number) => string): Column => ({
    head,
    align: 'right',
    cells: bands.map(text),
  });
  const decimals = decimalsOf([
    ...(columns['quality_low'] ?? []),
    ...(columns['quality_high'] ?? []),
  ]);
  return [
    right('from', (i) => fixed(read('quality_low', i), decimals)),
    right('to', (i) => fixed(read('quality_high', i), decimals)),
    right('genuine', (i) => count(read('genuine', i))),
    right('impostor', (i) => count(read('impostor', i))),
    right('accuracy %', (i) => percentText(read('accuracy', i))),
    right('FNMR %', (i) => percentText(read('fnmr', i))),
    {
      head: 'interval',
      align: 'left',
      cells: bands.map((i) =>
        Number.isNaN(read('fnmr_low', i))
          ? ''
          : `[${percentText(read('fnmr_low', i))}, ${percentText(read('fnmr_high', i))}]`,
      ),
    },
    {
      head: '',
      align: 'left',
      cells: bands.map((i) => paint(bar(fnmr[i]! / greatest))),
    },
  ];
}

/** A bar of `share` of the full width, to an eighth of a character; nothing for NaN. */
export function bar(share: number): string {
  const eighths = Number.isNaN(share) ? 0 : Math.round(share * BAR_WIDTH * 8);
  return '█'.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8]!;
}

/** As many decimals as show the spread of the values in about three digits. */
export function decimalsOf(values: readonly number[]): number {
  const known = values.filter((value) => Number.isFinite(value));
  const span = Math.max(...known) - Math.min(...known);
  return span > 0 ? Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(span)))) : 2;
}

function fixed(value: number, decimals: number): string {
  return Number.isNaN(value) ? UNDEFINED : value.toFixed(decimals);
}

function count(value: number): string {
  return Number.isNaN(value) ? UNDEFINED : String(value);
}
