import type { Scores } from '../types.js';

/** Below this many scores the engine's own sort is as fast. */
const FEW = 20_000;

/** Bits of a digit, and how many digits a float of 32 bits has. */
const BITS = 11;
const DIGITS = 3;
const RADIX = 1 << BITS;

/**
 * The scores themselves, put in ascending order, -0 before 0; none of them NaN.
 *
 * Many float32 scores are sorted by the digits of their bits, which takes a fifth of the time that comparing them does and one
 * more copy of them in memory: a positive float's bits ascend as it does, a negative one's descend. The order is that of
 * `TypedArray.prototype.sort`, to the byte.
 */
export function sortScores<S extends Scores>(scores: S): S {
  if (scores instanceof Float32Array && scores.length >= FEW) {
    sortByDigits(new Uint32Array(scores.buffer, scores.byteOffset, scores.length));
    return scores;
  }
  scores.sort();
  return scores;
}

/** Puts the floats with these bits in ascending order. */
function sortByDigits(bits: Uint32Array): void {
  const counts = Array.from({ length: DIGITS }, () => new Uint32Array(RADIX));
  const [first, second, third] = counts as [Uint32Array, Uint32Array, Uint32Array];
  for (let i = 0; i < bits.length; i++) {
    const key = ascendingKey(bits[i]!);
    bits[i] = key;
    first[key & (RADIX - 1)]! += 1;
    second[(key >>> BITS) & (RADIX - 1)]! += 1;
    third[key >>> (2 * BITS)]! += 1;
  }
  let from: Uint32Array = bits;
  let to: Uint32Array = new Uint32Array(bits.length);
  for (const [digit, count] of counts.entries()) {
    placesOf(count);
    scatter(from, to, count, digit * BITS);
    [from, to] = [to, from];
  }
  for (let i = 0; i < bits.length; i++) {
    const key = from[i]!;
    // What ascendingKey did, undone.
    bits[i] = key >>> 31 === 1 ? key ^ 0x80000000 : ~key;
  }
}

/** Whole numbers that ascend as the floats with these bits do. */
function ascendingKey(bits: number): number {
  return (bits >>> 31 === 1 ? ~bits : bits ^ 0x80000000) >>> 0;
}

/** Turns how often each digit occurs into the place of the first number that has it. */
function placesOf(count: Uint32Array): void {
  let place = 0;
  for (let digit = 0; digit < RADIX; digit++) {
    const many = count[digit]!;
    count[digit] = place;
    place += many;
  }
}

/** Copies numbers in the order of one digit, equal ones in the order they had. */
function scatter(from: Uint32Array, to: Uint32Array, places: Uint32Array, shift: number): void {
  // eslint-disable-next-line @typescript-eslint/prefer-for-of -- of typed arrays it takes half as long again
  for (let i = 0; i < from.length; i++) {
    const key = from[i]!;
    const digit = (key >>> shift) & (RADIX - 1);
    to[places[digit]!++] = key;
  }
}
