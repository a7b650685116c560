/** The arithmetic mean of `values`; NaN for none. */
export function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/**
 * The standard deviation of `values` with `length - ddof` in the denominator: `ddof` 0 as `numpy.std`, 1 for the
 * estimate from a sample. NaN where that leaves nothing to divide by.
 */
export function deviation(values: Float64Array, ddof: 0 | 1): number {
  if (values.length <= ddof) return NaN;
  const centre = mean(values);
  let squares = 0;
  for (const value of values) squares += (value - centre) ** 2;
  return Math.sqrt(squares / (values.length - ddof));
}
