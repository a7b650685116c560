import { indexColumn } from '../index-column.js';
import { classTotals } from './class-totals.js';
import { BUCKETS, FIRST, LAST, type ScoreBuckets } from './score-buckets.js';
import { eachWindow } from './score-windows.js';
import type { Selection } from './selection.js';
import { sortScores } from './sort-scores.js';
import type { Sweep } from './sweep.js';

/**
 * The sweep of scores of 32 bits, to the byte that of sorting both classes and merging them.
 *
 * Comparisons of both classes are put into buckets by the upper halves of their keys; of each, 2 bytes are kept. A bucket fits the
 * cache, where it is sorted and its distinct scores are counted. Then the genuine ones, which are few, are told apart.
 */
export function bucketSweep(
  scores: Float32Array,
  genuine: Uint8Array,
  buckets: ScoreBuckets,
  select?: Selection,
): Sweep {
  const given = { scores, genuine };
  const { counts, ends } = buckets;
  eachWindow(given, buckets, select, (length) => {
    buckets.count(length);
  });
  const totals = classTotals(counts, scores, select);
  let end = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    ends[bucket] = end;
    end += counts[bucket]! + counts[BUCKETS + bucket]!;
  }
  let mates = 0;
  // What was the beginning of each bucket becomes its end.
  eachWindow(given, buckets, select, (length) => {
    mates = buckets.fill(length, mates);
  });
  const filled = buckets.mated.subarray(0, mates);
  const there =
    totals.genuineFailures > 0 ? filled.filter((score) => !Number.isNaN(score)) : filled;
  const columns = columnsOf(
    buckets,
    sortBuckets(buckets),
    sortScores(there).reverse(),
    totals.impostorTotal,
  );
  return { ...columns, ...totals };
}

/** How many distinct scores there are, once every bucket is sorted. */
function sortBuckets(buckets: ScoreBuckets): number {
  let distinct = 0;
  for (let bucket = FIRST; bucket < LAST; bucket++) {
    const [from, to] = [buckets.ends[bucket - 1]!, buckets.ends[bucket]!];
    if (from < to) distinct += buckets.sort(from, to);
  }
  return distinct;
}

/**
 * The columns of a sweep with `length` distinct scores.
 *
 * @param mated the genuine scores, descending
 */
function columnsOf(
  buckets: ScoreBuckets,
  length: number,
  mated: Float32Array,
  impostorTotal: number,
) {
  const { ends, counts, values, reached } = buckets;
  const thresholds = new Float32Array(length);
  const genuineAccepted = indexColumn(length, mated.length + 1);
  const impostorAccepted = indexColumn(length, impostorTotal + 1);
  const before = ends[FIRST - 1]!;
  let mates = 0;
  let at = 0;
  for (let bucket = FIRST; bucket < LAST; bucket++) {
    const [from, to] = [ends[bucket - 1]!, ends[bucket]!];
    if (from === to) continue;
    // Genuine comparisons of earlier buckets are no impostors.
    const levels = buckets.levels(from, to, bucket, from + 1 - before - mates);
    if (counts[BUCKETS + bucket] === 0) {
      genuineAccepted.fill(mates, at, at + levels);
    } else {
      const earlier = mates;
      for (let i = 0; i < levels; i++) {
        while (mates < mated.length && mated[mates]! >= values[i]!) mates++;
        genuineAccepted[at + i] = mates;
        reached[i]! -= mates - earlier;
      }
    }
    thresholds.set(values.subarray(0, levels), at);
    impostorAccepted.set(reached.subarray(0, levels), at);
    at += levels;
  }
  return { thresholds, genuineAccepted, impostorAccepted };
}
