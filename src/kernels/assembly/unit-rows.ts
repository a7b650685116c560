/**
 * Rows made unit, as `src/embeddings/unit-rows.ts` does and to the byte: squares are summed in float64, one component after the
 * other. Two rows lie in one vector of 128 bits, and eight of them do not wait for one another.
 *
 * AssemblyScript, compiled to WebAssembly by `scripts/build-kernels.js`.
 */

const TOGETHER: i32 = 8;

/** Writes the length of each of `count` rows of `dim` floats to `lengths`, and divides them by it. */
export function makeUnit(rows: usize, dim: i32, count: i32, lengths: usize): void {
  const stride = (<usize>dim) << 2;
  let row = 0;
  for (; row + TOGETHER <= count; row += TOGETHER) {
    measureEight(rows + <usize>row * stride, dim, lengths + ((<usize>row) << 3));
  }
  for (; row < count; row++) {
    const from = rows + <usize>row * stride;
    let sum: f64 = 0;
    for (let i: usize = 0; i < stride; i += 4) {
      const value: f64 = load<f32>(from + i);
      sum += value * value;
    }
    store<f64>(lengths + ((<usize>row) << 3), sqrt<f64>(sum));
  }
  for (row = 0; row < count; row++) {
    divide(rows + <usize>row * stride, dim, load<f64>(lengths + ((<usize>row) << 3)));
  }
}

function measureEight(from: usize, dim: i32, lengths: usize): void {
  const stride = (<usize>dim) << 2;
  const pairs = (<usize>(dim & ~1)) << 2;
  let s01 = f64x2.splat(0);
  let s23 = f64x2.splat(0);
  let s45 = f64x2.splat(0);
  let s67 = f64x2.splat(0);
  for (let i: usize = 0; i < pairs; i += 8) {
    s01 = addTwo(s01, from + i, stride);
    s23 = addTwo(s23, from + 2 * stride + i, stride);
    s45 = addTwo(s45, from + 4 * stride + i, stride);
    s67 = addTwo(s67, from + 6 * stride + i, stride);
  }
  if (pairs < stride) {
    s01 = addOne(s01, from + pairs, stride);
    s23 = addOne(s23, from + 2 * stride + pairs, stride);
    s45 = addOne(s45, from + 4 * stride + pairs, stride);
    s67 = addOne(s67, from + 6 * stride + pairs, stride);
  }
  v128.store(lengths, f64x2.sqrt(s01));
  v128.store(lengths, f64x2.sqrt(s23), 16);
  v128.store(lengths, f64x2.sqrt(s45), 32);
  v128.store(lengths, f64x2.sqrt(s67), 48);
}

/** Adds the squares of two components of the row at `at`, and of the next row, one after the other. */
function addTwo(sums: v128, at: usize, stride: usize): v128 {
  const one = f64x2.promote_low_f32x4(v128.load64_zero(at));
  const next = f64x2.promote_low_f32x4(v128.load64_zero(at + stride));
  const first = v128.shuffle<f64>(one, next, 0, 2);
  const second = v128.shuffle<f64>(one, next, 1, 3);
  return f64x2.add(f64x2.add(sums, f64x2.mul(first, first)), f64x2.mul(second, second));
}

function addOne(sums: v128, at: usize, stride: usize): v128 {
  const values = f64x2.replace_lane(f64x2.splat(load<f32>(at)), 1, load<f32>(at + stride));
  return f64x2.add(sums, f64x2.mul(values, values));
}

function divide(from: usize, dim: i32, length: f64): void {
  const by = f64x2.splat(length);
  const whole = (<usize>(dim & ~3)) << 2;
  const end = (<usize>dim) << 2;
  for (let i: usize = 0; i < whole; i += 16) {
    const low = f64x2.promote_low_f32x4(v128.load64_zero(from + i));
    const high = f64x2.promote_low_f32x4(v128.load64_zero(from + i + 8));
    v128.store64_lane(from + i, f32x4.demote_f64x2_zero(f64x2.div(low, by)), 0);
    v128.store64_lane(from + i + 8, f32x4.demote_f64x2_zero(f64x2.div(high, by)), 0);
  }
  for (let i = whole; i < end; i += 4) {
    store<f32>(from + i, <f32>(<f64>load<f32>(from + i) / length));
  }
}
