import type { ScoreSet } from '../../types.js';
import { type FoldAccuracy, foldAccuracy } from '../fold-accuracy.js';
import { splitFolds } from '../fold-splits.js';
import { short } from '../rate.js';
import { counted, equallyGood, movedThresholds } from '../reasons.js';
import { countAbove, rangeOf } from '../score-grid.js';
import type { Selection } from '../selection.js';
import type { VerificationInput } from '../verification-input.js';
import type { Convention } from './convention.js';

const STEPS = 1000;

/**
 * The accuracy of FaceX-Zoo's LFW evaluator: for each fold a threshold among a thousand even steps up from the least to the
 * greatest training score, the one with the greatest TPR - FPR, the lowest among equals; mean and standard error.
 *
 * Scores are rounded to float32, as the evaluator stores them; steps are taken in float64. A genuine score must lie above
 * the threshold and an impostor score below it, so that a score equal to the threshold is wrong for either. A class that
 * the training folds lack has the rate 0.
 */
export function facexAccuracy({ scores }: VerificationInput): FoldAccuracy {
  const values = Float32Array.from(scores.scores);
  const result = foldAccuracy(
    scores,
    ({ trains }) => {
      const threshold = greatestYouden(values, scores.genuine, trains);
      return {
        threshold,
        accepts: (k) => values[k]! > threshold,
        rejects: (k) => values[k]! < threshold,
      };
    },
    1,
  );
  return { ...result, standardError: result.std / Math.sqrt(result.folds.length) };
}

function greatestYouden(scores: Float32Array, labels: Uint8Array, trains: Selection): number {
  const [least, greatest] = rangeOf(scores, trains);
  const span = Math.fround(greatest - least);
  const grid = Float64Array.from({ length: STEPS }, (_, k) => least + ((k + 1) * span) / STEPS);
  const { genuine, impostor, ...totals } = countAbove(scores, labels, trains, grid);
  const rate = (count: number, total: number) => (total === 0 ? 0 : count / total);
  let best = 0;
  let youden = -Infinity;
  for (let i = 0; i < STEPS; i++) {
    const here = rate(genuine[i]!, totals.genuineTotal) - rate(impostor[i]!, totals.impostorTotal);
    if (here <= youden) continue;
    youden = here;
    best = i;
  }
  return grid[best]!;
}

function facexReasons(
  { scores }: VerificationInput,
  own: FoldAccuracy,
  usual: FoldAccuracy,
): string[] {
  const [least, greatest] = rangeOf(scores.scores);
  const tied = tiesAtThresholds(scores, own);
  return [
    `thresholds ${short((greatest - least) / STEPS)} apart, ${STEPS} over the scores, by the greatest TPR - FPR`,
    ...(tied === 0
      ? []
      : [`${counted(tied, 'score')} at the threshold: a tie is wrong on both sides`]),
    ...movedThresholds(own, usual),
    ...equallyGood(scores, own, usual),
  ];
}

/** How many test comparisons have the very score of their fold's threshold. */
function tiesAtThresholds(scores: ScoreSet, { thresholds }: FoldAccuracy): number {
  const { scores: values } = scores;
  return splitFolds(scores).splits.reduce((sum, { tests }, i) => {
    let tied = 0;
    for (let k = 0; k < values.length; k++) {
      if (tests(k) && Math.fround(values[k]!) === thresholds[i]) tied++;
    }
    return sum + tied;
  }, 0);
}

export const FACEX: Convention = {
  name: 'facex',
  summary:
    'accuracy: float32 scores above a threshold among 1,000 even steps over the training scores, the one with the greatest TPR - FPR; ' +
    'mean and standard error. The rest as iso',
  reference: 'JDAI-CV/FaceX-Zoo test_protocol/lfw/lfw_evaluator.py @16b793a',
  defects: [
    'a score equal to the threshold counts as wrong, genuine or impostor',
    'the figure behind +- is the standard error of the mean, about a third of the standard deviation that others print',
    'the steps stretch with the range of the scores: one outlier makes the grid coarser',
  ],
  accuracy: facexAccuracy,
  why: { accuracy: facexReasons },
};
