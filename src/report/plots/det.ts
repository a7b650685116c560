import type { Report } from '../../types.js';
import { COLOURS, framed, rateAxis, SIZE, type Spec, subtitles, thinned } from './style.js';

/**
 * The DET: FNMR over FMR, both on logarithmic axes from the least rate attained above 0, as NIST draws it. Undefined
 * where the report has no DET with two points there.
 */
export function detPlot({ subject, curves }: Report): Spec | undefined {
  const columns = curves.find(({ name }) => name === 'det')?.columns;
  const fmr = columns?.['fmr'];
  const fnmr = columns?.['fnmr'];
  if (fmr === undefined || fnmr === undefined) return undefined;
  const points = Array.from(fmr, (rate, i) => ({ fmr: rate, fnmr: fnmr[i]! })).filter(
    (point) => point.fmr > 0 && point.fnmr > 0,
  );
  if (points.length < 2) return undefined;
  const leastFmr = Math.min(0.1, points[0]!.fmr);
  const leastFnmr = Math.min(0.1, ...points.map((point) => point.fnmr));
  const greatestFnmr = 10 ** Math.ceil(Math.log10(Math.max(...points.map((point) => point.fnmr))));
  const pixel = (point: { fmr: number }) =>
    SIZE.width * (1 - Math.log10(point.fmr) / Math.log10(leastFmr));
  return framed(`DET, ${subject.dataset}`, subtitles(subject), {
    data: { values: thinned(points, pixel) },
    mark: {
      type: 'line',
      interpolate: 'step-after',
      color: COLOURS.blue,
      strokeWidth: 2.5,
    },
    encoding: {
      x: { field: 'fmr', type: 'quantitative', ...rateAxis('False match rate (FMR)', leastFmr) },
      y: {
        field: 'fnmr',
        type: 'quantitative',
        ...rateAxis('False non-match rate (FNMR)', leastFnmr, greatestFnmr),
      },
      order: null,
    },
  });
}
