/**
 * The cosines of comparisons, as `src/metrics/cosines.ts` defines them and to the byte: products and four sums in float64,
 * component i to sum i mod 4. Two sums lie in one vector of 128 bits.
 *
 * AssemblyScript, compiled to WebAssembly by `scripts/build-kernels.js`.
 */

/**
 * Sorts the first `count` comparisons, which lie at `left`, `right` and `places`, by the tile of their right rows; those of one tile
 * stay in the order they stand in.
 *
 * @param shift how many bits of a row tell its place in a tile
 * @param spare room for as many, three times
 * @param ends room for a number of each tile and one more
 */
export function sort(
  count: i32,
  shift: i32,
  left: usize,
  right: usize,
  places: usize,
  spare: usize,
  ends: usize,
  tiles: i32,
): void {
  const bytes = (<usize>count) << 2;
  const lefts = spare;
  const rights = lefts + bytes;
  const others = rights + bytes;
  memory.copy(lefts, left, bytes);
  memory.copy(rights, right, bytes);
  memory.copy(others, places, bytes);
  const all = ((<usize>tiles) << 2) + 4;
  memory.fill(ends, 0, all);
  for (let at: usize = 0; at < bytes; at += 4) {
    const end = ends + ((<usize>(load<u32>(right + at) >>> shift)) << 2);
    store<u32>(end, load<u32>(end, 4) + 1, 4);
  }
  for (let at: usize = 4; at < all; at += 4) {
    store<u32>(ends + at, load<u32>(ends + at) + load<u32>(ends + at - 4));
  }
  for (let at: usize = 0; at < bytes; at += 4) {
    const end = ends + ((<usize>(load<u32>(rights + at) >>> shift)) << 2);
    const place = load<u32>(end);
    store<u32>(end, place + 1);
    const to = (<usize>place) << 2;
    store<u32>(left + to, load<u32>(lefts + at));
    store<u32>(right + to, load<u32>(rights + at));
    store<u32>(places + to, load<u32>(others + at));
  }
}

/** Widens the `count` floats at `from`, a multiple of 4 of them, to doubles at `to`. */
export function widen(from: usize, count: i32, to: usize): void {
  const bytes = (<usize>count) << 2;
  for (let i: usize = 0; i < bytes; i += 16) {
    const four = v128.load(from + i);
    const wide = to + (i << 1);
    v128.store(wide, f64x2.promote_low_f32x4(four));
    v128.store(wide, f64x2.promote_low_f32x4(v128.shuffle<i64>(four, four, 1, 1)), 16);
  }
}

/**
 * Writes the cosines of comparisons `from` to `to - 1` to `scores`, each to the place that `places` has for it.
 *
 * Comparisons of one left row that stand together are the fastest: the row is widened once, and three of them share it.
 *
 * @param rows unit rows of `dim` floats; `dim` is a multiple of 4, rows being filled up with zeros
 * @param left as `right` and `places`, whole numbers of 32 bits
 * @param wide room for `dim` doubles
 */
export function cosines(
  rows: usize,
  dim: i32,
  left: usize,
  right: usize,
  places: usize,
  from: i32,
  to: i32,
  scores: usize,
  wide: usize,
): void {
  compare<f32>(rows, dim, left, right, places, from, to, scores, wide, rows, 0);
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
  places: usize,
  from: i32,
  to: i32,
  scores: usize,
  wide: usize,
  tile: usize,
  base: u32,
): void {
  compare<f64>(rows, dim, left, right, places, from, to, scores, wide, tile, base);
}

/** `sums` and the products of `wide` with the first two components, as doubles, of a row of floats or of doubles. */
function addProducts<T>(sums: v128, wide: v128, row: usize): v128 {
  const two = sizeof<T>() == 8 ? v128.load(row) : f64x2.promote_low_f32x4(v128.load64_zero(row));
  return f64x2.add(sums, f64x2.mul(wide, two));
}

/** As `addProducts`, with the two components after those. */
function addNextProducts<T>(sums: v128, wide: v128, row: usize): v128 {
  const two =
    sizeof<T>() == 8 ? v128.load(row, 16) : f64x2.promote_low_f32x4(v128.load64_zero(row, 8));
  return f64x2.add(sums, f64x2.mul(wide, two));
}

/** Writes (s0 + s2) + (s1 + s3), in float32, to the place that is named at `place`. */
function put(scores: usize, place: usize, first: v128, second: v128): void {
  const sums = f64x2.add(first, second);
  const sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  store<f32>(scores + ((<usize>load<u32>(place)) << 2), <f32>sum);
}

function compare<T>(
  rows: usize,
  dim: i32,
  left: usize,
  right: usize,
  places: usize,
  from: i32,
  to: i32,
  scores: usize,
  wide: usize,
  others: usize,
  base: u32,
): void {
  const stride = <usize>dim * sizeof<T>();
  // Bytes of four components.
  const step: usize = 4 * sizeof<T>();
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
    // Three, since six sums and what is multiplied fit the registers: of four, the engine keeps sums in memory.
    if (k + 3 <= to && load<u32>(left + at, 8) == a && load<u32>(left + at, 4) == a) {
      const b1 = others + <usize>(load<u32>(right + at, 4) - base) * stride;
      const b2 = others + <usize>(load<u32>(right + at, 8) - base) * stride;
      let s0 = f64x2.splat(0);
      let s1 = f64x2.splat(0);
      let s2 = f64x2.splat(0);
      let t0 = f64x2.splat(0);
      let t1 = f64x2.splat(0);
      let t2 = f64x2.splat(0);
      let w = wide;
      for (let i: usize = 0; i < stride; i += step) {
        const low = v128.load(w);
        const high = v128.load(w, 16);
        s0 = addProducts<T>(s0, low, b0 + i);
        t0 = addNextProducts<T>(t0, high, b0 + i);
        s1 = addProducts<T>(s1, low, b1 + i);
        t1 = addNextProducts<T>(t1, high, b1 + i);
        s2 = addProducts<T>(s2, low, b2 + i);
        t2 = addNextProducts<T>(t2, high, b2 + i);
        w += 32;
      }
      put(scores, places + at, s0, t0);
      put(scores, places + at + 4, s1, t1);
      put(scores, places + at + 8, s2, t2);
      k += 3;
    } else {
      let s = f64x2.splat(0);
      let t = f64x2.splat(0);
      let w = wide;
      for (let i: usize = 0; i < stride; i += step) {
        s = addProducts<T>(s, v128.load(w), b0 + i);
        t = addNextProducts<T>(t, v128.load(w, 16), b0 + i);
        w += 32;
      }
      put(scores, places + at, s, t);
      k += 1;
    }
  }
}
