/** The central 95 % of the finite values among `drawn`, which is sorted; NaN where fewer than half are finite. */
export function central95(drawn: Float64Array): { readonly low: number; readonly high: number } {
  const finite = drawn.filter(Number.isFinite).sort();
  if (finite.length < drawn.length / 2) return { low: NaN, high: NaN };
  return { low: quantile(finite, 0.025), high: quantile(finite, 0.975) };
}

/** The quantile of ascending `values` by linear interpolation between order statistics (type 7, numpy's default). */
export function quantile(values: Float64Array, share: number): number {
  const position = share * (values.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, values.length - 1);
  return values[below]! + (position - below) * (values[above]! - values[below]!);
}
