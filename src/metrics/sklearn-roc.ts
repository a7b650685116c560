import type { Sweep } from './sweep.js';
import { onThinnedRoc } from './thinned-roc.js';

/** The points of an ROC as scikit-learn returns them. */
export interface SklearnRoc {
  readonly fpr: Float64Array;
  readonly tpr: Float64Array;
  /** Infinite at the first point, where nobody is accepted. */
  readonly thresholds: Float64Array;
}

/**
 * The ROC by scikit-learn's rule: every distinct score, or, thinned, only those at which the counts do not go on as
 * they did. Rates of a class without comparisons are NaN.
 *
 * Thinning leaves out attainable points wherever genuine and impostor counts rise by equal steps: whoever picks the
 * point nearest to a rate may get another one.
 *
 * Source: scikit-learn metrics/_ranking.py, `roc_curve`.
 */
export function sklearnRoc(
  sweep: Sweep,
  { dropIntermediate = true }: { readonly dropIntermediate?: boolean } = {},
): SklearnRoc {
  const { thresholds, genuineAccepted, impostorAccepted, genuineTotal, impostorTotal } = sweep;
  const kept = [-1];
  const stays = onThinnedRoc(sweep);
  for (let i = 0; i < thresholds.length; i++) {
    if (!dropIntermediate || stays(i)) kept.push(i);
  }
  return {
    fpr: Float64Array.from(kept, (i) => (impostorAccepted[i] ?? 0) / impostorTotal),
    tpr: Float64Array.from(kept, (i) => (genuineAccepted[i] ?? 0) / genuineTotal),
    thresholds: Float64Array.from(kept, (i) => thresholds[i] ?? Infinity),
  };
}
