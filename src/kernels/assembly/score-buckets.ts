/**
 * Scores in buckets, as `src/metrics/score-buckets.ts` defines them and to the byte.
 *
 * AssemblyScript, compiled to WebAssembly by `scripts/build-kernels.js`.
 */

/** Up to so many bytes of halves are sorted by insertion. */
const FEW: usize = 64;
/** Bytes of one digit's counts. */
const COUNTS: usize = 1024;

/** The key of the float with these bits, and the bits of a key. */
function descendingKey(bits: i32): u32 {
  const one = bits == i32.MIN_VALUE ? 0 : bits;
  return (<u32>one) ^ ((<u32>(~one >> 31)) >>> 1);
}

function keyAt(scores: usize, k: i32): u32 {
  return descendingKey(load<i32>(scores + ((<usize>k) << 2)));
}

/** Adds 1 to the whole number at `at`. */
function addOne(at: usize): void {
  store<u32>(at, load<u32>(at) + 1);
}

/** Adds the first `length` comparisons to the counts by class and by bucket. */
export function count(scores: usize, genuine: usize, length: i32, counts: usize): void {
  for (let k = 0; k < length; k++) {
    const row = ((<u32>load<u8>(genuine + <usize>k)) << 16) | (keyAt(scores, k) >>> 16);
    addOne(counts + ((<usize>row) << 2));
  }
}

/**
 * Puts the lower halves of the first `length` keys into their buckets, and the scores of genuine comparisons behind the first `mates`
 * of `mated`; how many are there.
 */
export function fill(
  scores: usize,
  genuine: usize,
  length: i32,
  ends: usize,
  halves: usize,
  mated: usize,
  mates: i32,
): i32 {
  for (let k = 0; k < length; k++) {
    const key = keyAt(scores, k);
    const end = ends + ((<usize>(key >>> 16)) << 2);
    const place = load<u32>(end);
    store<u32>(end, place + 1);
    store<u16>(halves + ((<usize>place) << 1), <u16>key);
    if (load<u8>(genuine + <usize>k) == 1) {
      store<f32>(mated + ((<usize>mates) << 2), load<f32>(scores + ((<usize>k) << 2)));
      mates++;
    }
  }
  return mates;
}

/**
 * Sorts the halves from `from` to before `to`; how many distinct ones there are.
 *
 * @param spare room for as many halves
 * @param digits room for the counts of two digits
 */
export function sort(from: usize, to: usize, spare: usize, digits: usize): i32 {
  if (to - from <= FEW) insert(from, to);
  else sortDigits(from, to, spare, digits);
  let runs = 0;
  let last = -1;
  for (let at = from; at < to; at += 2) {
    const half = <i32>load<u16>(at);
    runs += i32(half != last);
    last = half;
  }
  return runs;
}

function insert(from: usize, to: usize): void {
  for (let i = from + 2; i < to; i += 2) {
    const half = load<u16>(i);
    let at = i;
    for (; at > from && load<u16>(at - 2) > half; at -= 2) store<u16>(at, load<u16>(at - 2));
    store<u16>(at, half);
  }
}

function sortDigits(from: usize, to: usize, spare: usize, digits: usize): void {
  const upper = digits + COUNTS;
  memory.fill(digits, 0, 2 * COUNTS);
  for (let at = from; at < to; at += 2) {
    const half = <usize>load<u16>(at);
    addOne(digits + ((half & 255) << 2));
    addOne(upper + ((half >> 8) << 2));
  }
  placesOf(digits, spare);
  placesOf(upper, from);
  for (let at = from; at < to; at += 2) {
    const half = load<u16>(at);
    put(half, digits + (((<usize>half) & 255) << 2));
  }
  const end = spare + (to - from);
  for (let at = spare; at < end; at += 2) {
    const half = load<u16>(at);
    put(half, upper + (((<usize>half) >> 8) << 2));
  }
}

/** Turns how often each digit occurs into where the first half that has it goes. */
function placesOf(counts: usize, from: usize): void {
  let place = from;
  for (let digit: usize = 0; digit < COUNTS; digit += 4) {
    const bytes = load<u32>(counts + digit) << 1;
    store<u32>(counts + digit, <u32>place);
    place += bytes;
  }
}

/** Stores a half where the place at `place` says, which moves on. */
function put(half: u16, place: usize): void {
  const to = load<u32>(place);
  store<u16>(to, half);
  store<u32>(place, to + 2);
}

/**
 * Writes the distinct scores of a sorted bucket, halves `from` to before `to`, and how many reach each; how many they are.
 *
 * @param first how many reach the first
 */
export function levels(
  from: usize,
  to: usize,
  bucket: i32,
  first: i32,
  values: usize,
  reached: usize,
): i32 {
  const upper = bucket << 16;
  // Before the first: an entry that has been written is written again until another score comes.
  let entry: usize = -4;
  let last = -1;
  for (let at = from; at < to; at += 2) {
    const half = <i32>load<u16>(at);
    entry += (<usize>i32(half != last)) << 2;
    last = half;
    store<u32>(values + entry, descendingKey(upper | half));
    store<i32>(reached + entry, first + ((<i32>(at - from)) >> 1));
  }
  return ((<i32>entry) >> 2) + 1;
}
