import type { ComparedEmbeddings, ScoreSet } from '../types.js';
import { inTestFolds } from './folds.js';
import { type Sweep, sweep } from './sweep.js';

/** Everything a metric of 1:1 verification may read. */
export interface VerificationInput {
  /** Every comparison, training folds included. */
  readonly scores: ScoreSet;
  /** Counts at every threshold over the comparisons of the test folds (all comparisons where there are no folds). */
  readonly sweep: Sweep;
  /** False accept rates, in the order of the rows. */
  readonly fars: readonly number[];
  /** The vectors behind the scores; absent where only scores are known. */
  readonly compared?: ComparedEmbeddings;
}

export const DEFAULT_FARS: readonly number[] = [1e-1, 1e-2, 1e-3, 1e-4];

/** What the metrics read, made from `scores` by one sort. */
export function verificationInput(
  scores: ScoreSet,
  {
    fars = DEFAULT_FARS,
    compared,
  }: {
    readonly fars?: readonly number[] | undefined;
    readonly compared?: ComparedEmbeddings | undefined;
  } = {},
): VerificationInput {
  return {
    scores,
    sweep: sweep(scores.scores, scores.genuine, inTestFolds(scores)),
    fars,
    ...(compared === undefined ? {} : { compared }),
  };
}
