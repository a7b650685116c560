import type { Scores } from '../types.js';
import { firstWhere } from './bisect.js';
import { bucketSweep } from './bucket-sweep.js';
import { distinctCounts } from './distinct-counts.js';
import { infiniteScore } from './infinite-score.js';
import { type FloatWidth, nextAbove, widthOf } from './next-float.js';
import { plainBuckets, type ScoreBuckets } from './score-buckets.js';
import type { Selection } from './selection.js';
import { sortScores } from './sort-scores.js';

/** Numbers of comparisons; not whole where comparisons bear weights. */
export type Counts = Uint16Array | Uint32Array | Float64Array;

/**
 * What is accepted at every threshold that makes a difference, by the rule `score >= threshold`.
 *
 * Every rate and every curve reads these columns; nothing else sorts scores.
 */
export interface Sweep {
  /** Distinct scores, descending, in the scores' own width. */
  readonly thresholds: Scores;
  /** Genuine comparisons with a score of at least `thresholds[i]`. */
  readonly genuineAccepted: Counts;
  /** Impostor comparisons with a score of at least `thresholds[i]`. */
  readonly impostorAccepted: Counts;
  /** Genuine comparisons that have a score. */
  readonly genuineTotal: number;
  /** Impostor comparisons that have a score. */
  readonly impostorTotal: number;
  /** Genuine comparisons without a score (NaN): failures to acquire, part of no total. */
  readonly genuineFailures: number;
  /** Impostor comparisons without a score (NaN): failures to acquire, part of no total. */
  readonly impostorFailures: number;
  /** Width of the scores, which decides what the next score above another is. */
  readonly width: FloatWidth;
}

/** From this many scores of 32 bits on it is faster to put them into buckets than to compare them. */
const MANY = 1 << 18;

/** Buckets for a number of comparisons; undefined where there are none for so many. */
export type BucketsFor = (capacity: number) => ScoreBuckets | undefined;

/**
 * The counts at every distinct score of the comparisons that `select` keeps (all of them by default).
 *
 * The one sort. Beside what it gives, at most 8 bytes and a score's own a distinct score, it takes half a copy of many float32 scores, and
 * three copies of others at most. Neither the order of the comparisons nor the buckets change anything.
 *
 * @throws UserError E_SCORE_INFINITE when a kept score is infinite, since no threshold lies above it
 */
export function sweep(
  scores: Scores,
  genuine: Uint8Array,
  select?: Selection,
  bucketsFor: BucketsFor = plainBuckets,
): Sweep {
  if (!(scores instanceof Float32Array) || scores.length < MANY) {
    return mergedSweep(scores, genuine, select);
  }
  const buckets = bucketsFor(scores.length) ?? plainBuckets(scores.length);
  return bucketSweep(scores, genuine, buckets, select);
}

/** As {@link sweep}, of any scores: genuine and impostor scores are copied apart, sorted as numbers and merged. */
export function mergedSweep(scores: Scores, genuine: Uint8Array, select?: Selection): Sweep {
  const kept = split(scores, genuine, select);
  sortScores(kept.genuine);
  sortScores(kept.impostor);
  const counts = distinctCounts(kept.genuine, kept.impostor);
  return {
    thresholds: counts.values,
    genuineAccepted: counts.first,
    impostorAccepted: counts.second,
    genuineTotal: kept.genuine.length,
    impostorTotal: kept.impostor.length,
    genuineFailures: kept.genuineFailures,
    impostorFailures: kept.impostorFailures,
    width: widthOf(scores),
  };
}

/** Copies of the kept scores by class, in the order of the comparisons, and how many have none. */
function split(scores: Scores, genuine: Uint8Array, select?: Selection) {
  const totals = [0, 0];
  const failures = [0, 0];
  for (let k = 0; k < scores.length; k++) {
    if (select !== undefined && !select(k)) continue;
    const score = scores[k]!;
    if (score === Infinity || score === -Infinity) {
      throw infiniteScore(k, score);
    }
    const column = Number.isNaN(score) ? failures : totals;
    column[genuine[k]!]! += 1;
  }
  const Columns = scores instanceof Float32Array ? Float32Array : Float64Array;
  const impostors = new Columns(totals[0]!);
  const mated = new Columns(totals[1]!);
  let [impostor, mate] = [0, 0];
  for (let k = 0; k < scores.length; k++) {
    const score = scores[k]!;
    if (Number.isNaN(score) || (select !== undefined && !select(k))) continue;
    if (genuine[k] === 1) mated[mate++] = score;
    else impostors[impostor++] = score;
  }
  return {
    genuine: mated,
    impostor: impostors,
    genuineFailures: failures[1]!,
    impostorFailures: failures[0]!,
  };
}

/** The least threshold that accepts nothing: the next float above the greatest score; NaN where there is no score. */
export function thresholdAboveAll({ thresholds, width }: Sweep): number {
  return nextAbove(thresholds[0] ?? NaN, width);
}

/** The remark that comparisons without a score are left out, or nothing where every comparison has one. */
export function failureNotes({ genuineFailures, impostorFailures }: Sweep): string[] {
  if (genuineFailures + impostorFailures === 0) return [];
  return [
    `left out for lack of a score: ${genuineFailures} genuine, ${impostorFailures} impostor comparisons`,
  ];
}

/** The index of the lowest score of at least `threshold`; -1 where all lie below it, or it is NaN. */
export function lowestAtLeast({ thresholds }: Sweep, threshold: number): number {
  return firstWhere(thresholds.length, (i) => !(thresholds[i]! >= threshold)) - 1;
}
