/** The arithmetic mean of `values`; NaN for none. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/**
 * The standard deviation of `values` with `length - ddof` in the denominator: `ddof` 0 as `numpy.std`, 1 for the
 * estimate from a sample. NaN where that leaves nothing to divide by.
 */
export function deviation(values: ArrayLike<number>, ddof: 0 | 1): number {
  if (values.length <= ddof) return NaN;
  const centre = mean(values);
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - centre) ** 2;
  return Math.sqrt(squares / (values.length - ddof));
}
