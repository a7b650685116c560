/**
 * The cosines of comparisons, as `src/metrics/cosines.ts` defines them and to the byte: products and four sums in float64,
 * component i to sum i mod 4. Two sums lie in one vector of 128 bits.
 *
 * AssemblyScript, compiled to WebAssembly by `scripts/build-kernels.js`.
 */

/** Widens the `dim` floats at `row` to doubles at `wide`. */
function widen(row: usize, dim: i32, wide: usize): void {
  for (let i = 0; i < dim; i += 2) {
    v128.store(
      wide + ((<usize>i) << 3),
      f64x2.promote_low_f32x4(v128.load64_zero(row + ((<usize>i) << 2))),
    );
  }
}

/** (s0 + s2) + (s1 + s3), in float32. */
function whole(first: v128, second: v128): f32 {
  const sums = f64x2.add(first, second);
  return <f32>(f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1));
}

function addProducts(sums: v128, wide: v128, row: usize): v128 {
  return f64x2.add(sums, f64x2.mul(wide, f64x2.promote_low_f32x4(v128.load64_zero(row))));
}

/**
 * Writes the cosines of `count` comparisons to `scores`.
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
  count: i32,
  scores: usize,
  wide: usize,
): void {
  const stride = (<usize>dim) << 2;
  let held: i64 = -1;
  let k = 0;
  while (k < count) {
    const a = load<u32>(left + ((<usize>k) << 2));
    if (<i64>a != held) {
      widen(rows + <usize>a * stride, dim, wide);
      held = <i64>a;
    }
    const other = right + ((<usize>k) << 2);
    const to = scores + ((<usize>k) << 2);
    if (
      k + 4 <= count &&
      load<u32>(left + ((<usize>(k + 3)) << 2)) == a &&
      load<u32>(left + ((<usize>(k + 2)) << 2)) == a &&
      load<u32>(left + ((<usize>(k + 1)) << 2)) == a
    ) {
      const b0 = rows + <usize>load<u32>(other) * stride;
      const b1 = rows + <usize>load<u32>(other, 4) * stride;
      const b2 = rows + <usize>load<u32>(other, 8) * stride;
      const b3 = rows + <usize>load<u32>(other, 12) * stride;
      let s0 = f64x2.splat(0);
      let s1 = f64x2.splat(0);
      let s2 = f64x2.splat(0);
      let s3 = f64x2.splat(0);
      let t0 = f64x2.splat(0);
      let t1 = f64x2.splat(0);
      let t2 = f64x2.splat(0);
      let t3 = f64x2.splat(0);
      for (let i: usize = 0; i < stride; i += 16) {
        const low = v128.load(wide + (i << 1));
        const high = v128.load(wide + (i << 1), 16);
        s0 = addProducts(s0, low, b0 + i);
        t0 = addProducts(t0, high, b0 + i + 8);
        s1 = addProducts(s1, low, b1 + i);
        t1 = addProducts(t1, high, b1 + i + 8);
        s2 = addProducts(s2, low, b2 + i);
        t2 = addProducts(t2, high, b2 + i + 8);
        s3 = addProducts(s3, low, b3 + i);
        t3 = addProducts(t3, high, b3 + i + 8);
      }
      store<f32>(to, whole(s0, t0));
      store<f32>(to, whole(s1, t1), 4);
      store<f32>(to, whole(s2, t2), 8);
      store<f32>(to, whole(s3, t3), 12);
      k += 4;
    } else {
      const b = rows + <usize>load<u32>(other) * stride;
      let s = f64x2.splat(0);
      let t = f64x2.splat(0);
      for (let i: usize = 0; i < stride; i += 16) {
        s = addProducts(s, v128.load(wide + (i << 1)), b + i);
        t = addProducts(t, v128.load(wide + (i << 1), 16), b + i + 8);
      }
      store<f32>(to, whole(s, t));
      k += 1;
    }
  }
}
