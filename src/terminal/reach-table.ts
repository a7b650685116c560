import picocolors from 'picocolors';
import type { Curve, MetricRow } from '../types.js';
import { decimalsOf } from './band-ends.js';
import { layOut, widthOf, wrap } from './columns.js';
import { percentText, powerText, UNDEFINED } from './figures.js';
import type { TableStyle } from './table.js';
import { printable } from './terminal.js';

const THRESHOLD: Readonly<Record<string, string>> = { all: 'as it is', kept: 'anew' };

/** What goes first where the screen is narrow. */
const SPARED = [
  'impostor %',
  'above again',
  'interval',
  'safe: reject %',
  'pictures %',
  'safe: below',
];

/**
 * What has to be rejected to reach an FNMR, and what it costs, of one quality; empty where nothing was asked.
 *
 * @param rows of the report, whose notes say why a target is not reached
 */
export function reachTable(
  curves: readonly Curve[],
  rows: readonly MetricRow[],
  quality: string,
  { columns: width = Infinity, colour = false }: TableStyle = {},
): string {
  const paint = picocolors.createColors(colour);
  const shownCurves = curves.filter(
    ({ name, labels, columns }) =>
      name === 'quality_bands_reach' &&
      labels['quality'] === quality &&
      (columns['target']?.length ?? 0) > 0,
  );
  const [first] = shownCurves;
  if (first === undefined) return '';
  const lines = shownCurves.flatMap((curve) =>
    Array.from(curve.columns['target']!.keys(), (i) => ({
      chosenOn: String(curve.labels['chosen_on']),
      read: (name: string) => curve.columns[name]?.[i] ?? NaN,
    })),
  );
  const cuts = lines.flatMap(({ read }) => [read('cut'), read('safe_cut')]);
  const decimals = decimalsOf(cuts);
  const cut = (value: number) => (Number.isNaN(value) ? UNDEFINED : value.toFixed(decimals));
  const right = (head: string, text: (read: (name: string) => number) => string) => ({
    name: head,
    head,
    align: 'right' as const,
    cells: lines.map(({ read }) => text(read)),
  });
  let shown = [
    {
      name: 'threshold',
      head: 'threshold',
      align: 'left' as const,
      cells: lines.map(({ chosenOn }) => THRESHOLD[chosenOn] ?? chosenOn),
    },
    right('for FNMR', (read) => `${Number((100 * read('target')).toPrecision(6))} %`),
    right('reject below', (read) => cut(read('cut'))),
    right('genuine %', (read) => percentText(read('genuine_rejected'))),
    right('impostor %', (read) => percentText(read('impostor_rejected'))),
    right('pictures %', (read) => percentText(read('pictures_below'))),
    right('FNMR %', (read) => percentText(read('fnmr'))),
    {
      name: 'interval',
      head: '',
      align: 'left' as const,
      cells: lines.map(({ read }) =>
        Number.isNaN(read('fnmr_low'))
          ? ''
          : `[${percentText(read('fnmr_low'))}, ${percentText(read('fnmr_high'))}]`,
      ),
    },
    right('above again', (read) =>
      Number.isNaN(read('above_again')) ? '' : percentText(read('above_again')),
    ),
    right('safe: below', (read) => cut(read('safe_cut'))),
    right('safe: reject %', (read) => percentText(read('safe_genuine_rejected'))),
  ].filter(({ name, cells }) => name !== 'above again' || cells.some((cell) => cell !== ''));
  const draw = () => layOut(shown.map((column) => ({ ...column, head: paint.dim(column.head) })));
  for (const spared of SPARED) {
    if (widthOf(draw()) <= width) break;
    shown = shown.filter(({ name }) => name !== spared);
  }
  const at = first.labels['at_fmr'];
  const caption = `what to reject by ${printable(quality)} to reach an FNMR at FMR ${powerText(Number(at))}, and its cost`;
  const remarks = [
    'shares are of comparisons rejected, and of pictures below the cut; threshold as it is: that of all comparisons, anew: chosen again on those kept',
    ...(shown.some(({ name }) => name === 'above again')
      ? ['above again: the genuine % rejected at which the FNMR next exceeds it']
      : []),
    ...(shown.some(({ name }) => name === 'safe: below')
      ? ["safe: the upper end of the FNMR's interval reaches it as well"]
      : []),
    ...whyNot(rows, quality),
  ];
  return [
    ...wrap(caption, width).map((line) => `${line}\n`),
    draw(),
    ...remarks.flatMap((text) => wrap(text, width)).map((line) => `${paint.dim(line)}\n`),
  ].join('');
}

/** Why targets are not reached, each reason once. */
function whyNot(rows: readonly MetricRow[], quality: string): string[] {
  const notes = rows
    .filter(
      ({ metric, value }) =>
        metric.startsWith(`quality_bands_reach@quality=${quality},`) && Number.isNaN(value),
    )
    .map(({ metric, note = '' }) => {
      const [, target = '', chosenOn = ''] = /,fnmr=([^,]+),chosen_on=(\w+)$/.exec(metric) ?? [];
      const threshold = THRESHOLD[chosenOn] ?? chosenOn;
      const percent = `${Number((100 * Number(target)).toPrecision(6))} %`;
      return { threshold, percent, why: printable(note.replace(/^undefined: /, '')) };
    });
  const together = new Map<string, string[]>();
  for (const { threshold, percent, why } of notes) {
    const key = `threshold ${threshold}: ${why}`;
    together.set(key, [...(together.get(key) ?? []), percent]);
  }
  return [...together].map(([why, targets]) => `${UNDEFINED} ${targets.join(', ')}, ${why}`);
}
