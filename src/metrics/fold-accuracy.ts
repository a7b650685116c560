import type { ScoreSet } from '../types.js';
import { type Decisions, undecided } from './decisions.js';
import { type FoldSplit, splitFolds } from './fold-splits.js';
import type { Selection } from './selection.js';
import { deviation, mean } from './spread.js';

/** Accuracy on each test fold with a threshold chosen on all other comparisons. */
export interface FoldAccuracy {
  /** Fold of each entry of the other columns. */
  readonly folds: readonly number[];
  /** Share of right decisions on each fold. */
  readonly accuracy: Float64Array;
  /** Chosen for each fold, in the scale of the scores. */
  readonly thresholds: Float64Array;
  /** Which comparisons were decided rightly; those that no fold tests have no part. */
  readonly right: Decisions;
  /** Right decisions over all test folds together. */
  readonly correct: number;
  /** Decisions over all test folds together. */
  readonly count: number;
  /** Mean over the folds, each weighing the same; NaN without folds. */
  readonly mean: number;
  /** Standard deviation over the folds, as the convention divides. */
  readonly std: number;
  /** Standard error of the mean, where the convention gives one. */
  readonly standardError?: number;
  /** Set where there are no folds: one threshold, chosen on the very comparisons it is judged on. */
  readonly inSample?: true;
  readonly notes: readonly string[];
}

/** How the comparisons of one test fold are decided. */
export interface Decision {
  /** In the scale of the scores, for the reader. */
  readonly threshold: number;
  readonly accepts: Selection;
  /** Where some comparisons are neither accepted nor rejected, and so always decided wrongly; else all not accepted. */
  readonly rejects?: Selection;
}

/**
 * The accuracy of every test fold, each decided by what `choose` makes of the comparisons outside it.
 *
 * Folds that cannot be scored are left out and noted, see {@link splitFolds}.
 *
 * @param ddof what the standard deviation subtracts from the number of folds
 */
export function foldAccuracy(
  scores: ScoreSet,
  choose: (split: FoldSplit) => Decision,
  ddof: 0 | 1 = 0,
): FoldAccuracy {
  const { splits, notes } = splitFolds(scores);
  const { genuine } = scores;
  const accuracy = new Float64Array(splits.length);
  const thresholds = new Float64Array(splits.length);
  const decided = undecided(genuine.length);
  let correct = 0;
  let count = 0;
  splits.forEach((split, i) => {
    const { threshold, accepts, ...decision } = choose(split);
    const rejects = decision.rejects ?? ((k: number) => !accepts(k));
    let right = 0;
    const [from, end] = split.range;
    for (let k = from; k < end; k++) {
      if (!split.tests(k)) continue;
      const isRight = (genuine[k] === 1 ? accepts(k) : rejects(k)) ? 1 : 0;
      decided[k] = isRight;
      right += isRight;
    }
    accuracy[i] = right / split.count;
    thresholds[i] = threshold;
    correct += right;
    count += split.count;
  });
  return {
    folds: splits.map(({ fold }) => fold),
    accuracy,
    thresholds,
    right: decided,
    correct,
    count,
    mean: mean(accuracy),
    std: deviation(accuracy, ddof),
    notes,
  };
}
