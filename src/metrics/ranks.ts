/** The indices of `values` in ascending order of their values, equal ones in the order of their places. */
export function ascending(values: ArrayLike<number>): Uint32Array {
  const order = new Uint32Array(values.length);
  for (let i = 0; i < order.length; i++) order[i] = i;
  return order.sort((a, b) => values[a]! - values[b]! || a - b);
}

/**
 * The rank of each value from 1, equal values all with the mean of the ranks they take together (midranks). No value may be
 * NaN. O(n log n).
 */
export function midranks(values: ArrayLike<number>): Float64Array {
  const order = ascending(values);
  const ranks = new Float64Array(order.length);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let i = from; i < to; i++) ranks[order[i]!] = (from + 1 + to) / 2;
    from = to;
  }
  return ranks;
}

/**
 * The share of the values below each value, in per cent, equal ones counted half: 100 (rank - 1/2) / n. NaN for NaN, which
 * is not counted.
 */
export function percentiles(values: ArrayLike<number>): Float64Array {
  const shares = new Float64Array(values.length).fill(NaN);
  const known: number[] = [];
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i])) known.push(i);
  const ranks = midranks(Float64Array.from(known, (i) => values[i]!));
  known.forEach((i, k) => {
    shares[i] = (100 * (ranks[k]! - 0.5)) / known.length;
  });
  return shares;
}
