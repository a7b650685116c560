import type { Report } from '../../types.js';
import { COLOURS, framed, niceAbove, percentAxis, type Spec, subtitles } from './style.js';

/**
 * The expected performance curve: HTER on the test set over the cost that chose the threshold on the development set,
 * as steps. Undefined where the report has none.
 */
export function epcPlot({ subject, curves }: Report): Spec | undefined {
  const columns = curves.find(({ name }) => name === 'epc')?.columns;
  const cost = columns?.['cost'];
  const hter = columns?.['hter'];
  if (cost === undefined || hter === undefined || hter.length === 0) return undefined;
  const top = niceAbove(1.1 * Math.max(1e-6, ...hter));
  const remark = 'Thresholds from the development set';
  return framed(`Expected performance, ${subject.dataset}`, subtitles(subject, remark), {
    data: { values: Array.from(cost, (at, i) => ({ cost: at, hter: hter[i]! })) },
    mark: { type: 'line', interpolate: 'step-after', color: COLOURS.blue, strokeWidth: 2.5 },
    encoding: {
      x: {
        field: 'cost',
        type: 'quantitative',
        scale: { domain: [0, 1], nice: false },
        axis: { title: 'Weight of the FMR when the threshold was chosen', tickCount: 6 },
      },
      y: { field: 'hter', type: 'quantitative', ...percentAxis('HTER (%)', [0, top]) },
      order: null,
    },
  });
}
