/**
 * Lines of a face detector, of a name, ten numbers that are only looked at and a score, as `usualLines` of
 * `src/datasets/formats/ijb-detector.ts` takes them: sixteen bytes of a number are looked at together.
 *
 * AssemblyScript, compiled to WebAssembly by `scripts/build-kernels.js`.
 */

const LF: u8 = 10;
const CR: u8 = 13;
const SPACE: u8 = 32;
const MINUS: u8 = 45;
const POINT: u8 = 46;
const SLASH: u8 = 47;
const ZERO: u8 = 48;

/** Bytes of a number that are looked at together. */
const WIDTH: i32 = 16;
/** Digits in front of a point. */
const MOST_WHOLE: i32 = 9;
/** The points, and the score behind them. */
const NUMBERS: i32 = 11;

/** Where the plain path at `at` ends, `at` itself where none begins there; `begins` is 1 for bytes that may begin a part of one. */
function pathEnd(at: usize, end: usize, begins: usize): usize {
  let first = true;
  for (let i = at; i < end; i++) {
    const byte = load<u8>(i);
    if (load<u8>(begins + byte) === 1) first = false;
    else if (byte === SLASH && !first) first = true;
    else if (byte !== POINT || first) return first ? at : i;
  }
  return at;
}

/** The number in `bytes[at, end)`, of which the point is the one at `point`, or `end`: at most fifteen digits, so that it is exact. */
function numberIn(at: usize, point: usize, end: usize, powers: usize): f64 {
  let digits: i64 = 0;
  for (let i = at; i < end; i++) {
    if (i !== point) digits = digits * 10 + <i64>(load<u8>(i) - ZERO);
  }
  const scale: usize = point < end ? end - point - 1 : 0;
  return <f64>digits / load<f64>(powers + (scale << 3));
}

/**
 * Writes where the name of each line from `at` to `end` begins and ends, and its score, up to the first line that is not of a plain
 * path and eleven numbers of at most fifteen bytes, or does not end within; returns how many there are, and writes to `stop` where
 * that line begins. Sixteen bytes behind `end` can be read.
 */
export function parse(
  at: usize,
  end: usize,
  begins: usize,
  powers: usize,
  starts: usize,
  ends: usize,
  scores: usize,
  stop: usize,
): i32 {
  const zeros = i8x16.splat(<i8>ZERO);
  const nine = i8x16.splat(9);
  let count = 0;
  while (at < end) {
    const name = pathEnd(at, end, begins);
    if (name === at) break;
    let next = name;
    let score: f64 = 0;
    let number = 0;
    for (; number < NUMBERS; number++) {
      if (next >= end || load<u8>(next) !== SPACE) break;
      const from = next + 1;
      const sign = load<u8>(from) === MINUS ? 1 : 0;
      // A bit for each byte that is no digit, but for the sign.
      let others =
        i8x16.bitmask(i8x16.gt_u(i8x16.sub(v128.load(from), zeros), nine)) | (1 << WIDTH);
      if (sign === 1) others &= ~1;
      let last = ctz(others);
      const point = last;
      if (last === WIDTH || last - sign < 1 || last - sign > MOST_WHOLE) break;
      if (load<u8>(from + last) === POINT) {
        others &= others - 1;
        last = ctz(others);
        if (last === WIDTH) break;
      }
      next = from + last;
      if (number === NUMBERS - 1) {
        score = numberIn(from + sign, from + point, next, powers);
        if (sign === 1) score = -score;
      }
    }
    if (number < NUMBERS) break;
    if (load<u8>(next) === CR) next++;
    if (next >= end || load<u8>(next) !== LF) break;
    const entry = (<usize>count) << 2;
    store<u32>(starts + entry, <u32>at);
    store<u32>(ends + entry, <u32>name);
    store<f32>(scores + entry, <f32>score);
    count++;
    at = next + 1;
  }
  store<u32>(stop, <u32>at);
  return count;
}
