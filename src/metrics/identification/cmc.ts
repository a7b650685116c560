import type { SearchSet } from '../../types.js';

/** Probes that succeed, of those that could. */
export interface Share {
  readonly hits: number;
  readonly count: number;
}

/** Whether probe `p` has a mate in the gallery. */
export function isMated({ mate }: SearchSet, p: number): boolean {
  return !Number.isNaN(mate[p]!);
}

/**
 * The rank of the mate of probe `p`, from 1: one more than the other subjects with at least its score, so that ties stand
 * against it. NaN for a non-mated probe.
 */
export function rankOf(set: SearchSet, p: number): number {
  return isMated(set, p) ? 1 + set.above[p]! + set.tied[p]! : NaN;
}

/** The mated probes whose mate is among the first `rank` subjects, of all mated probes: ISO/IEC 19795-1's TPIR without a threshold. */
export function withinRank(set: SearchSet, rank: number): Share {
  let [hits, count] = [0, 0];
  for (let p = 0; p < set.probes; p++) {
    if (!isMated(set, p)) continue;
    count++;
    if (rankOf(set, p) <= rank) hits++;
  }
  return { hits, count };
}

/**
 * The cumulative match characteristic: entry `r - 1` is the number of mated probes with their mate within rank `r`, for ranks
 * 1 to `most`, or to the number of subjects where that is less.
 */
export function cumulativeMatches(set: SearchSet, most: number): Uint32Array {
  const within = new Uint32Array(Math.min(most, set.subjects));
  for (let p = 0; p < set.probes; p++) {
    const rank = rankOf(set, p);
    if (rank <= within.length) within[rank - 1]!++;
  }
  for (let r = 1; r < within.length; r++) within[r]! += within[r - 1]!;
  return within;
}
