/**
 * Comparisons of templates out of text, as the block parser of `src/datasets/formats/ijb-pairs.ts` reads them: sixteen bytes of a
 * line are looked at together, and the digits of a number are added up by three products.
 *
 * AssemblyScript, compiled to WebAssembly by `scripts/build-kernels.js`.
 */

const LF: u8 = 10;
const CR: u8 = 13;
const ZERO: u8 = 48;

/** Bytes of a line that are looked at together. */
const WIDTH: i32 = 16;
/** Digits of a number that are added up together. */
const MOST_DIGITS: i32 = 8;

/** The number in the `digits` digits at `at`, of which there are 1 to 8: pairs of them, then fours, then all (Lemire 2022). */
function numberAt(at: usize, digits: i32): u32 {
  let sum = (load<u64>(at) ^ 0x3030303030303030) << ((<u64>(MOST_DIGITS - digits)) << 3);
  sum = ((sum * 2561) >> 8) & 0x00ff00ff00ff00ff;
  sum = ((sum * 6553601) >> 16) & 0x0000ffff0000ffff;
  return <u32>((sum * 42949672960001) >> 32);
}

/**
 * Writes the indices of the templates of the lines from `at` to `end`, and their labels, up to the first line that is not of two
 * numbers of eight digits at most that `table`, of `size` indices, knows, and of a label where `labelled` is 1, or that does not end
 * within; returns how many there are, and writes to `stop` where that line begins. Sixteen bytes behind `end` can be read.
 */
export function parse(
  at: usize,
  end: usize,
  separator: u8,
  labelled: i32,
  table: usize,
  size: u32,
  left: usize,
  right: usize,
  genuine: usize,
  stop: usize,
): i32 {
  const zeros = i8x16.splat(<i8>ZERO);
  const nine = i8x16.splat(9);
  let count = 0;
  while (at < end) {
    // A bit for each byte that is no digit.
    let others = i8x16.bitmask(i8x16.gt_u(i8x16.sub(v128.load(at), zeros), nine)) | (1 << WIDTH);
    const first = ctz(others);
    others &= others - 1;
    if (others === 0) break;
    const second = ctz(others);
    const digits = second - first - 1;
    if (first < 1 || first > MOST_DIGITS || digits < 1 || digits > MOST_DIGITS) break;
    if (load<u8>(at + first) !== separator) break;
    if (load<u8>(at) === ZERO && first > 1) break;
    const other = at + first + 1;
    if (load<u8>(other) === ZERO && digits > 1) break;
    let next = at + second;
    let label: u8 = 0;
    if (labelled !== 0) {
      if (load<u8>(next) !== separator) break;
      label = load<u8>(next, 1) - ZERO;
      if (label > 1) break;
      next += 2;
    }
    if (load<u8>(next) === CR) next++;
    if (next >= end || load<u8>(next) !== LF) break;
    const one = numberAt(at, first);
    const two = numberAt(other, digits);
    if (one >= size || two >= size) break;
    const l = load<i32>(table + ((<usize>one) << 2));
    const r = load<i32>(table + ((<usize>two) << 2));
    if ((l | r) < 0) break;
    store<i32>(left + ((<usize>count) << 2), l);
    store<i32>(right + ((<usize>count) << 2), r);
    store<u8>(genuine + count, label);
    count++;
    at = next + 1;
  }
  store<u32>(stop, <u32>at);
  return count;
}
