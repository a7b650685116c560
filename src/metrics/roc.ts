import type { Curve } from '../types.js';
import { type Counts, type Sweep, thresholdAboveAll } from './sweep.js';

/**
 * The receiver operating characteristic as a curve `roc` with the columns `threshold` (accept at or above), `fmr` and
 * `tar`, from (0, 0) at the next float above the greatest score to (1, 1) at the least.
 *
 * Only corners are kept: a point whose neighbours lie on one horizontal or vertical line with it tells nothing, so the
 * line through the points, its area and its steps are those of every distinct score. Columns are empty where a class has
 * no comparisons.
 *
 * @param limit the most points to keep, at least 2: beyond it corners are left out evenly by number, none is moved
 */
export function rocCurve(sweep: Sweep, limit?: number): Curve {
  const { columns } = cornerRates(sweep, limit);
  return { name: 'roc', labels: {}, columns };
}

/**
 * The detection error trade-off as a curve `det` with the columns `threshold`, `fmr` and `fnmr`, at the same points as
 * {@link rocCurve}.
 */
export function detCurve(sweep: Sweep, limit?: number): Curve {
  const { columns, fnmr } = cornerRates(sweep, limit);
  return {
    name: 'det',
    labels: {},
    columns: { threshold: columns.threshold, fmr: columns.fmr, fnmr },
  };
}

function cornerRates(sweep: Sweep, limit: number | undefined) {
  const { thresholds, genuineAccepted, impostorAccepted, genuineTotal, impostorTotal } = sweep;
  const at = rocCorners(sweep, limit);
  const accepted = (i: number) => genuineAccepted[i] ?? 0;
  return {
    columns: {
      threshold: Float64Array.from(at, (i) => thresholds[i] ?? thresholdAboveAll(sweep)),
      fmr: Float64Array.from(at, (i) => (impostorAccepted[i] ?? 0) / impostorTotal),
      tar: Float64Array.from(at, (i) => accepted(i) / genuineTotal),
    },
    // From counts, since 1 - tar would round twice.
    fnmr: Float64Array.from(at, (i) => (genuineTotal - accepted(i)) / genuineTotal),
  };
}

/**
 * Indices into the sweep at which its ROC turns, both ends included, ascending; -1 stands for the threshold above every
 * score. None where a class has no comparisons; at most `limit` of them.
 */
export function rocCorners(sweep: Sweep, limit?: number): readonly number[] {
  return evenly(corners(sweep), limit);
}

function corners(sweep: Sweep): readonly number[] {
  const { genuineAccepted, impostorAccepted, genuineTotal, impostorTotal } = sweep;
  if (genuineTotal === 0 || impostorTotal === 0) return [];
  const last = genuineAccepted.length - 1;
  const runs = (counts: Counts, i: number) => (counts[i - 1] ?? 0) === counts[i + 1];
  const found = [-1];
  for (let i = 0; i < last; i++) {
    if (!runs(genuineAccepted, i) && !runs(impostorAccepted, i)) found.push(i);
  }
  found.push(last);
  return found;
}

/** At most `limit` of the points, both ends among them, evenly spread by number. */
function evenly(points: readonly number[], limit = points.length): readonly number[] {
  if (points.length <= limit) return points;
  const parts = Math.max(2, limit) - 1;
  return Array.from(
    { length: parts + 1 },
    (_, i) => points[Math.round((i * (points.length - 1)) / parts)]!,
  );
}
