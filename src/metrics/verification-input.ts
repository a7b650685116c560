import type { ComparedEmbeddings, ScoreSet } from '../types.js';
import { type Accepted, acceptedBy } from './accepted-at.js';
import { decisiveComparisons, type DecisiveComparisons } from './decisive-comparisons.js';
import { inTestFolds } from './folds.js';
import { INTERVALS, type IntervalMethod } from './interval-methods.js';
import { levelsOf } from './levels.js';
import { once } from './once.js';
import { lowestAtMost, type OperatingPoint, pointAt } from './operating-point.js';
import type { Selection } from './selection.js';
import { countPersons, type CountedPersons, eachAlone, sharedPersons } from './shared-persons.js';
import { type BucketsFor, lowestAtLeast, type Sweep, sweep } from './sweep.js';

/** Everything a metric of 1:1 verification may read. */
export interface VerificationInput {
  /** Every comparison, training folds included. */
  readonly scores: ScoreSet;
  /** Counts at every threshold over the comparisons of the test folds (all comparisons where there are no folds). */
  readonly sweep: Sweep;
  /** The points of {@link lowestAtMost} for these false match rates on what `sweep` counts, which need not be made for them. */
  readonly operatingPoints: (fmrs: readonly number[]) => OperatingPoint[];
  /** What a threshold accepts of what `sweep` counts, which need not be made for it. */
  readonly acceptedAt: (threshold: number) => Accepted;
  /** The comparisons that `sweep` counts: in a test fold, and with a score. */
  readonly counted: Selection;
  /** False accept rates, in the order of the rows. */
  readonly fars: readonly number[];
  /** The vectors behind the scores; absent where only scores are known. */
  readonly compared?: ComparedEmbeddings;
  /** How sure rows are of their value. */
  readonly interval: IntervalMethod;
  /** Seed of the bootstrap. */
  readonly seed: number;
  /** Which comparisons share persons; every comparison has persons of its own where they are not known. */
  readonly shared: () => CountedPersons;
  /** The comparisons that a rate turns on, of those that `sweep` counts. */
  readonly decisive: DecisiveComparisons;
  /** Of each comparison that `sweep` counts, the index of its score among `sweep.thresholds`. */
  readonly levels: () => Uint32Array;
}

export const DEFAULT_FARS: readonly number[] = [1e-1, 1e-2, 1e-3, 1e-4];

/** What the metrics read, made from `scores` by one sort; that, and what only intervals need, is made when it is first asked for. */
export function verificationInput(
  scores: ScoreSet,
  {
    fars = DEFAULT_FARS,
    compared,
    interval = INTERVALS[0]!,
    seed = 1,
    bucketsFor,
  }: {
    readonly fars?: readonly number[] | undefined;
    readonly compared?: ComparedEmbeddings | undefined;
    readonly interval?: IntervalMethod | undefined;
    readonly seed?: number | undefined;
    /** What many scores are sorted in; plain code where left out. They change no number. */
    readonly bucketsFor?: BucketsFor | undefined;
  } = {},
): VerificationInput {
  const tested = inTestFolds(scores);
  // Where all are, no comparison is asked whether it is.
  const every = scores.testFolds.length === 0;
  let made: Sweep | undefined;
  const swept = () =>
    (made ??= sweep(scores.scores, scores.genuine, every ? undefined : tested, bucketsFor));
  const values = scores.scores;
  const scored = (k: number) => !Number.isNaN(values[k]!);
  const counted = every ? scored : (k: number) => tested(k) && scored(k);
  const accepted = acceptedBy({ scores, counted });
  return {
    scores,
    get sweep() {
      return swept();
    },
    operatingPoints: (wished) => wished.map((fmr) => lowestAtMost(swept(), fmr)),
    acceptedAt: (threshold) =>
      made === undefined ? accepted(threshold) : pointAt(made, lowestAtLeast(made, threshold), NaN),
    counted,
    fars,
    ...(compared === undefined ? {} : { compared }),
    interval,
    seed,
    shared: once(() => {
      const { persons, genuine } = scores;
      const apart = persons === undefined || !interval.personal;
      const shared = apart ? eachAlone(values.length) : sharedPersons(persons);
      return countPersons(shared, genuine, counted);
    }),
    decisive: decisiveComparisons(scores, counted),
    levels: once(() => levelsOf(swept(), values)),
  };
}
