import type { FoldAccuracy } from '../fold-accuracy.js';
import { inSampleAccuracy } from '../in-sample-accuracy.js';
import { fmrWhereErrorsMeet } from '../meeting-point.js';
import { type OperatingPoint, pointAt, undefinedPoint } from '../operating-point.js';
import { short } from '../rate.js';
import { fmrAlone, lacks, rightDecisions } from '../reasons.js';
import { lowestAtLeast, type Sweep } from '../sweep.js';
import { onThinnedRoc } from '../thinned-roc.js';
import type { VerificationInput } from '../verification-input.js';
import type { Convention } from './convention.js';

/**
 * The operating point of QMagFace without folds: of the points of the thinned ROC whose FMR is at most `far` the one that
 * accepts most genuine comparisons, at the highest threshold that does. All NaN without impostor comparisons.
 */
export function qmagfaceInSamplePoint(sweep: Sweep, far: number): OperatingPoint {
  const { genuineAccepted, impostorAccepted, impostorTotal } = sweep;
  if (impostorTotal === 0) return undefinedPoint(sweep, far);
  const keeps = onThinnedRoc(sweep);
  let best = -1;
  for (let i = 0; i < impostorAccepted.length; i++) {
    if (impostorAccepted[i]! / impostorTotal > far) break;
    if (keeps(i) && genuineAccepted[i]! > (genuineAccepted[best] ?? 0)) best = i;
  }
  return pointAt(sweep, best, far);
}

/**
 * The accuracy of QMagFace without folds: the best of the thresholds of the thinned ROC, which a score must exceed, though
 * those thresholds were made to be reached.
 */
export function qmagfaceInSampleAccuracy(input: VerificationInput): FoldAccuracy {
  return inSampleAccuracy(input, { candidates: onThinnedRoc(input.sweep), strict: true });
}

export const QMAGFACE_IN_SAMPLE: Convention = {
  name: 'qmagface-in-sample',
  summary:
    'QMagFace without folds: accuracy at the best threshold of the thinned ROC, on the same comparisons. ' +
    'TAR: the most that any point of it with at most the FAR accepts. EER: its FMR where the errors differ least',
  reference: 'pterhoer/QMagFace evaluation/metrics.py (evaluate_metrics without folds) @3957971',
  defects: [
    'the accuracy is in-sample: no comparison is left to test the threshold on',
    'thinning removes attainable points, which can lower a TAR',
    'accuracy counts scores above the thresholds, TAR scores at or above them',
    'the EER is the FMR alone and may lie on either side of the crossing',
  ],
  accuracy: qmagfaceInSampleAccuracy,
  tarAtFar: ({ sweep }, far) => qmagfaceInSamplePoint(sweep, far),
  eer: ({ sweep }) => fmrWhereErrorsMeet(sweep),
  why: {
    accuracy: (_, own, usual) => [
      `in-sample threshold ${short(own.thresholds[0]!)}: ${rightDecisions(own, usual)}`,
    ],
    tarAtFar: ({ sweep }, own, usual) => {
      const index = lowestAtLeast(sweep, usual.threshold);
      // Of equal TARs this rule takes the one with the lower FMR.
      if (own.genuineAccepted === usual.genuineAccepted)
        return ['of equal TARs the one with the least FMR'];
      return onThinnedRoc(sweep)(index) ? [] : [lacks(usual)];
    },
    eer: (_, own) => fmrAlone(own),
  },
};
