import type { IndexColumn } from '../types.js';
/**
 * The product of two rows of `dim` values, in float64: component `i` is added to sum `i mod 4`, and the sums are joined as
 * `(s0 + s2) + (s1 + s3)`.
 *
 * Every cosine of this project is summed so, by whatever code: the order decides the last bits. A product of two float32 is
 * exact in float64, and one sum alone would make every addition wait for the one before.
 *
 * @param a where the row begins in `first`
 * @param b where the row begins in `second`
 */
export function dotProduct(
  first: Float32Array,
  a: number,
  second: Float32Array,
  b: number,
  dim: number,
): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  const whole = dim - (dim % 4);
  for (let i = 0; i < whole; i += 4) {
    s0 += first[a + i]! * second[b + i]!;
    s1 += first[a + i + 1]! * second[b + i + 1]!;
    s2 += first[a + i + 2]! * second[b + i + 2]!;
    s3 += first[a + i + 3]! * second[b + i + 3]!;
  }
  if (whole < dim) s0 += first[a + whole]! * second[b + whole]!;
  if (whole + 1 < dim) s1 += first[a + whole + 1]! * second[b + whole + 1]!;
  if (whole + 2 < dim) s2 += first[a + whole + 2]! * second[b + whole + 2]!;
  return s0 + s2 + (s1 + s3);
}

/**
 * The cosine of every comparison: the {@link dotProduct} of row `left[k]` of `directions` and its row `right[k]`, stored as
 * float32, so that equal vectors give equal bytes everywhere.
 *
 * @param directions unit rows of `dim` values
 */
export function cosines(
  directions: Float32Array,
  dim: number,
  left: IndexColumn,
  right: IndexColumn,
): Float32Array {
  const scores = new Float32Array(left.length);
  for (let k = 0; k < left.length; k++) {
    scores[k] = dotProduct(directions, left[k]! * dim, directions, right[k]! * dim, dim);
  }
  return scores;
}
