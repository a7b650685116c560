/**
 * The text of a measured number: the shortest that keeps ten significant digits, such as `0.9857`, `2957`, `1e-7`.
 *
 * Ten digits tell any two shares of a billion trials apart, and end before the last bits, in which one build of the
 * runtime may differ from the next. Always a point, no grouping, whatever the locale; -0 is `0`; NaN, which stands for
 * undefined, is empty; infinities are `inf` and `-inf`, as numpy and R read them.
 */
export function decimal(value: number): string {
  return exact(tenDigits(value));
}

/**
 * The text of a number that must come back bit for bit, such as a threshold: a rounded one could part equal scores.
 *
 * It is the shortest that reads back to the same float64; otherwise as {@link decimal}.
 */
export function exact(value: number): string {
  if (Number.isNaN(value)) return '';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return String(value);
}

/** The number that {@link decimal} writes, for formats with numbers of their own. */
export function tenDigits(value: number): number {
  return Number(value.toPrecision(10));
}
