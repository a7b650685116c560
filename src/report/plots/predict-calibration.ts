import type { Curve, Report } from '../../types.js';
import {
  COLOURS,
  framed,
  niceAbove,
  percentAxis,
  powerOfTen,
  SIZE,
  type Spec,
  subtitles,
} from './style.js';

/** Height of the histogram below, in pixels. */
const BELOW = 64;

/** Bars of the histogram. */
const BARS = 40;

/**
 * The chance of a false non-match over the quality: the monotone fit as steps with its band, the rates in bands of quality as
 * points with their intervals, and below how many comparisons there are of each quality. Undefined where the report has none.
 *
 * Of several qualities the first is drawn, for their axes have nothing in common.
 */
export function predictCalibrationPlot({ subject, curves }: Report): Spec | undefined {
  const curve = curves.find(({ name }) => name === 'predict_calibration');
  if ((curve?.columns['quality']?.length ?? 0) < 2) return undefined;
  const { quality = 'quality', fmr } = curve!.labels;
  const bins = curves.find(
    ({ name, labels }) => name === 'predict_bins' && labels['quality'] === quality,
  );
  const fit = rowsOf(curve!);
  const points = bins === undefined ? [] : rowsOf(bins);
  const ends = [fit[0]!['quality']!, fit.at(-1)!['quality']!] as const;
  const top = niceAbove(
    1.05 *
      Math.max(
        1e-6,
        ...points.map(({ high }) => high ?? 0),
        ...fit.map(({ probability }) => probability ?? 0),
      ),
  );
  const x = {
    field: 'quality',
    type: 'quantitative',
    scale: { domain: ends, nice: false, zero: false },
    axis: null,
  };
  const y = {
    field: 'probability',
    type: 'quantitative',
    ...percentAxis('Chance of a false non-match (%)', [0, Math.min(1, top)]),
  };
  const remark =
    typeof fmr === 'number'
      ? `Threshold at FMR ${powerOfTen(fmr)}; points: bands of equal size`
      : undefined;
  return framed(`Does ${quality} predict, ${subject.dataset}`, subtitles(subject, remark), {
    vconcat: [
      {
        ...SIZE,
        layer: [
          {
            data: { values: fit },
            mark: {
              type: 'area',
              interpolate: 'step',
              opacity: 0.18,
              color: COLOURS.blue,
              clip: true,
            },
            encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' } },
          },
          {
            data: { values: fit },
            mark: {
              type: 'line',
              interpolate: 'step',
              strokeWidth: 2.5,
              color: COLOURS.blue,
              clip: true,
            },
            encoding: { x, y },
          },
          {
            data: { values: points },
            mark: { type: 'rule', strokeWidth: 1.6, color: '#222222', clip: true },
            encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' } },
          },
          {
            data: { values: points },
            mark: { type: 'point', filled: true, size: 60, opacity: 1, color: '#222222' },
            encoding: { x, y: { ...y, field: 'rate' } },
          },
        ],
      },
      {
        width: SIZE.width,
        height: BELOW,
        data: { values: histogram(curve!, ends) },
        mark: { type: 'bar', color: COLOURS.sky, binSpacing: 1 },
        encoding: {
          x: {
            field: 'from',
            type: 'quantitative',
            bin: 'binned',
            scale: { domain: ends, nice: false, zero: false },
            axis: {
              title: `Lower ${quality} of the two pictures`,
              tickCount: 8,
              grid: false,
              format: '~g',
            },
          },
          x2: { field: 'to' },
          y: {
            field: 'count',
            type: 'quantitative',
            axis: { title: 'genuine', tickCount: 2, grid: false },
          },
        },
      },
    ],
    spacing: 10,
  });
}

type Row = Readonly<Record<string, number | null>>;

function rowsOf({ columns }: Curve): Row[] {
  const [first] = Object.values(columns);
  return Array.from(first ?? [], (_, i) =>
    Object.fromEntries(
      Object.entries(columns).map(([name, values]) => [
        name,
        Number.isFinite(values[i]!) ? values[i]! : null,
      ]),
    ),
  );
}

/**
 * How many comparisons there are of each quality, on even bars: those of a row lie evenly between the middles to its
 * neighbours, as far as the curve tells.
 */
function histogram(
  { columns }: Curve,
  [low, high]: readonly [number, number],
): { from: number; to: number; count: number }[] {
  const quality = columns['quality']!;
  const count = columns['count']!;
  const width = (high - low) / BARS;
  const bars = Array.from({ length: BARS }, (_, i) => ({
    from: low + i * width,
    to: low + (i + 1) * width,
    count: 0,
  }));
  const middle = (i: number) => (quality[Math.max(0, i)]! + (quality[i + 1] ?? quality[i]!)) / 2;
  for (let i = 0; i < quality.length; i++) {
    const [from, to] = [middle(i - 1), middle(i)];
    for (const bar of bars) {
      const shared = Math.min(to, bar.to) - Math.max(from, bar.from);
      if (shared > 0) bar.count += (count[i]! * shared) / (to - from);
    }
  }
  return bars;
}
