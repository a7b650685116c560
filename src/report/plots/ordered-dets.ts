import type { Curve, Subject } from '../../types.js';
import { deviateAxis, greatestShown, scaleOf } from './deviate-axis.js';
import { ramp } from './ramp.js';
import { framed, SIZE, type Spec, subtitles, thinned } from './style.js';

/**
 * DETs of one system that have an order, such as that of quality: one line each, the first the darkest and on top of the others.
 * Undefined where there is none, or none with a rate between 0 and 1 on either axis.
 *
 * @param names of the curves, in their order
 */
export function orderedDets(
  subject: Subject,
  curves: readonly Curve[],
  {
    title,
    remark,
    legend,
    names,
  }: {
    readonly title: string;
    readonly remark: string;
    readonly legend: string;
    readonly names: readonly string[];
  },
): Spec | undefined {
  const rates = (name: string) =>
    Float64Array.from(curves.flatMap(({ columns }) => Array.from(columns[name] ?? [])));
  const inside = (values: Float64Array) => values.filter((rate) => rate > 0 && rate < 1);
  const [fmr, fnmr] = [inside(rates('fmr')), inside(rates('fnmr'))];
  if (fmr.length === 0 || fnmr.length === 0) return undefined;
  const greatest = Math.max(
    ...curves.map(({ columns }) => greatestShown(columns['fmr']!, columns['fnmr']!)),
  );
  const x = deviateAxis('False match rate, FMR (%)', fmr, greatest);
  const y = deviateAxis('False non-match rate, FNMR (%)', fnmr, greatest);
  const width = x.domain[1] - x.domain[0];
  const values = curves.flatMap(({ columns }, i) =>
    thinned(
      Array.from(columns['fmr']!, (rate, k) => ({
        line: names[i]!,
        x: x.place(rate),
        y: y.place(columns['fnmr']![k]!),
      })),
      (point) => (SIZE.width * (point.x - x.domain[0])) / width,
    ),
  );
  return framed(`${title}, ${subject.dataset}`, subtitles(subject, remark), {
    data: { values },
    layer: names.toReversed().map((name) => ({
      transform: [{ filter: `datum.line === ${JSON.stringify(name)}` }],
      mark: { type: 'line', interpolate: 'step-after', strokeWidth: 2.2, clip: true },
      encoding: {
        x: { field: 'x', type: 'quantitative', scale: scaleOf(x.domain), axis: x.axis },
        y: { field: 'y', type: 'quantitative', scale: scaleOf(y.domain), axis: y.axis },
        order: null,
        color: {
          field: 'line',
          type: 'ordinal',
          sort: null,
          scale: { domain: names, range: ramp(names.length) },
          legend: {
            title: legend,
            orient: 'right',
            symbolType: 'stroke',
            symbolStrokeWidth: 3,
            labelFontSize: 13,
            labelLimit: 0,
            titleFontSize: 13,
            titleFontWeight: 'normal',
          },
        },
      },
    })),
  });
}
