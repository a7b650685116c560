/** The central share `level` of the finite values among `drawn`; NaN where fewer than half are finite. */
export function central(
  drawn: Float64Array,
  level = 0.95,
): { readonly low: number; readonly high: number } {
  const finite = drawn.filter(Number.isFinite).sort();
  if (finite.length < drawn.length / 2) return { low: NaN, high: NaN };
  const tail = (1 - level) / 2;
  return { low: quantile(finite, tail), high: quantile(finite, 1 - tail) };
}

/** The quantile of ascending `values` by linear interpolation between order statistics (type 7, numpy's default). */
export function quantile(values: Float64Array, share: number): number {
  const position = share * (values.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, values.length - 1);
  return values[below]! + (position - below) * (values[above]! - values[below]!);
}
