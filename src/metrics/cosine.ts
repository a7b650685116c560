/**
 * The cosine of two unit rows as every part of this project computes it: products in float64, where they are exact, component i
 * added to the partial sum i mod 4, the sums added as (s0 + s2) + (s1 + s3), and the result rounded to float32. The order is
 * fixed so that four lanes of a processor and a plain loop give the same bytes.
 *
 * @param left, right hold rows of `dim` values, which begin at `leftAt` and `rightAt`
 */
export function cosineOf(
  left: Float32Array,
  leftAt: number,
  right: Float32Array,
  rightAt: number,
  dim: number,
): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  const whole = dim - (dim % 4);
  for (let i = 0; i < whole; i += 4) {
    s0 += left[leftAt + i]! * right[rightAt + i]!;
    s1 += left[leftAt + i + 1]! * right[rightAt + i + 1]!;
    s2 += left[leftAt + i + 2]! * right[rightAt + i + 2]!;
    s3 += left[leftAt + i + 3]! * right[rightAt + i + 3]!;
  }
  if (whole < dim) s0 += left[leftAt + whole]! * right[rightAt + whole]!;
  if (whole + 1 < dim) s1 += left[leftAt + whole + 1]! * right[rightAt + whole + 1]!;
  if (whole + 2 < dim) s2 += left[leftAt + whole + 2]! * right[rightAt + whole + 2]!;
  return Math.fround(s0 + s2 + (s1 + s3));
}
