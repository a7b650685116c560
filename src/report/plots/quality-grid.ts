import type { Curve, Report } from '../../types.js';
import { decimalsOf, digitsBehind } from './band-names.js';
import { cellMap, type RatedCell } from './cell-map.js';
import { framed, powerOfTen, type Spec, subtitles } from './style.js';

/**
 * The errors by the quality of both pictures, as two maps of cells side by side: FNMR and FMR, with errors of comparisons in each
 * cell. A cell with an outline alone holds no comparison of the class. Undefined where the report has no grid of more than one
 * cell. Of several qualities the first is shown.
 */
export function qualityGridPlot({ subject, curves }: Report): Spec | undefined {
  const curve = curves.find(({ name }) => name === 'quality_bands_grid');
  if (curve === undefined || (curve.columns['fnmr']?.length ?? 0) < 2) return undefined;
  const { labels } = curve;
  const fmr = labels['at_fmr'];
  const quality = String(labels['quality'] ?? 'quality');
  const remark =
    typeof fmr === 'number' ? `Threshold at FMR ${powerOfTen(fmr)} of all comparisons` : undefined;
  const names = namesOf(curve);
  const axis = (field: string) => ({ field, title: `${capital(quality)} of the ${field} picture` });
  const axes = { x: axis('worse'), y: axis('better') };
  const spec = framed(
    `Errors by the quality of both pictures, ${subject.dataset}`,
    subtitles(subject, remark),
    {
      spacing: 60,
      hconcat: [
        cellMap(cellsOf(curve, 'fnmr', 'genuine'), names, { title: 'FNMR (%)', axes }),
        cellMap(cellsOf(curve, 'fmr', 'impostor'), names, { title: 'FMR (%)', axes }),
      ],
    },
  );
  // Each map has a size of its own.
  return Object.fromEntries(
    Object.entries(spec).filter(([name]) => name !== 'width' && name !== 'height'),
  );
}

function cellsOf(
  { columns }: Curve,
  error: 'fnmr' | 'fmr',
  kind: 'genuine' | 'impostor',
): RatedCell[] {
  const begins = beginsOf(columns['worse_from']!);
  return Array.from(columns[error]!, (rate, i) => ({
    across: begins.indexOf(columns['worse_from']![i]!),
    along: begins.indexOf(columns['better_from']![i]!),
    rate,
    errors: columns[`${kind}_errors`]![i]!,
    count: columns[kind]![i]!,
  }));
}

function beginsOf(from: Float64Array): number[] {
  return [...new Set(from)].sort((a, b) => a - b);
}

function namesOf({ columns }: Curve): string[] {
  const begins = beginsOf(columns['worse_from']!);
  const ends = begins.map((from) => columns['worse_to']![columns['worse_from']!.indexOf(from)]!);
  const given = begins[0] === -Infinity;
  const decimals = given ? digitsBehind(begins.slice(1)) : decimalsOf([...begins, ends.at(-1)!]);
  return begins.map((from, band) => {
    const to = ends[band]!;
    if (from === -Infinity) return `< ${to.toFixed(decimals)}`;
    if (to === Infinity) return `≥ ${from.toFixed(decimals)}`;
    return `${from.toFixed(decimals)}–${to.toFixed(decimals)}`;
  });
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
