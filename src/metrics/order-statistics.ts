import { bitsOf, BUCKETS, descendingKey } from './score-buckets.js';

/**
 * The values at `ranks` among those of `count` things, were they sorted ascending from rank 0 on; those of NaN are left out.
 *
 * Nothing but values that stand near a rank is kept: values are counted by the upper halves of their keys as floats of 32 bits, whose
 * order is that of the values, and those of the buckets in which ranks lie are sorted.
 *
 * @param ranks of so many values, ascending, each below their number
 */
export function orderStatistics(
  count: number,
  value: (thing: number) => number,
  ranks: (n: number) => readonly number[],
): Float64Array {
  const single = new Float32Array(1);
  const bits = bitsOf(single);
  const bucketOf = (one: number) => {
    single[0] = one;
    // Keys descend, ranks ascend.
    return BUCKETS - 1 - (descendingKey(bits[0]!) >>> 16);
  };
  const begin = new Uint32Array(BUCKETS + 1);
  for (let i = 0; i < count; i++) {
    const one = value(i);
    if (!Number.isNaN(one)) begin[bucketOf(one) + 1]! += 1;
  }
  for (let bucket = 0; bucket < BUCKETS; bucket++) begin[bucket + 1]! += begin[bucket]!;
  const wanted = ranks(begin[BUCKETS]!);
  const sought = new Uint8Array(BUCKETS);
  let bucket = 0;
  const buckets = wanted.map((rank) => {
    while (begin[bucket + 1]! <= rank) bucket++;
    sought[bucket] = 1;
    return bucket;
  });
  const found = new Map<number, { readonly values: Float64Array; filled: number }>(
    [...new Set(buckets)].map((own) => {
      const values = new Float64Array(begin[own + 1]! - begin[own]!);
      return [own, { values, filled: 0 }];
    }),
  );
  for (let i = 0; i < count && found.size > 0; i++) {
    const one = value(i);
    if (Number.isNaN(one)) continue;
    const own = bucketOf(one);
    if (sought[own] === 0) continue;
    const some = found.get(own)!;
    some.values[some.filled++] = one;
  }
  for (const { values } of found.values()) values.sort();
  return Float64Array.from(wanted, (rank, i) => {
    const own = buckets[i]!;
    return found.get(own)!.values[rank - begin[own]!]!;
  });
}
