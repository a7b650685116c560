import type { Report } from '../../types.js';
import { deviateAxis, greatestShown, scaleOf } from './deviate-axis.js';
import { COLOURS, framed, SIZE, type Spec, subtitles, thinned } from './style.js';

/**
 * The DET: FNMR over FMR, both on normal deviate axes, on which normally distributed scores give a straight line.
 * Undefined where the report has no DET, or none with a rate between 0 and 1 on either axis.
 *
 * Each axis starts at the last tick below the least rate attained above 0; where a rate is 0 the line leaves the field.
 *
 * Source: Martin et al., The DET curve in assessment of detection task performance, Eurospeech 1997.
 */
export function detPlot({ subject, curves }: Report): Spec | undefined {
  const columns = curves.find(({ name }) => name === 'det')?.columns;
  const fmr = columns?.['fmr'];
  const fnmr = columns?.['fnmr'];
  if (fmr === undefined || fnmr === undefined) return undefined;
  const inside = (rates: Float64Array) => rates.filter((rate) => rate > 0 && rate < 1);
  if (inside(fmr).length === 0 || inside(fnmr).length === 0) return undefined;
  const greatest = greatestShown(fmr, fnmr);
  const x = deviateAxis('False match rate, FMR (%)', inside(fmr), greatest);
  const y = deviateAxis('False non-match rate, FNMR (%)', inside(fnmr), greatest);
  const points = Array.from(fmr, (rate, i) => ({ x: x.place(rate), y: y.place(fnmr[i]!) }));
  const equal = [Math.max(x.domain[0], y.domain[0]), x.domain[1]].map((at) => ({ x: at, y: at }));
  const width = x.domain[1] - x.domain[0];
  const encoding = {
    x: { field: 'x', type: 'quantitative', scale: scaleOf(x.domain), axis: x.axis },
    y: { field: 'y', type: 'quantitative', scale: scaleOf(y.domain), axis: y.axis },
    order: null,
  };
  return framed(`DET, ${subject.dataset}`, subtitles(subject, 'Grey: FMR = FNMR'), {
    layer: [
      {
        data: { values: equal },
        mark: { type: 'line', color: COLOURS.grey, strokeWidth: 1, strokeDash: [4, 4], clip: true },
        encoding,
      },
      {
        data: {
          values: thinned(points, (point) => (SIZE.width * (point.x - x.domain[0])) / width),
        },
        mark: {
          type: 'line',
          interpolate: 'step-after',
          color: COLOURS.blue,
          strokeWidth: 2.5,
          clip: true,
        },
        encoding,
      },
    ],
  });
}
