/**
 * The quantile of each picture's quality among all, 0 for the lowest to `bins - 1`: bins of as many pictures each, but that equal
 * qualities share the bin of the first of them.
 */
export function qualityBins(quality: Float64Array, bins: number): Uint32Array {
  const order = Uint32Array.from(quality.keys()).sort((a, b) => quality[a]! - quality[b]! || a - b);
  const bin = new Uint32Array(quality.length);
  for (const [rank, picture] of order.entries()) {
    const before = order[rank - 1];
    bin[picture] =
      before !== undefined && quality[before] === quality[picture]
        ? bin[before]!
        : Math.floor((rank * bins) / order.length);
  }
  return bin;
}
