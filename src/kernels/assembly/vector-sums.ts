/**
 * Weighted sums of vectors, and lengths, as `src/embeddings/vector-sums.ts` defines them and to the byte: products and sums in
 * float64, the squares of component i in sum i mod 8. Two sums lie in one vector of 128 bits.
 *
 * AssemblyScript, compiled to WebAssembly by `scripts/build-kernels.js`.
 */

function wide(at: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(at));
}

/** `sum` and the squares of what is in `values`. */
function addSquares(sum: v128, values: v128): v128 {
  return f64x2.add(sum, f64x2.mul(values, values));
}

/** The root of ((s0 + s2) + (s4 + s6)) + ((s1 + s3) + (s5 + s7)). */
function root(s01: v128, s23: v128, s45: v128, s67: v128): f64 {
  const sums = f64x2.add(f64x2.add(s01, s23), f64x2.add(s45, s67));
  return sqrt<f64>(f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1));
}

/**
 * Writes the length of each of `count` rows of `dim` floats to `lengths`.
 *
 * @param spare room for 8 floats
 */
export function measure(rows: usize, dim: i32, count: i32, lengths: usize, spare: usize): void {
  const whole = (<usize>(dim & ~7)) << 2;
  const bytes = (<usize>dim) << 2;
  for (let row = 0; row < count; row++) {
    const from = rows + <usize>row * bytes;
    let s01 = f64x2.splat(0);
    let s23 = f64x2.splat(0);
    let s45 = f64x2.splat(0);
    let s67 = f64x2.splat(0);
    for (let i: usize = 0; i < whole; i += 32) {
      s01 = addSquares(s01, wide(from + i));
      s23 = addSquares(s23, wide(from + i + 8));
      s45 = addSquares(s45, wide(from + i + 16));
      s67 = addSquares(s67, wide(from + i + 24));
    }
    if (whole < bytes) {
      // Zeros add nothing to any sum.
      memory.fill(spare, 0, 32);
      memory.copy(spare, from + whole, bytes - whole);
      s01 = addSquares(s01, wide(spare));
      s23 = addSquares(s23, wide(spare + 8));
      s45 = addSquares(s45, wide(spare + 16));
      s67 = addSquares(s67, wide(spare + 24));
    }
    store<f64>(lengths + ((<usize>row) << 3), root(s01, s23, s45, s67));
  }
}

/** The length of the sum at `sum`, of `stride` doubles: a multiple of 8, filled up with zeros. */
export function lengthOf(sum: usize, stride: i32): f64 {
  let s01 = f64x2.splat(0);
  let s23 = f64x2.splat(0);
  let s45 = f64x2.splat(0);
  let s67 = f64x2.splat(0);
  const end = sum + ((<usize>stride) << 3);
  for (let at = sum; at < end; at += 64) {
    s01 = addSquares(s01, v128.load(at));
    s23 = addSquares(s23, v128.load(at, 16));
    s45 = addSquares(s45, v128.load(at, 32));
    s67 = addSquares(s67, v128.load(at, 48));
  }
  return root(s01, s23, s45, s67);
}

/** Adds `factor` times the `dim` floats at `row` to the doubles at `sum`. */
export function addRow(row: usize, dim: i32, sum: usize, factor: f64): void {
  const factors = f64x2.splat(factor);
  const whole = dim & ~3;
  let i = 0;
  for (; i < whole; i += 4) {
    const from = row + ((<usize>i) << 2);
    const to = sum + ((<usize>i) << 3);
    v128.store(to, f64x2.add(v128.load(to), f64x2.mul(wide(from), factors)));
    v128.store(to, f64x2.add(v128.load(to, 16), f64x2.mul(wide(from + 8), factors)), 16);
  }
  for (; i < dim; i++) {
    const to = sum + ((<usize>i) << 3);
    store<f64>(to, load<f64>(to) + <f64>load<f32>(row + ((<usize>i) << 2)) * factor);
  }
}

/** Adds `factor` times the `stride` doubles at `from` to those at `sum`. */
export function addSum(from: usize, stride: i32, sum: usize, factor: f64): void {
  const factors = f64x2.splat(factor);
  const bytes = (<usize>stride) << 3;
  for (let i: usize = 0; i < bytes; i += 32) {
    const to = sum + i;
    v128.store(to, f64x2.add(v128.load(to), f64x2.mul(v128.load(from + i), factors)));
    v128.store(to, f64x2.add(v128.load(to, 16), f64x2.mul(v128.load(from + i, 16), factors)), 16);
  }
}

/** Writes `factor` times the `stride` doubles at `sum` to `to`, rounded to floats. */
export function round(sum: usize, stride: i32, to: usize, factor: f64): void {
  const factors = f64x2.splat(factor);
  for (let i = 0; i < stride; i += 2) {
    const rounded = f32x4.demote_f64x2_zero(
      f64x2.mul(v128.load(sum + ((<usize>i) << 3)), factors),
    );
    v128.store64_lane(to + ((<usize>i) << 2), rounded, 0);
  }
}
