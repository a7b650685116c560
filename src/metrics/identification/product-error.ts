/** Unit roundoff of float32. */
const UNIT = 2 ** -24;

/**
 * How far a dot product of two unit vectors in float32, summed in any order, with or without fused multiplication and addition,
 * may lie from their cosine as this project stores it.
 *
 * A sum of `dim` products whose every operation is rounded to nearest errs by at most g = dim u / (1 - dim u) times the sum of
 * |x y|, with u = 2^-24 (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., chapter 3), and that sum is at most
 * the product of the two lengths (Cauchy and Schwarz). The lengths of unit rows stored in float32 exceed 1 by at most u each.
 * Products that underflow add at most 2^-126 each. The cosine itself is a float64 sum, wrong by less than dim 2^-52, rounded to
 * float32: u more. A threshold made of a score and this bound is rounded to float32 once: u again. The bound returned, dim + 4
 * units and a thousandth more, is above the sum of these for every length up to {@link LONGEST}.
 */
export function productError(dim: number): number {
  return (dim + 4) * UNIT * 1.001;
}

/** The bound holds up to this length of vectors: g exceeds dim u by less than a thousandth. */
export const LONGEST = 16_000;

/**
 * How far the product of two unit vectors that are stored as bytes may lie from their cosine as this project stores it, where
 * they lie `one` and `other` from what their bytes stand for.
 *
 * For a and b near a' and b', ab - a'b' = (a - a') b + a' (b - b'), so it is at most |a - a'| |b| + |a'| |b - b'| (Cauchy and
 * Schwarz), with |b| at most 1 + u and |a'| at most 1 + u + |a - a'|. The sum of products of bytes is exact. It is rounded to
 * float32, and twice more as it is scaled; the cosine and the threshold made of it are rounded as in {@link productError}: less
 * than 8 units for what is hardly above 1. The distances themselves are computed in float32: two units for a component's
 * roundings, and less than `dim` u in proportion, a thousandth for every length up to {@link LONGEST}.
 */
export function byteError(one: number, other: number): number {
  const [a, b] = [one, other].map((error) => error * 1.001 + 4 * UNIT) as [number, number];
  return (a + b + a * b) * 1.001 + 16 * UNIT;
}
