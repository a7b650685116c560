/**
 * The non-increasing fit of least squares to levels in ascending order, of each of which `sums` holds the sum of its
 * values and `weights` their weight: pool adjacent violators, linear.
 *
 * The weighted mean is kept. A level without weight decides nothing and takes the fit of the level before it, the first ones
 * that of the first level with weight; NaN at all where there is none. The result may be written to `fit`.
 *
 * Source: Ayer, Brunk, Ewing, Reid & Silverman, An empirical distribution function for sampling with incomplete
 * information, Annals of Mathematical Statistics 26 (1955).
 */
export function decreasingFit(
  sums: Float64Array,
  weights: Float64Array,
  fit: Float64Array = new Float64Array(sums.length),
  blocks: Blocks = blocksFor(sums.length),
): Float64Array {
  const { sum, weight, end } = blocks;
  let last = -1;
  for (let i = 0; i < sums.length; i++) {
    if (weights[i] === 0) continue;
    last++;
    sum[last] = sums[i]!;
    weight[last] = weights[i]!;
    end[last] = i;
    // Equal means are joined as well, so that a block is all there is of its value.
    while (last > 0 && sum[last]! * weight[last - 1]! >= sum[last - 1]! * weight[last]!) {
      sum[last - 1]! += sum[last]!;
      weight[last - 1]! += weight[last]!;
      end[last - 1] = i;
      last--;
    }
  }
  let from = 0;
  for (let block = 0; block <= last; block++) {
    const to = block === last ? sums.length : nextWeighted(weights, end[block]! + 1);
    fit.fill(sum[block]! / weight[block]!, from, to);
    from = to;
  }
  if (last === -1) fit.fill(NaN);
  return fit;
}

/** Room for the blocks of a fit, to be used again. */
export interface Blocks {
  readonly sum: Float64Array;
  readonly weight: Float64Array;
  readonly end: Uint32Array;
}

export function blocksFor(levels: number): Blocks {
  return {
    sum: new Float64Array(levels),
    weight: new Float64Array(levels),
    end: new Uint32Array(levels),
  };
}

/** The first level from `from` on that has weight. */
function nextWeighted(weights: Float64Array, from: number): number {
  let at = from;
  while (at < weights.length && weights[at] === 0) at++;
  return at;
}
