import picocolors from 'picocolors';
import type { Curve } from '../types.js';
import { type Column, layOut, widthOf, wrap } from './columns.js';
import { bandEnds } from './band-ends.js';
import { percentText, powerText, UNDEFINED } from './figures.js';
import type { TableStyle } from './table.js';
import { printable } from './terminal.js';

const BAR_WIDTH = 20;
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** What goes first where the screen is narrow. */
const SPARED = ['own interval', 'bar', 'accuracy', 'own', 'fmr', 'interval'];

/**
 * The `quality_bands` curves of `curves` as tables for people, lowest quality first: what each band holds, its errors in
 * per cent at the threshold of all and at its own, and a bar as long as the FNMR is great. Empty without such curves.
 *
 * Where the screen is too narrow, whole columns are left out in the order of {@link SPARED}.
 */
export function bandsTable(
  curves: readonly Curve[],
  { columns: width = Infinity, colour = false }: TableStyle = {},
): string {
  const paint = picocolors.createColors(colour);
  const tables = curves
    .filter(({ name, columns }) => name === 'quality_bands' && columns['fnmr'] !== undefined)
    .map((curve) => {
      let shown = columnsOf(curve, paint.cyan).map((column) => ({
        ...column,
        head: paint.dim(column.head),
      }));
      for (const spared of SPARED) {
        if (widthOf(layOut(shown)) <= width) break;
        shown = shown.filter(({ name }) => name !== spared);
      }
      const remarks = ownRemarks(curve).flatMap((text) => wrap(text, width));
      return [
        captionOf(curve),
        layOut(shown),
        ...remarks.map((line) => `${paint.dim(line)}\n`),
      ].join('');
    });
  return tables.join('\n');
}

function captionOf({ labels }: Curve): string {
  const { quality = 'quality', at_fmr: at } = labels;
  const by = `by band of ${printable(String(quality))}`;
  return typeof at === 'number' ? `${by}, threshold at FMR ${powerText(at)}\n` : `${by}\n`;
}

function columnsOf(
  curve: Curve,
  paint: (text: string) => string,
): (Column & { readonly name: string })[] {
  const { columns, labels } = curve;
  const read = (name: string, i: number) => columns[name]?.[i] ?? NaN;
  const fnmr = columns['fnmr']!;
  const bands = Array.from(fnmr.keys());
  const greatest = Math.max(0, ...fnmr.filter((rate) => !Number.isNaN(rate)));
  const right = (name: string, head: string, text: (i: number) => string) => ({
    name,
    head,
    align: 'right' as const,
    cells: bands.map(text),
  });
  const interval = (name: string, head: string, of: string) => ({
    name,
    head,
    align: 'left' as const,
    cells: bands.map((i) =>
      Number.isNaN(read(`${of}_low`, i))
        ? ''
        : `[${percentText(read(`${of}_low`, i))}, ${percentText(read(`${of}_high`, i))}]`,
    ),
  });
  const kind = printable(String(labels['interval'] ?? 'interval'));
  const { from, to } = bandEnds(curve);
  const own = bands.some((i) => !Number.isNaN(read('own_fnmr', i)));
  return [
    right('from', 'from', (i) => from[i]!),
    right('to', 'to', (i) => to[i]!),
    right('genuine', 'genuine', (i) => count(read('genuine', i))),
    right('impostor', 'impostor', (i) => count(read('impostor', i))),
    right('accuracy', 'accuracy %', (i) => percentText(read('accuracy', i))),
    right('fnmr', 'FNMR %', (i) => percentText(read('fnmr', i))),
    interval('interval', kind, 'fnmr'),
    ...(columns['fmr_low'] === undefined
      ? []
      : [right('fmr', 'FMR %', (i) => percentText(read('fmr', i)))]),
    ...(own
      ? [
          right('own', 'own FNMR %', (i) => percentText(read('own_fnmr', i))),
          interval('own interval', '', 'own_fnmr'),
        ]
      : []),
    {
      name: 'bar',
      head: '',
      align: 'left',
      cells: bands.map((i) => paint(bar(fnmr[i]! / greatest))),
    },
  ];
}

/** What a reader must know of thresholds of bands of their own. */
function ownRemarks({ columns, labels }: Curve): string[] {
  const own = columns['own_fnmr'];
  const at = labels['at_fmr'];
  if (own === undefined || typeof at !== 'number' || own.length === 0) return [];
  const lacking = own.filter((rate) => Number.isNaN(rate)).length;
  const asks = `FMR ${powerText(at)} asks for less than one impostor`;
  if (lacking === own.length) return [`no band has a threshold of its own: ${asks} in each`];
  const meaning = 'own: at the threshold that gives this FMR on the impostors of the band';
  return [lacking === 0 ? meaning : `${meaning}; ${UNDEFINED} where ${asks}`];
}

/** A bar of `share` of the full width, to an eighth of a character; nothing for NaN. */
export function bar(share: number): string {
  const eighths = Number.isNaN(share) ? 0 : Math.round(share * BAR_WIDTH * 8);
  return '█'.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8]!;
}

function count(value: number): string {
  return Number.isNaN(value) ? UNDEFINED : String(value);
}
