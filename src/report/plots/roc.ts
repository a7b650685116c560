import type { Curve, MetricRow, Report } from '../../types.js';
import {
  COLOURS,
  framed,
  niceBelow,
  percentAxis,
  powerOfTen,
  rateAxis,
  SIZE,
  type Spec,
  subtitles,
  thinned,
} from './style.js';

/**
 * The ROC: TAR over FMR, the FMR on a logarithmic axis from the least one attained above 0, with the reported TAR@FAR
 * marked. Undefined where the report has no ROC with a point there.
 *
 * Steps, since between two attainable FMRs the TAR at most that FMR is that of the lower one.
 */
export function rocPlot({ subject, rows, curves }: Report): Spec | undefined {
  const points = pointsOf(curves.find(({ name }) => name === 'roc'));
  const first = points[0];
  if (first === undefined) return undefined;
  const least = Math.min(first.fmr, 0.1);
  const marks = operatingPoints(rows).filter(({ fmr }) => fmr >= least);
  const lowest = Math.min(first.tar, ...marks.map(({ tar }) => tar));
  const span = Math.max(1 - lowest, 0.002);
  const bottom = Math.max(0, niceBelow(lowest - 0.15 * span, span));
  const x = {
    field: 'fmr',
    type: 'quantitative',
    ...rateAxis('False match rate (FMR)', least),
  };
  const y = {
    field: 'tar',
    type: 'quantitative',
    ...percentAxis('True accept rate, 1 − FNMR (%)', [bottom, 1]),
  };
  const pixel = ({ fmr }: { fmr: number }) =>
    SIZE.width * (1 - Math.log10(fmr) / Math.log10(least));
  return framed(`ROC, ${subject.dataset}`, subtitles(subject), {
    layer: [
      {
        data: { values: thinned(points, pixel) },
        mark: {
          type: 'line',
          interpolate: 'step-after',
          color: COLOURS.blue,
          strokeWidth: 2.5,
        },
        encoding: { x, y, order: null },
      },
      {
        data: { values: marks },
        mark: {
          type: 'point',
          shape: 'circle',
          filled: true,
          size: 90,
          opacity: 1,
          color: COLOURS.vermilion,
          stroke: 'white',
          strokeWidth: 1.5,
        },
        encoding: { x, y },
      },
      {
        data: { values: marks },
        mark: { type: 'text', align: 'left', baseline: 'top', dx: 9, dy: 7, fontSize: 13 },
        encoding: { x, y, text: { field: 'label' } },
      },
    ],
  });
}

function pointsOf(roc: Curve | undefined): { fmr: number; tar: number }[] {
  const fmr = roc?.columns['fmr'];
  const tar = roc?.columns['tar'];
  if (fmr === undefined || tar === undefined) return [];
  return Array.from(fmr, (rate, i) => ({ fmr: rate, tar: tar[i]! })).filter(
    (point) => point.fmr > 0,
  );
}

/** The TAR@FAR rows of the first convention that counted them, where the FMR truly stands. */
function operatingPoints(
  rows: readonly MetricRow[],
): { fmr: number; tar: number; label: string }[] {
  const tars = rows.filter(({ metric }) => metric.startsWith('tar@far='));
  const convention = tars[0]?.convention;
  return tars
    .filter((row) => row.convention === convention && !Number.isNaN(row.value))
    .map(({ metric, value, achieved }) => ({
      fmr: achieved ?? 0,
      tar: value,
      label: `${(100 * value).toFixed(2)} % at ${powerOfTen(Number(metric.slice('tar@far='.length)))}`,
    }));
}
