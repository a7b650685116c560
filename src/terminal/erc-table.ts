import picocolors from 'picocolors';
import type { Curve } from '../types.js';
import { layOut, wrap } from './columns.js';
import { percentText, powerText } from './figures.js';
import type { TableStyle } from './table.js';
import { printable } from './terminal.js';

/** Shares of comparisons discarded that people quote. */
const DISCARDS = [0, 0.05, 0.1, 0.2, 0.3, 0.5] as const;

/**
 * The `erc` curves of `curves` as tables for people: qualities below one another, the error in per cent at each discard
 * across; one table for each set of labels that the curves share but for their quality. Empty without such curves.
 *
 * A curve is a step function: its value at a discard is that of the last point at or before it.
 */
export function ercTable(
  curves: readonly Curve[],
  { columns: width = Infinity, colour = false }: TableStyle = {},
  discards: readonly number[] = DISCARDS,
): string {
  const paint = picocolors.createColors(colour);
  const groups = new Map<string, Curve[]>();
  for (const curve of curves) {
    if (curve.name !== 'erc') continue;
    const caption = captionOf(curve);
    groups.set(caption, [...(groups.get(caption) ?? []), curve]);
  }
  const tables = [...groups].map(([caption, members]) => {
    const qualities = members.map(nameOf);
    const room = Math.max(7, ...qualities.map(({ length }) => length));
    // Each discard takes at most eight characters and the two blanks before it.
    const fitting = discards.slice(0, Math.max(1, Math.floor((width - room) / 10)));
    const head = { head: paint.dim('quality'), align: 'left' as const, cells: qualities };
    const cells = fitting.map((discard) => ({
      head: paint.dim(`${Number((100 * discard).toPrecision(6))} %`),
      align: 'right' as const,
      cells: members.map((curve) => percentText(errorAt(curve, discard))),
    }));
    return `${wrap(caption, width).join('\n')}\n${layOut([head, ...cells])}`;
  });
  return tables.join('\n');
}

/** The quality, and the convention where it is a peer's own way of counting. */
function nameOf({ labels }: Curve): string {
  const { quality = '', convention = 'iso' } = labels;
  return printable(convention === 'iso' ? String(quality) : `${quality}, as ${convention}`);
}

function captionOf({ labels }: Curve): string {
  const rate = String(labels['rate'] ?? 'fnmr').toUpperCase();
  const of = DISCARDED[String(labels['share_of'])] ?? 'comparisons';
  const how = labels['threshold_rule'] === 'repicked' ? 'picked anew at' : 'at';
  return printable(`${rate} in % by share of ${of} discarded, threshold ${how} ${startOf(labels)}`);
}

const DISCARDED: Readonly<Record<string, string>> = {
  all: 'all comparisons',
  pictures: 'pictures',
};

/** What fixed the threshold, in words. */
export function startOf(labels: Curve['labels']): string {
  for (const rate of ['fmr', 'fnmr'] as const) {
    const at = labels[rate];
    if (typeof at === 'number') return `${rate.toUpperCase()} ${powerText(at)}`;
  }
  return String(labels['fixed_threshold'] ?? '');
}

/** The error of the curve's last point whose discard is at most `at`; NaN where there is none. */
function errorAt({ columns }: Curve, at: number): number {
  const discard = columns['discard'];
  const last = discard?.findLastIndex((value) => value <= at) ?? -1;
  return columns['error']?.[last] ?? NaN;
}
