import { type FoldAccuracy, foldAccuracy } from '../fold-accuracy.js';
import { equallyGood, movedThresholds } from '../reasons.js';
import { type Sweep, sweep, thresholdAboveAll } from '../sweep.js';
import type { VerificationInput } from '../verification-input.js';
import type { Convention } from './convention.js';

/**
 * LFW's View 2 accuracy: on each fold the threshold that decides most of all other comparisons rightly, the estimated
 * mean, and the standard error sigma / sqrt(folds) with folds - 1 in sigma.
 *
 * The protocol leaves the choice of a threshold open. Here it is exact: halfway between the two neighbouring training
 * scores it parts (the lowest score to accept all, the next float above the greatest to accept none); of equally good
 * thresholds the lowest; a score at the threshold is accepted. It needs no cosine: any greater-is-closer score will do.
 *
 * Source: Huang, Ramesh, Berg & Learned-Miller, Labeled Faces in the Wild, UMass Amherst TR 07-49 (2007), section 4.
 */
export function lfwOfficialAccuracy({ scores }: VerificationInput): FoldAccuracy {
  const values = scores.scores;
  const result = foldAccuracy(
    scores,
    ({ trains }) => {
      const threshold = mostRight(sweep(values, scores.genuine, trains));
      return { threshold, accepts: (k) => values[k]! >= threshold };
    },
    1,
  );
  return { ...result, standardError: result.std / Math.sqrt(result.folds.length) };
}

/** The threshold that decides most comparisons rightly, halfway to the next lower score; the lowest among equals. */
function mostRight(training: Sweep): number {
  const { thresholds, genuineAccepted, impostorAccepted } = training;
  // Right decisions less the number of impostors, which is the same for every threshold.
  const right = (i: number) => (genuineAccepted[i] ?? 0) - (impostorAccepted[i] ?? 0);
  let best = -1;
  for (let i = 0; i < thresholds.length; i++) if (right(i) >= right(best)) best = i;
  if (best === -1) return thresholdAboveAll(training);
  const above = thresholds[best]!;
  const below = thresholds[best + 1];
  if (below === undefined) return above;
  const middle = below + (above - below) / 2;
  // Between neighbouring floats there is no room for a middle.
  return middle > below ? middle : above;
}

export const LFW_OFFICIAL: Convention = {
  name: 'lfw-official',
  summary:
    'accuracy: the threshold that decides most of the other folds rightly, from all their scores; mean and standard error. ' +
    'The rest as iso',
  reference: 'Huang et al., Labeled Faces in the Wild, UMass Amherst TR 07-49 (2007), View 2',
  defects: [
    'the folds share training data, so their accuracies are not independent as the standard error takes them to be',
  ],
  accuracy: lfwOfficialAccuracy,
  why: {
    accuracy: ({ scores }, own, usual) => [
      'thresholds halfway between two training scores, on no grid',
      ...movedThresholds(own, usual),
      ...equallyGood(scores, own, usual),
    ],
  },
};
