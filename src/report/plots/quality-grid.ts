import type { Curve, Report } from '../../types.js';
import { decimalsOf, digitsBehind } from './band-names.js';
import { luminance, mixed } from './ramp.js';
import { framed, powerOfTen, type Spec, subtitles } from './style.js';

/** Pixels along a side of a cell. */
const CELL = 92;

/** From no error to the most there is; one hue, whose lightness falls all along. */
const [NONE, MIDDLE, MOST] = ['#eef5fb', '#6baed6', '#08306b'] as const;

/** Black, since with anything lighter some shades would leave no ink at 4.5 to 1. */
const DARK = '#000000';

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
  const side = CELL * names.length;
  const spec = framed(
    `Errors by the quality of both pictures, ${subject.dataset}`,
    subtitles(subject, remark),
    {
      spacing: 60,
      hconcat: [
        mapOf(cellsOf(curve, 'fnmr', 'genuine'), names, { title: 'FNMR (%)', side, quality }),
        mapOf(cellsOf(curve, 'fmr', 'impostor'), names, { title: 'FMR (%)', side, quality }),
      ],
    },
  );
  // Each map has a size of its own.
  return Object.fromEntries(
    Object.entries(spec).filter(([name]) => name !== 'width' && name !== 'height'),
  );
}

interface CellDrawn {
  readonly worse: number;
  readonly better: number;
  readonly empty: boolean;
  readonly fill: string;
  readonly ink: string;
  readonly rate: string;
  readonly counts: string;
  readonly nothing: string;
}

function mapOf(
  cells: readonly CellDrawn[],
  names: readonly string[],
  {
    title,
    side,
    quality,
  }: { readonly title: string; readonly side: number; readonly quality: string },
): Spec {
  const axis = (what: string) => ({
    title: `${capital(quality)} of the ${what} picture`,
    labelExpr: `${JSON.stringify(names)}[datum.value]`,
    labelAngle: 0,
    ticks: false,
    domain: false,
    grid: false,
  });
  const domain = names.map((_, band) => band);
  const x = { field: 'worse', type: 'ordinal', scale: { domain }, axis: axis('worse') };
  const y = {
    field: 'better',
    type: 'ordinal',
    scale: { domain: domain.toReversed() },
    axis: axis('better'),
  };
  const text = (field: string, dy: number, fontSize: number) => ({
    mark: { type: 'text', dy, fontSize, baseline: 'middle' },
    encoding: {
      x,
      y,
      text: { field, type: 'nominal' },
      color: { field: 'ink', type: 'nominal', scale: null },
    },
  });
  return {
    title: { text: title, fontSize: 15, fontWeight: 'normal', offset: 8, anchor: 'start' },
    width: side,
    height: side,
    data: { values: cells },
    layer: [
      {
        mark: { type: 'rect', stroke: '#ffffff', strokeWidth: 2 },
        transform: [{ filter: '!datum.empty' }],
        encoding: { x, y, color: { field: 'fill', type: 'nominal', scale: null } },
      },
      {
        mark: {
          type: 'rect',
          filled: false,
          stroke: '#b0b0b0',
          strokeDash: [3, 3],
          strokeWidth: 1,
        },
        transform: [{ filter: 'datum.empty' }],
        encoding: { x, y },
      },
      text('rate', -9, 17),
      text('counts', 12, 12),
      text('nothing', 0, 12),
    ],
  };
}

function cellsOf(
  { columns }: Curve,
  error: 'fnmr' | 'fmr',
  kind: 'genuine' | 'impostor',
): CellDrawn[] {
  const rates = columns[error]!;
  const most = Math.max(0, ...rates.filter((rate) => !Number.isNaN(rate)));
  const begins = beginsOf(columns['worse_from']!);
  return Array.from(rates, (rate, i) => {
    const empty = Number.isNaN(rate);
    const fill = empty ? '#ffffff' : shade(most > 0 ? rate / most : 0);
    return {
      worse: begins.indexOf(columns['worse_from']![i]!),
      better: begins.indexOf(columns['better_from']![i]!),
      empty,
      fill,
      // Whichever has the greater contrast, by the ratio of WCAG.
      ink: luminance(fill) > 0.179 ? DARK : '#ffffff',
      rate: empty ? '' : (100 * rate).toFixed(2),
      nothing: empty ? 'none' : '',
      counts: empty ? '' : `${columns[`${kind}_errors`]![i]!} of ${columns[kind]![i]!}`,
    };
  });
}

function shade(share: number): string {
  return share <= 0.5 ? mixed(NONE, MIDDLE, 2 * share) : mixed(MIDDLE, MOST, 2 * share - 1);
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
