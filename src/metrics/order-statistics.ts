import { bitsOf, BUCKETS, descendingKey } from './score-buckets.js';
import type { Selection } from './selection.js';

/**
 * The values at `ranks` among those of the things below `count` that `select` picks, were they sorted ascending from rank 0 on.
 *
 * Nothing but values that stand near a rank is kept, in two passes: values are counted by the upper halves of their keys as floats of
 * 32 bits, whose order is that of the values.
 *
 * @param value never NaN where `select` picks
 * @param ranks of so many values, ascending, each below their number
 */
export function orderStatistics(
  count: number,
  select: Selection,
  value: (thing: number) => number,
  ranks: (n: number) => readonly number[],
): Float64Array {
  const single = new Float32Array(1);
  const bits = bitsOf(single);
  const bucketOf = (one: number) => {
    single[0] = one;
    // Ascending, as ranks do.
    return BUCKETS - 1 - (descendingKey(bits[0]!) >>> 16);
  };
  const begin = new Uint32Array(BUCKETS + 1);
  for (let i = 0; i < count; i++) if (select(i)) begin[bucketOf(value(i)) + 1]! += 1;
  for (let bucket = 0; bucket < BUCKETS; bucket++) begin[bucket + 1]! += begin[bucket]!;
  const wanted = ranks(begin[BUCKETS]!);
  const found = new Map<number, Float64Array>();
  const filled = new Map<number, number>();
  let bucket = 0;
  const bucketOfRank = wanted.map((rank) => {
    while (begin[bucket + 1]! <= rank) bucket++;
    return bucket;
  });
  for (const one of bucketOfRank) found.set(one, new Float64Array(begin[one + 1]! - begin[one]!));
  for (let i = 0; i < count; i++) {
    if (!select(i)) continue;
    const one = value(i);
    const own = bucketOf(one);
    const values = found.get(own);
    if (values === undefined) continue;
    const at = filled.get(own) ?? 0;
    values[at] = one;
    filled.set(own, at + 1);
  }
  for (const values of found.values()) values.sort();
  return Float64Array.from(wanted, (rank, i) => {
    const own = bucketOfRank[i]!;
    return found.get(own)![rank - begin[own]!]!;
  });
}
