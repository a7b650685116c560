import { nearestIndex } from './nearest-fmr.js';
import { type OperatingPoint, pointAt, undefinedPoint } from './operating-point.js';
import type { Sweep } from './sweep.js';

/**
 * The operating point whose FMR is nearest to `fmr`, above it or below: of two rates equally far the greater, of points
 * with one rate the lowest threshold.
 *
 * Thresholds are the scores alone, so that no point has an FMR of 0 when an impostor has the greatest score: pyeer's
 * ZeroFMR then stands at a greater FMR without saying so. All NaN without impostor comparisons.
 *
 * Source: pyeer eer_stats.py, `get_fmr_op`, which gives FMR10, FMR20, FMR100, FMR1000 and ZeroFMR.
 */
export function pyeerPointAtFmr(sweep: Sweep, fmr: number): OperatingPoint {
  if (sweep.impostorTotal === 0) return undefinedPoint(sweep, fmr);
  return pointAt(sweep, pyeerIndexAtFmr(sweep, fmr), fmr);
}

/** The index into the sweep of the point that {@link pyeerPointAtFmr} gives; there is an impostor comparison. */
export function pyeerIndexAtFmr(sweep: Sweep, fmr: number): number {
  return nearestIndex(sweep, fmr, (i) => i >= 0);
}
