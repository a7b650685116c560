import type { Selection } from './selection.js';
import type { Counts, Sweep } from './sweep.js';

/**
 * Whether the point at each index of the sweep stays on the thinned ROC: scikit-learn's
 * `roc_curve(drop_intermediate=True)`, which nearly every Python script calls.
 *
 * A point goes when it continues the step before it, genuine and impostor counts alike. Index -1, the point (0, 0) at a
 * threshold above every score, stays, and so do the first and the last score. What goes lies on the line between its
 * neighbours, so areas do not change; but it was attainable, and a rule that picks a point can no longer pick it.
 */
export function onThinnedRoc({ genuineAccepted, impostorAccepted }: Sweep): Selection {
  const last = impostorAccepted.length - 1;
  return (i) =>
    i <= 0 || i >= last || !(straight(genuineAccepted, i) && straight(impostorAccepted, i));
}

/** Whether the counts rise by as much before `i` as after it. */
function straight(counts: Counts, i: number): boolean {
  const before = counts[i]! - counts[i - 1]!;
  const after = counts[i + 1]! - counts[i]!;
  return before === after;
}
