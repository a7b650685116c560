import type { Curve } from '../types.js';
import { rocCorners } from './roc.js';
import type { Sweep } from './sweep.js';

/**
 * Precision over recall as a curve `precision_recall` with the columns `threshold`, `precision` (share of the accepted
 * that are genuine) and `recall` (TAR), from the greatest score to the least, at which all are accepted and the
 * precision is the share of genuine comparisons.
 *
 * At the corners of the ROC only; it begins where somebody is accepted, since of nobody there is no precision. Columns
 * are empty where a class has no comparisons.
 *
 * @param limit the most points to keep, at least 2, as for the ROC
 */
export function precisionRecallCurve(sweep: Sweep, limit?: number): Curve {
  const { thresholds, genuineAccepted, impostorAccepted, genuineTotal } = sweep;
  const at = [...new Set(rocCorners(sweep, limit).map((i) => Math.max(0, i)))];
  return {
    name: 'precision_recall',
    labels: {},
    columns: {
      threshold: Float64Array.from(at, (i) => thresholds[i]!),
      precision: Float64Array.from(
        at,
        (i) => genuineAccepted[i]! / (genuineAccepted[i]! + impostorAccepted[i]!),
      ),
      recall: Float64Array.from(at, (i) => genuineAccepted[i]! / genuineTotal),
    },
  };
}
