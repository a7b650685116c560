import { infiniteScore } from './infinite-score.js';
import { BUCKETS, FIRST, LAST } from './score-buckets.js';
import type { Selection } from './selection.js';
import type { Sweep } from './sweep.js';

/** What a sweep tells of all comparisons. */
export type ClassTotals = Omit<Sweep, 'thresholds' | 'genuineAccepted' | 'impostorAccepted'>;

/**
 * How many comparisons of each class have a score, and how many have none (NaN), by their counts in buckets.
 *
 * @param counts how many impostors are in each bucket, then how many genuine comparisons
 * @throws UserError E_SCORE_INFINITE when a score that `select` keeps is infinite
 */
export function classTotals(
  counts: Int32Array,
  scores: Float32Array,
  select?: Selection,
): ClassTotals {
  const all = (from: number, to: number) => sumOf(counts, from, to);
  const finite = [0, BUCKETS].map((at) => all(at + FIRST, at + LAST)) as [number, number];
  const [impostorTotal, genuineTotal] = finite;
  const impostorFailures = all(0, BUCKETS) - impostorTotal;
  const genuineFailures = all(BUCKETS, 2 * BUCKETS) - genuineTotal;
  if (impostorFailures + genuineFailures > 0) refuseInfinite(scores, select);
  return { genuineTotal, impostorTotal, genuineFailures, impostorFailures, width: 32 };
}

function refuseInfinite(scores: Float32Array, select?: Selection): void {
  for (let k = 0; k < scores.length; k++) {
    if (Math.abs(scores[k]!) !== Infinity || (select !== undefined && !select(k))) continue;
    throw infiniteScore(k, scores[k]!);
  }
}

function sumOf(counts: Int32Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += counts[i]!;
  return sum;
}
