import type { Curve } from '../../types.js';
import { type Interval, wilson } from '../intervals.js';
import { DISCARD_GRID, type RejectCurve, stepAt } from './reject-curve.js';

/**
 * The curve read at the discards of `grid`, as a curve `erc` with the columns `discard`, `error`, `low`, `high` and `kept`.
 *
 * Where nothing is kept the error is 0 by the closing point and its interval is [0, 1]: nothing was seen. An empty exact
 * curve gives empty columns.
 *
 * @param intervals of the error at each discard of the grid; by default Wilson's, on the comparisons kept
 */
export function curveOnGrid(
  curve: RejectCurve,
  labels: Curve['labels'],
  {
    grid = DISCARD_GRID,
    intervals,
  }: {
    readonly grid?: Float64Array | undefined;
    readonly intervals?: readonly Interval[] | undefined;
  } = {},
): Curve {
  const at = curve.discard.length === 0 ? new Float64Array() : grid;
  const steps = Int32Array.from(at, (discard) => stepAt(curve.discard, discard));
  const bounds = Array.from(steps, (step, i) =>
    curve.kept[step] === 0
      ? { low: 0, high: 1 }
      : (intervals?.[i] ?? wilson(curve.errors[step]!, curve.kept[step]!)),
  );
  return {
    name: 'erc',
    labels,
    columns: {
      discard: at.slice(),
      error: Float64Array.from(steps, (step) => curve.error[step]!),
      low: Float64Array.from(bounds, ({ low }) => low),
      high: Float64Array.from(bounds, ({ high }) => high),
      kept: Float64Array.from(steps, (step) => curve.kept[step]!),
    },
  };
}
