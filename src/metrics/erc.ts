import type { Curve, Scores } from '../types.js';
import { distinctCounts } from './distinct-counts.js';
import { inTestFolds } from './folds.js';
import { wilson } from './intervals.js';
import { lowestAtMost, type OperatingPoint } from './operating-point.js';
import { indicesOf } from './selection.js';
import type { VerificationInput } from './verification-input.js';

/**
 * An error rate as comparisons of the lowest quality are discarded: a step function, whose value holds from one discard
 * to the next.
 */
export interface RejectCurve {
  /** Share of comparisons discarded, ascending from 0 to 1. */
  readonly discard: Float64Array;
  /** Share of errors among the comparisons kept; 0 at discard 1, where none is. */
  readonly error: Float64Array;
  /** Errors among the comparisons kept. */
  readonly errors: Uint32Array;
  /** Comparisons kept. */
  readonly kept: Uint32Array;
}

/**
 * The exact curve of comparisons that carry `quality` and are `wrong` (1) or right (0).
 *
 * The lowest quality leaves first and equal qualities leave together, so the order of the comparisons changes nothing; a
 * comparison of unknown quality (NaN) leaves before all others. The curve closes with the point (1, 0). No comparisons
 * give empty columns.
 *
 * Source: ISO/IEC 29794-1 (error versus discard characteristic); Grother & Tabassi, Performance of biometric quality
 * measures, TPAMI 29 (2007); dasec quality-assessment-evaluation, `compute_edc`.
 */
export function rejectCurve(quality: Scores, wrong: Uint8Array): RejectCurve {
  const count = quality.length;
  if (count === 0) {
    const none = new Uint32Array();
    return { discard: new Float64Array(), error: new Float64Array(), errors: none, kept: none };
  }
  const known = quality.map((value) => (Number.isNaN(value) ? -Infinity : value));
  const { first: errorsFrom, second: rightFrom } = distinctCounts(
    known.filter((_, k) => wrong[k] === 1).sort(),
    known.filter((_, k) => wrong[k] !== 1).sort(),
  );
  const steps = errorsFrom.length;
  const errors = new Uint32Array(steps + 1);
  const kept = new Uint32Array(steps + 1);
  const discard = new Float64Array(steps + 1);
  const error = new Float64Array(steps + 1);
  for (let step = 0; step < steps; step++) {
    const from = steps - 1 - step;
    errors[step] = errorsFrom[from]!;
    kept[step] = errorsFrom[from]! + rightFrom[from]!;
    discard[step] = (count - kept[step]!) / count;
    error[step] = errors[step]! / kept[step]!;
  }
  discard[steps] = 1;
  return { discard, error, errors, kept };
}

/** The index of the step that holds at `discard`: the last at or below it. */
function stepAt({ discard }: RejectCurve, at: number): number {
  let from = 0;
  let to = discard.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (discard[middle]! <= at) from = middle + 1;
    else to = middle;
  }
  return from - 1;
}

/** The error rate that holds at a share `discard` in [0, 1] of comparisons discarded; NaN on an empty curve. */
export function ercAt(curve: RejectCurve, discard: number): number {
  return curve.error[stepAt(curve, discard)] ?? NaN;
}

/**
 * The area under the steps from discard 0 to `limit`, the pAUC of ISO/IEC 29794-1; NaN on an empty curve.
 *
 * Areas compare only at one limit and one starting error: subtract {@link bestArea} to compare across.
 */
export function partialArea({ discard, error }: RejectCurve, limit: number): number {
  if (discard.length === 0) return NaN;
  let area = 0;
  for (let step = 0; step < discard.length - 1; step++) {
    const width = Math.min(discard[step + 1]!, limit) - discard[step]!;
    if (width <= 0) break;
    area += error[step]! * width;
  }
  return area;
}

/**
 * The area up to `limit` under the line by which dasec idealises the best quality, which falls from `error` to 0 over
 * the first `error` of discards.
 */
export function bestArea(error: number, limit: number): number {
  return error ** 2 / 2 - Math.max(0, error - limit) ** 2 / 2;
}

/** Which error a curve counts: rejected genuine (FNMR) or accepted impostor comparisons (FMR). */
export type RejectedError = 'fnmr' | 'fmr';

/** An exact curve, and the operating point its errors were counted at. */
export interface ErrorVersusReject {
  readonly curve: RejectCurve;
  readonly point: OperatingPoint;
}

/**
 * The error-versus-reject curve at the one threshold that the iso rule gives for `fmr` on all test comparisons before
 * any is discarded.
 *
 * Genuine comparisons are discarded for the error `fnmr`, impostor ones for `fmr`. Comparisons without a score are left
 * out. Empty where there are none, or no impostors to choose the threshold by, or no qualities.
 *
 * @param quality of each comparison of `input.scores`, greater is better; by default its own
 */
export function errorVersusReject(
  { scores, sweep }: VerificationInput,
  {
    fmr,
    error = 'fnmr',
    quality = scores.quality,
  }: {
    readonly fmr: number;
    readonly error?: RejectedError | undefined;
    readonly quality?: Scores | undefined;
  },
): ErrorVersusReject {
  const point = lowestAtMost(sweep, fmr);
  const { scores: values, genuine } = scores;
  const tested = inTestFolds(scores);
  const counted = error === 'fnmr' ? 1 : 0;
  const possible = quality !== undefined && !Number.isNaN(point.threshold);
  const members = indicesOf(
    possible ? values.length : 0,
    (k) => genuine[k] === counted && tested(k) && !Number.isNaN(values[k]!),
  );
  const wrong = Uint8Array.from(members, (k) =>
    values[k]! >= point.threshold === (error === 'fmr') ? 1 : 0,
  );
  const qualities = Float64Array.from(members, (k) => quality![k]!);
  return { curve: rejectCurve(qualities, wrong), point };
}

/** The discards 0, 0.01, ... 1, each the float nearest to its decimal. */
export const DISCARD_GRID: Float64Array = Float64Array.from({ length: 101 }, (_, i) => i / 100);

/**
 * The curve read at the discards of `grid`, as a curve `erc` with the columns `discard`, `error`, `low`, `high` (Wilson)
 * and `kept`.
 *
 * Where nothing is kept the error is 0 by the closing point and its interval is [0, 1]: nothing was seen. An empty exact
 * curve gives empty columns.
 */
export function ercCurve(
  curve: RejectCurve,
  labels: Curve['labels'],
  grid: Float64Array = DISCARD_GRID,
): Curve {
  const at = curve.discard.length === 0 ? new Float64Array() : grid;
  const steps = Int32Array.from(at, (discard) => stepAt(curve, discard));
  const intervals = Array.from(steps, (step) =>
    curve.kept[step] === 0 ? { low: 0, high: 1 } : wilson(curve.errors[step]!, curve.kept[step]!),
  );
  return {
    name: 'erc',
    labels,
    columns: {
      discard: at.slice(),
      error: Float64Array.from(steps, (step) => curve.error[step]!),
      low: Float64Array.from(intervals, ({ low }) => low),
      high: Float64Array.from(intervals, ({ high }) => high),
      kept: Float64Array.from(steps, (step) => curve.kept[step]!),
    },
  };
}
