/** How far two values of one metric may lie apart, as a share of the greater, and still be one: sums in another order. */
const ROUNDING = 1e-9;

/** Whether two values differ by rounding at most; undefined ones, NaN, are equal to each other. */
export function sameValue(a: number, b: number): boolean {
  return (
    Object.is(a, b) || a === b || Math.abs(a - b) <= ROUNDING * Math.max(Math.abs(a), Math.abs(b))
  );
}
