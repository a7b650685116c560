/**
 * The cosines of comparisons, as `src/metrics/cosines.ts` defines them and to the byte: products and four sums in float64,
 * component i to sum i mod 4. Two sums lie in one vector of 128 bits.
 *
 * AssemblyScript, compiled to WebAssembly by `scripts/build-kernels.js`.
 */

/** Widens the `count` floats at `from`, an even number of them, to doubles at `to`. */
export function widen(from: usize, count: i32, to: usize): void {
  for (let i = 0; i < count; i += 2) {
    v128.store(to + ((<usize>i) << 3), two<f32>(from + ((<usize>i) << 2)));
  }
}

/**
 * Writes the cosines of comparisons `from` to `to - 1` to `scores`.
 *
 * Comparisons of one left row that stand together are the fastest: the row is widened once, and four of them share it.
 *
 * @param rows unit rows of `dim` floats; `dim` is a multiple of 4, rows being filled up with zeros
 * @param left and `right`, indices of rows, 32 bits each
 * @param wide room for `dim` doubles
 */
export function cosines(
  rows: usize,
  dim: i32,
  left: usize,
  right: usize,
  from: i32,
  to: i32,
  scores: usize,
  wide: usize,
): void {
  compare<f32>(rows, dim, left, right, from, to, scores, wide, rows, 0);
}

/**
 * As `cosines`, of comparisons whose right rows all lie in the tile: widened rows that stay in a core's cache, since to fetch a row from
 * memory, and to widen it, takes longer than to multiply it.
 *
 * @param tile rows of `dim` doubles
 * @param base index of the tile's first row
 */
export function tiledCosines(
  rows: usize,
  dim: i32,
  left: usize,
  right: usize,
  from: i32,
  to: i32,
  scores: usize,
  wide: usize,
  tile: usize,
  base: u32,
): void {
  compare<f64>(rows, dim, left, right, from, to, scores, wide, tile, base);
}

/** Two components, as doubles, of a row of floats or of doubles. */
function two<T>(at: usize): v128 {
  return sizeof<T>() == 8 ? v128.load(at) : f64x2.promote_low_f32x4(v128.load64_zero(at));
}

function addProducts<T>(sums: v128, wide: v128, row: usize): v128 {
  return f64x2.add(sums, f64x2.mul(wide, two<T>(row)));
}

/** (s0 + s2) + (s1 + s3), in float32. */
function whole(first: v128, second: v128): f32 {
  const sums = f64x2.add(first, second);
  return <f32>(f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1));
}

function compare<T>(
  rows: usize,
  dim: i32,
  left: usize,
  right: usize,
  from: i32,
  to: i32,
  scores: usize,
  wide: usize,
  others: usize,
  base: u32,
): void {
  const stride = <usize>dim * sizeof<T>();
  // Bytes of four components, and of two.
  const step: usize = 4 * sizeof<T>();
  const half: usize = 2 * sizeof<T>();
  let held: i64 = -1;
  let k = from;
  while (k < to) {
    const at = (<usize>k) << 2;
    const a = load<u32>(left + at);
    if (<i64>a != held) {
      widen(rows + <usize>a * <usize>dim * 4, dim, wide);
      held = <i64>a;
    }
    const b0 = others + <usize>(load<u32>(right + at) - base) * stride;
    if (
      k + 4 <= to &&
      load<u32>(left + at, 12) == a &&
      load<u32>(left + at, 8) == a &&
      load<u32>(left + at, 4) == a
    ) {
      const b1 = others + <usize>(load<u32>(right + at, 4) - base) * stride;
      const b2 = others + <usize>(load<u32>(right + at, 8) - base) * stride;
      const b3 = others + <usize>(load<u32>(right + at, 12) - base) * stride;
      let s0 = f64x2.splat(0);
      let s1 = f64x2.splat(0);
      let s2 = f64x2.splat(0);
      let s3 = f64x2.splat(0);
      let t0 = f64x2.splat(0);
      let t1 = f64x2.splat(0);
      let t2 = f64x2.splat(0);
      let t3 = f64x2.splat(0);
      let w = wide;
      for (let i: usize = 0; i < stride; i += step) {
        const low = v128.load(w);
        const high = v128.load(w, 16);
        s0 = addProducts<T>(s0, low, b0 + i);
        t0 = addProducts<T>(t0, high, b0 + i + half);
        s1 = addProducts<T>(s1, low, b1 + i);
        t1 = addProducts<T>(t1, high, b1 + i + half);
        s2 = addProducts<T>(s2, low, b2 + i);
        t2 = addProducts<T>(t2, high, b2 + i + half);
        s3 = addProducts<T>(s3, low, b3 + i);
        t3 = addProducts<T>(t3, high, b3 + i + half);
        w += 32;
      }
      store<f32>(scores + at, whole(s0, t0));
      store<f32>(scores + at, whole(s1, t1), 4);
      store<f32>(scores + at, whole(s2, t2), 8);
      store<f32>(scores + at, whole(s3, t3), 12);
      k += 4;
    } else {
      let s = f64x2.splat(0);
      let t = f64x2.splat(0);
      let w = wide;
      for (let i: usize = 0; i < stride; i += step) {
        s = addProducts<T>(s, v128.load(w), b0 + i);
        t = addProducts<T>(t, v128.load(w, 16), b0 + i + half);
        w += 32;
      }
      store<f32>(scores + at, whole(s, t));
      k += 1;
    }
  }
}
