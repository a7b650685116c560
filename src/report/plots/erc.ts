import type { Curve, Report } from '../../types.js';
import {
  COLOURS,
  framed,
  niceAbove,
  percentAxis,
  powerOfTen,
  SERIES,
  SIZE,
  type Spec,
  subtitles,
} from './style.js';

/** Beyond this share discarded so few comparisons are kept that a line would show noise; peers end here as well. */
const SHOWN = 0.95;

/** Lines whose uncertainty is drawn; more bands than two hide one another. */
const BANDED = ['magnitude', 'quality', 'random'];

/** Pixels between two labels at the ends of lines. */
const LABEL_HEIGHT = 18;

/**
 * The error-versus-reject curves: the error among the comparisons kept over the share discarded, as steps, one line a
 * quality, its name at its end. Undefined where the report has none.
 *
 * Chance is grey with the band of its draws, magnitude has its interval. A peer's own curve, such as MagFace's, which picks
 * a threshold anew at each discard, is dashed. Of curves at several FMRs those at the first are shown.
 */
export function ercPlot({ subject, curves }: Report): Spec | undefined {
  const all = curves.filter(
    ({ name, columns }) => name === 'erc' && (columns['discard']?.length ?? 0) > 0,
  );
  const { fmr, error = 'fnmr' } = all[0]?.labels ?? {};
  const shown = all.filter(
    ({ labels }) => labels['fmr'] === fmr && (labels['error'] ?? 'fnmr') === error,
  );
  if (shown.length === 0) return undefined;
  const names = shown.map(seriesName);
  const colours = coloursOf(names);
  const points = shown.flatMap((curve, i) => pointsOf(curve, names[i]!));
  const top = niceAbove(1.12 * Math.max(1e-6, ...points.map((point) => point.error)));
  const isFnmr = error === 'fnmr';
  const kind = isFnmr ? 'mated' : 'non-mated';
  const x = {
    field: 'discard',
    type: 'quantitative',
    ...percentAxis(`Discarded share of ${kind} comparisons (%)`, [0, SHOWN]),
  };
  const y = {
    field: 'error',
    type: 'quantitative',
    ...percentAxis(isFnmr ? 'False non-match rate, FNMR (%)' : 'False match rate, FMR (%)', [
      0,
      top,
    ]),
  };
  const color = {
    field: 'series',
    type: 'nominal',
    scale: { domain: names, range: colours },
    legend: null,
  };
  const remark =
    typeof fmr === 'number' ? `Threshold at FMR ${powerOfTen(fmr)} of all comparisons` : undefined;
  return framed(`Error versus reject, ${subject.dataset}`, subtitles(subject, remark), {
    layer: [
      {
        data: { values: points.filter(({ series }) => BANDED.includes(series)) },
        mark: { type: 'area', interpolate: 'step-after', opacity: 0.16, clip: true },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
      },
      ...names.map((name) => ({
        data: { values: points.filter(({ series }) => series === name) },
        mark: {
          type: 'line',
          interpolate: 'step-after',
          strokeWidth: 2.5,
          ...(name.includes(', as ') ? { strokeDash: [6, 4] } : {}),
        },
        encoding: { x, y, color, order: null },
      })),
      {
        data: { values: endLabels(points, names, top) },
        mark: { type: 'text', align: 'left', baseline: 'middle', fontSize: 14, dx: 8 },
        encoding: {
          x: { datum: SHOWN },
          y: { ...y, field: 'at' },
          text: { field: 'series' },
          color,
        },
      },
    ],
  });
}

interface Point {
  readonly series: string;
  readonly discard: number;
  readonly error: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** The quality, and the convention where it is a peer's own way of counting. */
function seriesName({ labels }: Curve): string {
  const { quality = 'quality', convention = 'iso' } = labels;
  return convention === 'iso' ? String(quality) : `${quality}, as ${convention}`;
}

function coloursOf(names: readonly string[]): string[] {
  let next = 0;
  return names.map((name) => (name === 'random' ? COLOURS.grey : SERIES[next++ % SERIES.length]!));
}

/** The points of the curve up to {@link SHOWN}, the last step drawn out to there where the curve goes on. */
function pointsOf({ columns }: Curve, series: string): Point[] {
  const finite = (name: string, i: number) => {
    const value = columns[name]?.[i] ?? NaN;
    return Number.isFinite(value) ? value : null;
  };
  const points = Array.from(columns['discard']!, (discard, i) => ({
    series,
    discard,
    error: columns['error']?.[i] ?? NaN,
    low: finite('low', i),
    high: finite('high', i),
  })).filter(({ error }) => !Number.isNaN(error));
  const before = points.filter(({ discard }) => discard < SHOWN);
  const last = before.at(-1);
  return last === undefined || before.length === points.length
    ? before
    : [...before, { ...last, discard: SHOWN }];
}

/** Where each line's name stands: at its last value, moved apart from the others just as far as they need. */
function endLabels(
  points: readonly Point[],
  names: readonly string[],
  top: number,
): { series: string; at: number }[] {
  const least = (LABEL_HEIGHT * top) / SIZE.height;
  const labels = names
    .map((series) => ({
      series,
      at: points.findLast((point) => point.series === series)?.error ?? 0,
    }))
    .sort((a, b) => a.at - b.at);
  let floor = 0;
  for (const label of labels) {
    label.at = Math.max(label.at, floor);
    floor = label.at + least;
  }
  let ceiling = top;
  for (const label of labels.toReversed()) {
    label.at = Math.min(label.at, ceiling);
    ceiling = label.at - least;
  }
  return labels;
}
