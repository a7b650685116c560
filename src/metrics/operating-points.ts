import type { Scores } from '../types.js';
import { firstWhere } from './bisect.js';
import { classTotals } from './class-totals.js';
import { lowestAtMost, type OperatingPoint } from './operating-point.js';
import { bitsOf, BUCKETS, countKeys, descendingKey, FIRST, LAST, WINDOW } from './score-buckets.js';
import { eachWindow } from './score-windows.js';
import type { Selection } from './selection.js';
import { sweep } from './sweep.js';

/** From this many scores of 32 bits on it is faster to count buckets than to sort. */
const MANY = 1 << 17;

/** Buckets that are looked into in one pass, of half a mebibyte each. */
const AT_ONCE = 16;

/**
 * The operating point that {@link lowestAtMost} chooses for each of `targets` from the comparisons that `select` keeps (all of them by
 * default), to the byte and without the sort of a sweep.
 *
 * Scores of 32 bits are counted by the upper halves of their keys, which tells in which bucket the false match rate passes a target.
 * Scores are then counted one by one in those buckets alone, in the one before, whose least score may be the threshold, and in the
 * first, since a threshold above all stands next to the greatest score.
 *
 * @throws UserError E_SCORE_INFINITE when a kept score is infinite
 */
export function operatingPoints(
  scores: Scores,
  genuine: Uint8Array,
  targets: readonly number[],
  select?: Selection,
): OperatingPoint[] {
  if (!(scores instanceof Float32Array) || scores.length < MANY) {
    const swept = sweep(scores, genuine, select);
    return targets.map((target) => lowestAtMost(swept, target));
  }
  const given = { scores, genuine };
  const window = { scores: new Float32Array(WINDOW), genuine: new Uint8Array(WINDOW) };
  const keys = bitsOf(window.scores);
  const counts = new Int32Array(2 * BUCKETS);
  eachWindow(given, window, select, (length) => {
    countKeys(keys, window.genuine, length, counts);
  });
  const totals = classTotals(counts, scores, select);
  const decisive = decisiveBuckets(counts, totals.impostorTotal, targets);
  const levels = noLevels(decisive, counts);
  for (let from = 0; from < decisive.length; from += AT_ONCE) {
    const some = decisive.slice(from, from + AT_ONCE);
    const halves = new Int32Array(2 * BUCKETS * some.length);
    const slots = new Int32Array(BUCKETS).fill(-1);
    for (const [slot, { bucket }] of some.entries()) slots[bucket] = slot;
    eachWindow(given, window, select, (length) => {
      countHalves(keys, window.genuine, length, slots, halves);
    });
    for (const [slot, bucket] of some.entries()) addLevels(levels, bucket, halves, slot);
  }
  const { length, thresholds, genuineAccepted, impostorAccepted } = levels;
  const part = {
    thresholds: thresholds.subarray(0, length),
    genuineAccepted: genuineAccepted.subarray(0, length),
    impostorAccepted: impostorAccepted.subarray(0, length),
    ...totals,
  };
  return targets.map((target) => lowestAtMost(part, target));
}

/** A bucket that holds scores, and how many comparisons have greater ones. */
interface Bucket {
  readonly bucket: number;
  readonly genuine: number;
  readonly impostors: number;
}

/** The first bucket, and for each target the one in which the rate passes it, or else the last, with the one before; ascending. */
function decisiveBuckets(
  counts: Int32Array,
  impostorTotal: number,
  targets: readonly number[],
): Bucket[] {
  const filled: Bucket[] = [];
  let [genuine, impostors] = [0, 0];
  for (let bucket = FIRST; bucket < LAST; bucket++) {
    const [mated, others] = [counts[BUCKETS + bucket]!, counts[bucket]!];
    if (mated + others === 0) continue;
    filled.push({ bucket, genuine, impostors });
    genuine += mated;
    impostors += others;
  }
  const chosen = new Set(filled.slice(0, 1));
  for (const target of targets) {
    const passed = ({ bucket, impostors }: Bucket) =>
      !((impostors + counts[bucket]!) / impostorTotal <= target);
    const at = firstWhere(filled.length, (i) => passed(filled[i]!));
    for (const one of filled.slice(Math.max(0, at - 1), at + 1)) chosen.add(one);
  }
  return [...chosen].sort((a, b) => a.bucket - b.bucket);
}

/** Of comparisons in the buckets that have a slot, how many have each lower half of a key: impostors, then genuine ones. */
function countHalves(
  keys: Int32Array,
  genuine: Uint8Array,
  length: number,
  slots: Int32Array,
  halves: Int32Array,
): void {
  for (let k = 0; k < length; k++) {
    const key = descendingKey(keys[k]!);
    const slot = slots[key >>> 16]!;
    if (slot >= 0) halves[(slot << 17) | (genuine[k]! << 16) | (key & 0xffff)]! += 1;
  }
}

/** The columns of a sweep, of which the first `length` entries are filled. */
interface Levels {
  length: number;
  readonly thresholds: Float32Array;
  readonly genuineAccepted: Uint32Array;
  readonly impostorAccepted: Uint32Array;
}

function noLevels(buckets: readonly Bucket[], counts: Int32Array): Levels {
  let most = 0;
  for (const { bucket } of buckets) {
    most += Math.min(BUCKETS, counts[bucket]! + counts[BUCKETS + bucket]!);
  }
  return {
    length: 0,
    thresholds: new Float32Array(most),
    genuineAccepted: new Uint32Array(most),
    impostorAccepted: new Uint32Array(most),
  };
}

/** Adds the distinct scores of a bucket whose keys are counted in a slot. */
function addLevels(levels: Levels, bucket: Bucket, halves: Int32Array, slot: number): void {
  const bits = bitsOf(levels.thresholds);
  const others = slot * 2 * BUCKETS;
  let { genuine, impostors } = bucket;
  for (let half = 0; half < BUCKETS; half++) {
    const [other, mated] = [halves[others + half]!, halves[others + BUCKETS + half]!];
    if (other + mated === 0) continue;
    genuine += mated;
    impostors += other;
    bits[levels.length] = descendingKey((bucket.bucket << 16) | half);
    levels.genuineAccepted[levels.length] = genuine;
    levels.impostorAccepted[levels.length++] = impostors;
  }
}
