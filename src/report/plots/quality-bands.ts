import type { Report } from '../../types.js';
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

/** Pixels that one band needs for its label. */
const BAND_WIDTH = 58;

/**
 * The FNMR in each band of quality as a bar with its interval, lowest quality first. Undefined where the report has no
 * bands.
 */
export function qualityBandsPlot({ subject, curves }: Report): Spec | undefined {
  const curve = curves.find(({ name }) => name === 'quality_bands');
  const fnmr = curve?.columns['fnmr'];
  if (curve === undefined || fnmr === undefined || fnmr.length === 0) return undefined;
  const read = (name: string, i: number) => {
    const value = curve.columns[name]?.[i] ?? NaN;
    return Number.isNaN(value) ? null : value;
  };
  const bands = Array.from(fnmr, (_, i) => ({
    band: i,
    fnmr: read('fnmr', i),
    low: read('fnmr_low', i),
    high: read('fnmr_high', i),
    // Without genuine comparisons there is no rate, which is not a rate of 0.
    mark: Number.isNaN(fnmr[i]) ? 'no mated comparisons' : '',
  }));
  const lows = bands.map(({ band }) => curve.columns['quality_low']?.[band] ?? NaN);
  const highs = bands.map(({ band }) => curve.columns['quality_high']?.[band] ?? NaN);
  const decimals = decimalsOf([...lows, highs.at(-1)!]);
  const labels = lows.map((low, band) => [
    low.toFixed(decimals),
    `– ${highs[band]!.toFixed(decimals)}`,
  ]);
  const top = niceAbove(Math.max(1e-6, ...bands.map(({ fnmr: rate, high }) => high ?? rate ?? 0)));
  const fmr = curve.labels['at_fmr'];
  const remark =
    typeof fmr === 'number' ? `Threshold at FMR ${powerOfTen(fmr)} of all comparisons` : undefined;
  const x = {
    field: 'band',
    type: 'ordinal',
    axis: {
      title: 'Quality of the pair, in bands of nearly equal size',
      labelAngle: 0,
      labelOverlap: false,
      ticks: false,
      labelExpr: `${JSON.stringify(labels)}[datum.value]`,
    },
    scale: { paddingInner: 0.25, paddingOuter: 0.15 },
  };
  const y = {
    field: 'fnmr',
    type: 'quantitative',
    ...percentAxis('False non-match rate, FNMR (%)', [0, top]),
  };
  return framed(`FNMR by quality, ${subject.dataset}`, subtitles(subject, remark), {
    width: Math.max(SIZE.width, BAND_WIDTH * bands.length),
    data: { values: bands },
    layer: [
      { mark: { type: 'bar', color: COLOURS.sky }, encoding: { x, y } },
      {
        transform: [{ filter: 'isValid(datum.low)' }],
        mark: { type: 'rule', strokeWidth: 1.6, color: '#222222' },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' } },
      },
      ...['low', 'high'].map((field) => ({
        transform: [{ filter: 'isValid(datum.low)' }],
        mark: { type: 'tick', size: 10, thickness: 1.6, opacity: 1, color: '#222222' },
        encoding: { x, y: { ...y, field } },
      })),
      {
        transform: [{ filter: "datum.mark !== ''" }],
        mark: { type: 'text', angle: 270, align: 'left', dx: 6, color: '#555555' },
        encoding: { x, y: { datum: 0 }, text: { field: 'mark' } },
      },
    ],
  });
}

/** As many decimals as show the whole span in three digits and tell the edges of the bands apart, at most six. */
function decimalsOf(edges: readonly number[]): number {
  const span = Math.max(...edges) - Math.min(...edges);
  const distinct = new Set(edges).size;
  let decimals = span > 0 ? Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(span)))) : 2;
  while (decimals < 6 && new Set(edges.map((edge) => edge.toFixed(decimals))).size < distinct) {
    decimals++;
  }
  return decimals;
}
