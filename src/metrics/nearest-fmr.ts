import { type OperatingPoint, pointAt, undefinedPoint } from './operating-point.js';
import type { Counts, Sweep } from './sweep.js';

/**
 * The operating point of the thinned ROC whose false match rate is nearest to `far`, which may lie above it: the rule of
 * the IJB scripts of insightface, MagFace and CVLface.
 *
 * Of two rates equally far the greater, of points with one rate the one that accepts most genuine comparisons; distances
 * are float64 differences, so that 0.3 is nearer to 0.2 than 0.1 is. Thinned as scikit-learn's
 * `roc_curve(drop_intermediate=True)`: a point goes when it continues the step before it, genuine and impostor counts
 * alike; the point (0, 0), with a threshold above every score, is always there. All NaN without impostor comparisons.
 */
export function nearestOnThinnedRoc(sweep: Sweep, far: number): OperatingPoint {
  const { impostorAccepted, impostorTotal } = sweep;
  if (impostorTotal === 0) return undefinedPoint(sweep, far);
  const last = impostorAccepted.length - 1;
  let nearest = -1;
  let distance = Infinity;
  for (let i = last; i >= -1; i--) {
    if (continuesRoc(sweep, i)) continue;
    const here = Math.abs((impostorAccepted[i] ?? 0) / impostorTotal - far);
    if (here < distance) {
      distance = here;
      nearest = i;
    }
  }
  return pointAt(sweep, nearest, far);
}

/** Whether scikit-learn leaves the point out: both counts go on rising as they did; never the first or the last. */
export function continuesRoc({ genuineAccepted, impostorAccepted }: Sweep, i: number): boolean {
  const inside = i > 0 && i < impostorAccepted.length - 1;
  return inside && straight(genuineAccepted, i) && straight(impostorAccepted, i);
}

/** Whether the counts rise by as much before `i` as after it. */
function straight(counts: Counts, i: number): boolean {
  const before = counts[i]! - counts[i - 1]!;
  const after = counts[i + 1]! - counts[i]!;
  return before === after;
}
