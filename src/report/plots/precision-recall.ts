import type { Report } from '../../types.js';
import {
  COLOURS,
  framed,
  niceBelow,
  percentAxis,
  SIZE,
  type Spec,
  subtitles,
  thinned,
} from './style.js';

/**
 * Precision over recall, with the share of genuine comparisons, which is the precision of a guess, as a grey line where
 * it lies in the field. Undefined where the report has no such curve.
 */
export function precisionRecallPlot({ subject, curves }: Report): Spec | undefined {
  const columns = curves.find(({ name }) => name === 'precision_recall')?.columns;
  const precision = columns?.['precision'];
  const recall = columns?.['recall'];
  if (precision === undefined || recall === undefined || recall.length === 0) return undefined;
  const points = Array.from(recall, (at, i) => ({ recall: at, precision: precision[i]! }));
  const guess = points.at(-1)!.precision;
  const least = precision.reduce((a, b) => Math.min(a, b), 1);
  const bottom = Math.max(0, niceBelow(least - 0.05 * (1 - least), Math.max(1 - least, 0.002)));
  const x = { field: 'recall', type: 'quantitative', ...percentAxis('Recall, TAR (%)', [0, 1]) };
  const y = {
    field: 'precision',
    type: 'quantitative',
    ...percentAxis('Precision (%)', [bottom, 1]),
  };
  const remark = `Grey: guessing, ${Number((100 * guess).toPrecision(3))} % of comparisons are genuine`;
  return framed(`Precision and recall, ${subject.dataset}`, subtitles(subject, remark), {
    layer: [
      {
        data: { values: [{ precision: guess }] },
        mark: { type: 'rule', color: COLOURS.grey, strokeDash: [4, 4] },
        encoding: { y },
      },
      {
        data: { values: thinned(points, (point) => SIZE.width * point.recall) },
        mark: { type: 'line', color: COLOURS.blue, strokeWidth: 2.5 },
        encoding: { x, y, order: null },
      },
    ],
  });
}
