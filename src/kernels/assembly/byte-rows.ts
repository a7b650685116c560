/**
 * Rows of floats as bytes, as `src/metrics/identification/byte-rows.ts` defines them and to the byte.
 *
 * AssemblyScript, compiled to WebAssembly by `scripts/build-kernels.js`.
 */

const MOST: f32 = 127;
/** 3 * 2^22, and its bits: floats from 2^23 to 2^24 are whole numbers, whose last bits count them. */
const SHIFT: f32 = 12582912;
const SHIFT_BITS: i32 = 0x4b400000;
/** Values that fill a vector as bytes. */
const STEP: usize = 16;

/**
 * Writes `count` rows of `dim` floats as bytes to `bytes`, what each is a multiple of to `scales`, and how far each row lies from what
 * its bytes stand for to `errors`.
 *
 * @param flip what every byte is xored with
 */
export function toBytes(
  rows: usize,
  count: i32,
  dim: i32,
  bytes: usize,
  scales: usize,
  errors: usize,
  flip: i32,
): void {
  const flips = i8x16.splat(<i8>flip);
  const end = <usize>dim;
  const whole = end - (end % STEP);
  for (let row = 0; row < count; row++) {
    const from = rows + <usize>row * end * 4;
    const to = bytes + <usize>row * end;
    const most = greatest(from, whole, end);
    const scale = most / MOST;
    const inverse = MOST / most;
    let first = f32x4.splat(0);
    let second = f32x4.splat(0);
    let third = f32x4.splat(0);
    let fourth = f32x4.splat(0);
    for (let i: usize = 0; i < whole; i += STEP) {
      const at = from + (i << 2);
      const a = shifted(at, inverse);
      const b = shifted(at + 16, inverse);
      const c = shifted(at + 32, inverse);
      const d = shifted(at + 48, inverse);
      first = addSquares(first, at, a, scale);
      second = addSquares(second, at + 16, b, scale);
      third = addSquares(third, at + 32, c, scale);
      fourth = addSquares(fourth, at + 48, d, scale);
      const low = i16x8.narrow_i32x4_s(wholes(a), wholes(b));
      const high = i16x8.narrow_i32x4_s(wholes(c), wholes(d));
      v128.store(to + i, v128.xor(i8x16.narrow_i16x8_s(low, high), flips));
    }
    let rest: f32 = 0;
    for (let i = whole; i < end; i++) {
      const value = load<f32>(from + (i << 2));
      const near = f32.nearest(value * inverse);
      const off = value - near * scale;
      rest += off * off;
      store<u8>(to + i, (<i32>near) ^ flip);
    }
    const sums = f32x4.add(f32x4.add(first, third), f32x4.add(second, fourth));
    const sum =
      f32x4.extract_lane(sums, 0) +
      f32x4.extract_lane(sums, 2) +
      (f32x4.extract_lane(sums, 1) + f32x4.extract_lane(sums, 3));
    store<f32>(scales + ((<usize>row) << 2), scale);
    store<f32>(errors + ((<usize>row) << 2), sqrt<f32>(sum + rest));
  }
}

/** The greatest absolute value of a row. */
function greatest(from: usize, whole: usize, end: usize): f32 {
  let most = f32x4.splat(0);
  for (let i: usize = 0; i < whole; i += 4) {
    most = f32x4.pmax(most, f32x4.abs(v128.load(from + (i << 2))));
  }
  let one = max<f32>(
    max<f32>(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)),
    max<f32>(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)),
  );
  for (let i = whole; i < end; i++) one = max<f32>(one, abs<f32>(load<f32>(from + (i << 2))));
  return one;
}

/** The nearest whole numbers, the even ones of two, with {@link SHIFT} added: so large a float has no room for a fraction. */
function shifted(at: usize, inverse: f32): v128 {
  return f32x4.add(f32x4.mul(v128.load(at), f32x4.splat(inverse)), f32x4.splat(SHIFT));
}

function wholes(shifted: v128): v128 {
  return i32x4.sub(shifted, i32x4.splat(SHIFT_BITS));
}

/** `sums` and the squares of how far the values lie from whole numbers times the scale. */
function addSquares(sums: v128, at: usize, shifted: v128, scale: f32): v128 {
  const near = f32x4.mul(f32x4.sub(shifted, f32x4.splat(SHIFT)), f32x4.splat(scale));
  const off = f32x4.sub(v128.load(at), near);
  return f32x4.add(sums, f32x4.mul(off, off));
}
