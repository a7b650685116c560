import picocolors from 'picocolors';
import type { Curve } from '../types.js';
import { bandEnds } from './band-ends.js';
import { layOut, widthOf } from './columns.js';
import { fixedText, percentText, powerText } from './figures.js';
import type { TableStyle } from './table.js';

/** What goes first where the screen is narrow. */
const SPARED = ['FMR attained', 'threshold', 'fnmr interval', 'eer interval'];

/**
 * The bands of one `quality_bands` curve each by itself: its EER, and its FNMR at the threshold of its own. Empty where no band
 * has comparisons of both classes.
 */
export function ownBandsTable(
  curve: Curve,
  { columns: width = Infinity, colour = false }: TableStyle = {},
): string {
  const paint = picocolors.createColors(colour);
  const { columns, labels } = curve;
  const read = (name: string, i: number) => columns[name]?.[i] ?? NaN;
  const bands = Array.from((columns['eer'] ?? new Float64Array()).keys());
  if (!bands.some((i) => !Number.isNaN(read('eer', i)))) return '';
  const { from, to } = bandEnds(curve);
  const right = (head: string, cells: readonly string[]) => ({
    name: head,
    head,
    align: 'right' as const,
    cells,
  });
  const interval = (name: string, of: string) => ({
    name,
    head: '',
    align: 'left' as const,
    cells: bands.map((i) =>
      Number.isNaN(read(`${of}_low`, i))
        ? ''
        : `[${percentText(read(`${of}_low`, i))}, ${percentText(read(`${of}_high`, i))}]`,
    ),
  });
  const own = bands.some((i) => !Number.isNaN(read('own_fnmr', i)));
  let shown = [
    right('from', from),
    right('to', to),
    right(
      'EER %',
      bands.map((i) => percentText(read('eer', i))),
    ),
    interval('eer interval', 'eer'),
    ...(own
      ? [
          right(
            'own FNMR %',
            bands.map((i) => percentText(read('own_fnmr', i))),
          ),
          interval('fnmr interval', 'own_fnmr'),
          right(
            'threshold',
            bands.map((i) => fixedText(read('own_threshold', i), 4)),
          ),
          right(
            'FMR attained',
            bands.map((i) => powerText(read('own_fmr', i))),
          ),
        ]
      : []),
  ];
  const draw = () => layOut(shown.map((column) => ({ ...column, head: paint.dim(column.head) })));
  for (const spared of SPARED) {
    if (widthOf(draw()) <= width) break;
    shown = shown.filter(({ name }) => name !== spared);
  }
  const at = labels['at_fmr'];
  const threshold = own && typeof at === 'number' ? `, own threshold at FMR ${powerText(at)}` : '';
  return `each band by itself${threshold}\n${draw()}`;
}
