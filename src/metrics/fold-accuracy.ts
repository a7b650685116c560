import type { ScoreSet } from '../types.js';
import { type Folds, foldsOf } from './folds.js';
import { deviation, mean } from './spread.js';

/** Accuracy on each test fold with a threshold chosen on all other comparisons. */
export interface FoldAccuracy {
  /** Fold of each entry of the other columns. */
  readonly folds: readonly number[];
  /** Share of right decisions on each fold. */
  readonly accuracy: Float64Array;
  /** Chosen for each fold, in the scale of the scores. */
  readonly thresholds: Float64Array;
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
  readonly notes: readonly string[];
}

/** How the comparisons of one test fold are decided. */
export interface Decision {
  /** In the scale of the scores, for the reader. */
  readonly threshold: number;
  readonly accepts: (comparison: number) => boolean;
}

/** Which comparisons a threshold may be chosen on: those outside the test fold that have a score. */
export type Training = (comparison: number) => boolean;

/**
 * The accuracy of every test fold, each decided by what `choose` makes of the comparisons outside it.
 *
 * Comparisons without a score are left out on both sides. A fold without comparisons, or without any to choose a
 * threshold on, is left out and noted; folds of one class only are kept and noted, for their accuracy says little.
 *
 * @param ddof what the standard deviation subtracts from the number of folds
 */
export function foldAccuracy(
  scores: ScoreSet,
  choose: (fold: number, training: Training) => Decision,
  ddof: 0 | 1 = 0,
): FoldAccuracy {
  const folds = foldsOf(scores);
  const { genuine, scores: values } = scores;
  const tally = tallyFolds(scores, folds);
  const usable = folds.testFolds.filter((test) => tally.of(test) > 0 && tally.outside(test) > 0);
  const accuracy = new Float64Array(usable.length);
  const thresholds = new Float64Array(usable.length);
  let correct = 0;
  let count = 0;
  usable.forEach((test, i) => {
    const inTest = (k: number) => folds.fold[k] === test && !Number.isNaN(values[k]!);
    const inTraining = (k: number) => folds.fold[k] !== test && !Number.isNaN(values[k]!);
    const { threshold, accepts } = choose(test, inTraining);
    let right = 0;
    for (let k = 0; k < values.length; k++) {
      if (inTest(k) && accepts(k) === (genuine[k] === 1)) right++;
    }
    accuracy[i] = right / tally.of(test);
    thresholds[i] = threshold;
    correct += right;
    count += tally.of(test);
  });
  return {
    folds: usable,
    accuracy,
    thresholds,
    correct,
    count,
    mean: mean(accuracy),
    std: deviation(accuracy, ddof),
    notes: [...folds.notes, ...tally.notes],
  };
}

/** How many comparisons with a score each fold and its complement hold, and what is odd about them. */
function tallyFolds({ scores, genuine }: ScoreSet, { fold, testFolds }: Folds) {
  const counts = [new Uint32Array(0x10000), new Uint32Array(0x10000)] as const;
  const totals: [number, number] = [0, 0];
  let failures = 0;
  for (let k = 0; k < scores.length; k++) {
    if (Number.isNaN(scores[k]!)) {
      failures++;
      continue;
    }
    const label = genuine[k] === 1 ? 1 : 0;
    counts[label][fold[k]!]! += 1;
    totals[label]++;
  }
  const of = (test: number) => counts[0][test]! + counts[1][test]!;
  const outside = (test: number) => totals[0] + totals[1] - of(test);
  const within = (label: 0 | 1, test: number) => counts[label][test]!;
  const without = (label: 0 | 1, test: number) => totals[label] - counts[label][test]!;
  const having = (test: (fold: number) => boolean) => testFolds.filter(test).join(', ');
  const remark = (list: string, what: string) =>
    list === '' ? [] : [`fold${list.includes(',') ? 's' : ''} ${list} ${what}`];
  const NONE = 'no';
  const notes = [
    ...(failures === 0 ? [] : [`${failures} comparisons without a score are left out`]),
    ...remark(
      having((test) => of(test) === 0),
      `left out: ${NONE} comparisons`,
    ),
    ...remark(
      having((test) => of(test) > 0 && outside(test) === 0),
      `left out: ${NONE} other comparisons to choose a threshold on`,
    ),
    ...remark(
      having((test) => of(test) > 0 && (within(0, test) === 0 || within(1, test) === 0)),
      'of one class only',
    ),
    ...remark(
      having((test) => outside(test) > 0 && (without(0, test) === 0 || without(1, test) === 0)),
      'chosen on one class only',
    ),
  ];
  return { of, outside, notes };
}
