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

/** Pixels between two labels at the ends of lines. */
const LABEL_HEIGHT = 18;

/**
 * The error-versus-reject curves: the error among the comparisons kept over the share discarded, as steps, one line a
 * quality, its name at its end. Undefined where the report has none.
 *
 * Bands are the intervals (of more than three qualities that of the first); that of chance, which is grey, is of its draws. The attainable best is dotted, a peer's own curve,
 * such as MagFace's, which picks a threshold anew at each discard, dashed. Of curves at several rates those at the first are
 * shown.
 */
export function ercPlot({ subject, curves }: Report): Spec | undefined {
  const all = curves.filter(
    ({ name, columns }) => name === 'erc' && (columns['discard']?.length ?? 0) > 0,
  );
  const first = all[0]?.labels ?? {};
  const { rate = 'fnmr', share_of: shareOf } = first;
  const shown = all.filter(({ labels }) => sameStart(labels, first));
  if (shown.length === 0) return undefined;
  const names = shown.map(seriesName);
  const colours = coloursOf(names);
  const points = shown.flatMap((curve, i) => pointsOf(curve, names[i]!));
  const banded = bandedOf(names);
  const top = niceAbove(1.12 * Math.max(1e-6, ...points.map((point) => point.error)));
  const isFnmr = rate === 'fnmr';
  const kind = isFnmr ? 'mated comparisons' : 'non-mated comparisons';
  const discarded =
    shareOf === 'pictures' ? 'pictures' : shareOf === 'all' ? 'all comparisons' : kind;
  const x = {
    field: 'discard',
    type: 'quantitative',
    ...percentAxis(`Discarded share of ${discarded} (%)`, [0, SHOWN]),
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
  const remark = thresholdRemark(first);
  return framed(`Error versus reject, ${subject.dataset}`, subtitles(subject, remark), {
    layer: [
      {
        data: {
          values: points.filter(({ series, low }) => low !== null && banded.includes(series)),
        },
        mark: { type: 'area', interpolate: 'step-after', opacity: 0.15, clip: true },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
      },
      ...names.map((name) => ({
        data: { values: points.filter(({ series }) => series === name) },
        mark: {
          type: 'line',
          interpolate: 'step-after',
          strokeWidth: 2.5,
          ...dashOf(name),
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

/** More bands than these hide one another. */
const MOST_BANDS = 3;

/** Whose uncertainty is drawn: everybody's where they are few, else that of the first and of chance. Peers have none of theirs. */
function bandedOf(names: readonly string[]): readonly string[] {
  const own = names.filter((name) => !name.includes(', as '));
  return own.length <= MOST_BANDS + 1 ? own : own.filter((name, i) => i === 0 || name === 'random');
}

/** Whether two curves count one error from one start. */
function sameStart(one: Curve['labels'], other: Curve['labels']): boolean {
  const names = ['fmr', 'fnmr', 'fixed_threshold', 'rate'];
  return names.every((name) => one[name] === other[name]);
}

function thresholdRemark(labels: Curve['labels']): string | undefined {
  const repicked = labels['threshold_rule'] === 'repicked';
  for (const rate of ['fmr', 'fnmr']) {
    const at = labels[rate];
    if (typeof at !== 'number') continue;
    const of = repicked ? 'picked anew on what is left' : 'of all comparisons';
    return `Threshold at ${rate.toUpperCase()} ${powerOfTen(at)} ${of}`;
  }
  const fixed = labels['fixed_threshold'];
  return fixed === undefined ? undefined : `Threshold ${fixed}`;
}

/** How a line is broken: a peer's in dashes, the attainable best in dots. */
function dashOf(name: string): Spec {
  if (name.includes(', as ')) return { strokeDash: [6, 4] };
  return name === 'oracle' ? { strokeDash: [2, 3] } : {};
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

/** Colours of chance and of the attainable best, which are no qualities. */
const REFERENCES: Readonly<Record<string, string>> = { random: COLOURS.grey, oracle: '#333333' };

function coloursOf(names: readonly string[]): string[] {
  let next = 0;
  return names.map((name) => REFERENCES[name] ?? SERIES[next++ % SERIES.length]!);
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
