import type { Curve, Report } from '../../types.js';
import { decimalsOf } from './band-names.js';
import { deviateAxis, greatestShown, scaleOf } from './deviate-axis.js';
import { ramp } from './ramp.js';
import { framed, SIZE, type Spec, subtitles, thinned } from './style.js';

/**
 * A DET for each band of quality, one line a band, the darkest that of the lowest quality. Undefined where the report has none,
 * or none with a rate between 0 and 1 on either axis. Of several qualities the first is shown.
 */
export function bandDetsPlot({ subject, curves }: Report): Spec | undefined {
  const all = curves.filter(({ name }) => name === 'quality_bands_det');
  const quality = all[0]?.labels['quality'];
  const shown = all.filter(({ labels }) => labels['quality'] === quality);
  const rates = (name: string) =>
    Float64Array.from(shown.flatMap(({ columns }) => Array.from(columns[name] ?? [])));
  const inside = (values: Float64Array) => values.filter((rate) => rate > 0 && rate < 1);
  const [fmr, fnmr] = [inside(rates('fmr')), inside(rates('fnmr'))];
  if (fmr.length === 0 || fnmr.length === 0) return undefined;
  const greatest = Math.max(
    ...shown.map(({ columns }) => greatestShown(columns['fmr']!, columns['fnmr']!)),
  );
  const x = deviateAxis('False match rate, FMR (%)', fmr, greatest);
  const y = deviateAxis('False non-match rate, FNMR (%)', fnmr, greatest);
  const names = namesOf(shown);
  const width = x.domain[1] - x.domain[0];
  const values = shown.flatMap(({ columns }, i) =>
    thinned(
      Array.from(columns['fmr']!, (rate, k) => ({
        band: names[i]!,
        x: x.place(rate),
        y: y.place(columns['fnmr']![k]!),
      })),
      (point) => (SIZE.width * (point.x - x.domain[0])) / width,
    ),
  );
  const remark = 'A line ends, or is missing, where its band has no error left';
  return framed(`DET by quality, ${subject.dataset}`, subtitles(subject, remark), {
    data: { values },
    // The lowest quality is drawn last, on top of the others.
    layer: names.toReversed().map((name) => ({
      transform: [{ filter: `datum.band === ${JSON.stringify(name)}` }],
      mark: { type: 'line', interpolate: 'step-after', strokeWidth: 2.2, clip: true },
      encoding: {
        x: { field: 'x', type: 'quantitative', scale: scaleOf(x.domain), axis: x.axis },
        y: { field: 'y', type: 'quantitative', scale: scaleOf(y.domain), axis: y.axis },
        order: null,
        color: {
          field: 'band',
          type: 'ordinal',
          sort: null,
          scale: { domain: names, range: ramp(names.length) },
          legend: {
            title: String(quality ?? 'quality'),
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

/** The qualities each band holds, told apart by its number where two would read alike. */
function namesOf(curves: readonly Curve[]): string[] {
  const ends = curves.map(({ labels }) => [
    Number(labels['quality_low']),
    Number(labels['quality_high']),
  ]);
  const decimals = decimalsOf([...ends.map(([low]) => low!), ends.at(-1)?.[1] ?? NaN]);
  const names = ends.map(([low, high]) => `${low!.toFixed(decimals)} – ${high!.toFixed(decimals)}`);
  return names.map((name, i) =>
    names.indexOf(name) === i ? name : `${name} (${Number(curves[i]!.labels['band'])})`,
  );
}
