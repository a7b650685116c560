import type { Curve, Report } from '../../types.js';
import { bandNames } from './band-names.js';
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

/** How far above the highest bar the field reaches at most, in its heights: intervals of few errors may go beyond. */
const HEADROOM = 2.5;

/**
 * The FNMR in each band of quality as a bar with its interval, lowest quality first, and where it is known the FNMR at the
 * band's own threshold as a diamond. Undefined where the report has no bands. Of several qualities the first is shown.
 */
export function qualityBandsPlot({ subject, curves }: Report): Spec | undefined {
  const curve = curves.find(({ name }) => name === 'quality_bands');
  const fnmr = curve?.columns['fnmr'];
  if (curve === undefined || fnmr === undefined || fnmr.length === 0) return undefined;
  const bands = bandsOf(curve, fnmr);
  const { labels, equal } = bandNames(curve);
  const highest = Math.max(0, ...bands.map((band) => Math.max(band.fnmr ?? 0, band.own ?? 0)));
  const reach = Math.max(1e-6, ...bands.map(({ fnmr: rate, high }) => high ?? rate ?? 0));
  const top = niceAbove(highest > 0 ? Math.min(reach, HEADROOM * highest) : reach);
  const { at_fmr: fmr, quality } = curve.labels;
  const remark =
    typeof fmr === 'number' ? `Threshold at FMR ${powerOfTen(fmr)} of all comparisons` : undefined;
  const own = bands.some((band) => band.own !== null)
    ? ['Diamonds: threshold at this FMR of the band alone']
    : [];
  const of = quality === undefined ? 'Quality' : capital(String(quality));
  const x = {
    field: 'band',
    type: 'ordinal',
    axis: {
      title: `${of} of the pair${equal ? ', in bands of nearly equal size' : ''}`,
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
  return framed(`FNMR by quality, ${subject.dataset}`, [...subtitles(subject, remark), ...own], {
    width: Math.max(SIZE.width, BAND_WIDTH * bands.length),
    data: { values: bands },
    layer: [
      { mark: { type: 'bar', color: COLOURS.sky }, encoding: { x, y } },
      {
        transform: [{ filter: 'isValid(datum.low)' }],
        mark: { type: 'rule', strokeWidth: 1.6, color: '#222222', clip: true },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' } },
      },
      ...['low', 'high'].map((field) => ({
        transform: [{ filter: `isValid(datum.low) && datum.${field} <= ${top}` }],
        mark: { type: 'tick', size: 10, thickness: 1.6, opacity: 1, color: '#222222' },
        encoding: { x, y: { ...y, field } },
      })),
      ...(own.length === 0
        ? []
        : [
            {
              transform: [{ filter: 'isValid(datum.own)' }],
              mark: {
                type: 'point',
                shape: 'diamond',
                filled: true,
                size: 70,
                opacity: 1,
                color: COLOURS.vermilion,
                stroke: 'white',
                strokeWidth: 1,
              },
              encoding: { x, y: { ...y, field: 'own' } },
            },
          ]),
      {
        transform: [{ filter: "datum.mark !== ''" }],
        mark: { type: 'text', angle: 270, align: 'left', dx: 6, color: '#555555' },
        encoding: { x, y: { datum: 0 }, text: { field: 'mark' } },
      },
    ],
  });
}

function bandsOf({ columns }: Curve, fnmr: Float64Array) {
  const read = (name: string, i: number) => {
    const value = columns[name]?.[i] ?? NaN;
    return Number.isNaN(value) ? null : value;
  };
  return Array.from(fnmr, (_, i) => ({
    band: i,
    fnmr: read('fnmr', i),
    low: read('fnmr_low', i),
    high: read('fnmr_high', i),
    own: read('own_fnmr', i),
    // Without genuine comparisons there is no rate, which is not a rate of 0.
    mark: Number.isNaN(fnmr[i]) ? 'no mated comparisons' : '',
  }));
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
