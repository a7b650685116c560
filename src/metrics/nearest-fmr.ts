import { type OperatingPoint, pointAt, undefinedPoint } from './operating-point.js';
import type { Selection } from './selection.js';
import type { Sweep } from './sweep.js';
import { onThinnedRoc } from './thinned-roc.js';

/**
 * The operating point of the thinned ROC whose false match rate is nearest to `far`, which may lie above it: the rule of
 * the IJB scripts of insightface, MagFace and CVLface.
 *
 * Thinned as {@link onThinnedRoc} says, and picked as {@link nearestIndex} does.
 */
export function nearestOnThinnedRoc(sweep: Sweep, far: number): OperatingPoint {
  return nearestPoint(sweep, far, onThinnedRoc(sweep));
}

/** The operating point nearest to `far` among the indices that `keeps` picks; all NaN without impostor comparisons. */
export function nearestPoint(
  sweep: Sweep,
  far: number,
  keeps: Selection = () => true,
): OperatingPoint {
  if (sweep.impostorTotal === 0) return undefinedPoint(sweep, far);
  return pointAt(sweep, nearestIndex(sweep, far, keeps), far);
}

/**
 * The index among those that `keeps` picks, -1 for the point above every score included, whose false match rate is nearest
 * to `far`.
 *
 * Of two rates equally far the greater, of points with one rate the one that accepts most genuine comparisons. Distances
 * are float64 differences, so that 0.3 is nearer to 0.2 than 0.1 is.
 */
export function nearestIndex(
  { impostorAccepted, impostorTotal }: Sweep,
  far: number,
  keeps: Selection,
): number {
  let nearest = -1;
  let distance = Infinity;
  for (let i = impostorAccepted.length - 1; i >= -1; i--) {
    const here = Math.abs((impostorAccepted[i] ?? 0) / impostorTotal - far);
    if (here < distance && keeps(i)) {
      distance = here;
      nearest = i;
    }
  }
  return nearest;
}
