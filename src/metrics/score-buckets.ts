/** How many comparisons are handed over at a time. */
export const WINDOW = 1 << 14;

/** How many buckets there are, and how many keys in each. */
export const BUCKETS = 1 << 16;

/** The first bucket of finite scores, and the first behind them; NaN and Infinity are before, NaN and -Infinity behind. */
export const FIRST = 0x0080;
export const LAST = 0xff80;

/**
 * Scores of 32 bits in buckets: the upper half of a score's key says which one, the lower half is what is kept in it. See
 * {@link descendingKey}.
 */
export interface ScoreBuckets {
  /** Where comparisons are put before they are counted, or filled in: their scores, and 1 where they are genuine. */
  readonly scores: Float32Array;
  readonly genuine: Uint8Array;
  /** How many impostors belong into every bucket, then how many genuine comparisons. */
  readonly counts: Int32Array;
  /** Where the next of each bucket will lie: at first where the bucket begins. */
  readonly ends: Int32Array;
  /** The scores of the genuine comparisons that were filled in, in that order. */
  readonly mated: Float32Array;
  /** The distinct scores of a bucket, descending, and how many comparisons reach each, after {@link ScoreBuckets.levels}. */
  readonly values: Float32Array;
  readonly reached: Uint32Array;
  /** Adds the first `length` comparisons to `counts`. */
  count(length: number): void;
  /** Puts the first `length` comparisons into the buckets, and genuine ones behind the first `mates` of `mated`; how many are there. */
  fill(length: number, mates: number): number;
  /** Sorts the bucket from place `from` to `to - 1`; how many distinct scores are in it. */
  sort(from: number, to: number): number;
  /** Fills `values` and `reached` from such a bucket, number `bucket`, its greatest being reached by `first`; how many they are. */
  levels(from: number, to: number, bucket: number, first: number): number;
}

/** Bits of a digit of half a key. */
const BITS = 8;
const RADIX = 1 << BITS;

/** Up to so many halves are sorted by insertion. */
const FEW = 32;

/** The plain one of every implementation, which all others equal bit for bit, for `capacity` comparisons. */
export function plainBuckets(capacity: number): ScoreBuckets {
  const scores = new Float32Array(WINDOW);
  const genuine = new Uint8Array(WINDOW);
  const counts = new Int32Array(2 * BUCKETS);
  const ends = new Int32Array(BUCKETS);
  const mated = new Float32Array(capacity);
  const values = new Float32Array(BUCKETS);
  const reached = new Uint32Array(BUCKETS);
  const halves = new Uint16Array(capacity);
  const spare = new Uint16Array(capacity);
  const [keys, bits] = [bitsOf(scores), bitsOf(values)];
  return {
    scores,
    genuine,
    counts,
    ends,
    mated,
    values,
    reached,
    count: (length) => {
      countKeys(keys, genuine, length, counts);
    },
    fill: (length, mates) => {
      fillHalves(keys, length, ends, halves);
      let next = mates;
      for (let k = 0; k < length; k++) if (genuine[k] === 1) mated[next++] = scores[k]!;
      return next;
    },
    sort: (from, to) => {
      if (to - from <= FEW) insertHalves(halves, from, to);
      else sortHalves(halves, from, to, spare);
      return runsOf(halves, from, to);
    },
    levels: (from, to, bucket, first) => {
      let level = -1;
      let last = -1;
      for (let i = from; i < to; i++) {
        const half = halves[i]!;
        level += half === last ? 0 : 1;
        last = half;
        bits[level] = descendingKey((bucket << 16) | half);
        reached[level] = first + (i - from);
      }
      return level + 1;
    },
  };
}

/** The bits of floats of 32 bits, as whole numbers with a sign. */
export function bitsOf({ buffer, byteOffset, length }: Float32Array): Int32Array {
  return new Int32Array(buffer, byteOffset, length);
}

/**
 * The key of the float with these bits: 32 bits that, read without a sign, ascend as floats descend. -0 has the key of 0.
 *
 * A positive float's bits ascend as it does, a negative one's descend. Of a key it gives back the bits.
 */
export function descendingKey(bits: number): number {
  const one = bits === -0x80000000 ? 0 : bits;
  return one ^ ((~one >> 31) >>> 1);
}

/** Adds the first `length` keys of these bits to the counts by class and by bucket. */
export function countKeys(
  bits: Int32Array,
  genuine: Uint8Array,
  length: number,
  counts: Int32Array,
): void {
  for (let k = 0; k < length; k++) {
    counts[(genuine[k]! << 16) | (descendingKey(bits[k]!) >>> 16)]! += 1;
  }
}

function fillHalves(bits: Int32Array, length: number, ends: Int32Array, halves: Uint16Array): void {
  for (let k = 0; k < length; k++) {
    const key = descendingKey(bits[k]!);
    halves[ends[key >>> 16]!++] = key;
  }
}

const lower = new Int32Array(RADIX);
const upper = new Int32Array(RADIX);

/** Puts halves `from` to `to - 1` in ascending order, one digit after the other. */
function sortHalves(halves: Uint16Array, from: number, to: number, spare: Uint16Array): void {
  lower.fill(0);
  upper.fill(0);
  for (let i = from; i < to; i++) {
    const half = halves[i]!;
    lower[half & (RADIX - 1)]! += 1;
    upper[half >>> BITS]! += 1;
  }
  placesOf(lower, 0);
  placesOf(upper, from);
  for (let i = from; i < to; i++) {
    const half = halves[i]!;
    spare[lower[half & (RADIX - 1)]!++] = half;
  }
  for (let i = 0; i < to - from; i++) {
    const half = spare[i]!;
    halves[upper[half >>> BITS]!++] = half;
  }
}

/** Turns how often each digit occurs into the place of the first half that has it. */
function placesOf(counts: Int32Array, from: number): void {
  let place = from;
  for (let digit = 0; digit < RADIX; digit++) {
    const count = counts[digit]!;
    counts[digit] = place;
    place += count;
  }
}

function insertHalves(halves: Uint16Array, from: number, to: number): void {
  for (let i = from + 1; i < to; i++) {
    const half = halves[i]!;
    let at = i;
    for (; at > from && halves[at - 1]! > half; at--) halves[at] = halves[at - 1]!;
    halves[at] = half;
  }
}

/** How many distinct halves stand from `from` to `to - 1`, sorted. */
function runsOf(halves: Uint16Array, from: number, to: number): number {
  let runs = 0;
  let last = -1;
  for (let i = from; i < to; i++) {
    const half = halves[i]!;
    runs += half === last ? 0 : 1;
    last = half;
  }
  return runs;
}
