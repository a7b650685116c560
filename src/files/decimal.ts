/** 10^0 to 10^22: the powers of ten that float64 holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
/** Digits that fit a small integer; two such halves hold more than float64 can tell apart. */
const HALF = 9;
/** A head of so many is followed by nine digits more, so that what is cut off changes less than 1e-15. */
const LONG_HEAD = 1e6;
/** Far above the error of the quick way, a cut of 1e-15 and two roundings of 1.1e-16, far below half a float32. */
const BRACKET = 2e-15;

const TAB = 0x09;
const SPACE = 0x20;
const PLUS = 0x2b;
const MINUS = 0x2d;
const ZERO = 0x30;
/** What '.' minus '0' gives. */
const POINT = -2;

/** How far a line was read. */
export interface Progress {
  /** Offset of the first number that is not taken; where all are, the end of the line. */
  at: number;
  /** Index for the next value. */
  index: number;
}

/**
 * Moves on past each decimal number before `stop`, apart by spaces and tabs, and puts the float32 nearest to it into
 * `to`: exactly `Math.fround(Number(text))`, quicker.
 *
 * Stops at what is no `[+-]digits[.digits][e[+-]digits]`, at what is infinite in float32, and at a number that would come
 * to `to[limit]`. At `bytes[stop]` must stand what is no part of a number.
 *
 * The digits are summed and scaled in float64, which may be off by a few units in its last place. That cannot matter
 * unless the result lies so near to the middle between two float32 that its neighbours round differently: then, once in
 * millions, the text is parsed in full (the idea of Clinger 1990, "How to read floating point numbers accurately").
 */
export function parseFloats(
  bytes: Uint8Array,
  progress: Progress,
  stop: number,
  to: Float32Array,
  limit: number,
): void {
  let { at, index } = progress;
  for (;;) {
    while (at < stop && (bytes[at] === SPACE || bytes[at] === TAB)) at++;
    progress.at = at;
    progress.index = index;
    if (at === stop || index === limit) return;
    const from = at;
    const negative = bytes[at] === MINUS;
    if (negative || bytes[at] === PLUS) at++;
    const wholeFrom = at;
    let head = 0;
    let digit = bytes[at]! - ZERO;
    while (digit >= 0 && digit <= 9) {
      head = (Math.imul(head, 10) + digit) | 0;
      digit = bytes[++at]! - ZERO;
    }
    const whole = at - wholeFrom;
    let quick = whole > 0 && whole <= HALF;
    let tail = 0;
    let inTail = 0;
    let scale = 0;
    if (digit === POINT) {
      digit = bytes[++at]! - ZERO;
      const fractionFrom = at;
      const headEnd = at + HALF - whole;
      while (digit >= 0 && digit <= 9 && at < headEnd) {
        head = (Math.imul(head, 10) + digit) | 0;
        digit = bytes[++at]! - ZERO;
      }
      const tailFrom = at;
      while (digit >= 0 && digit <= 9 && at < tailFrom + HALF) {
        tail = (Math.imul(tail, 10) + digit) | 0;
        digit = bytes[++at]! - ZERO;
      }
      inTail = at - tailFrom;
      scale = at - fractionFrom;
      if (digit >= 0 && digit <= 9) {
        quick = quick && head >= LONG_HEAD;
        while (digit >= 0 && digit <= 9) digit = bytes[++at]! - ZERO;
      }
    }
    if (quick && (at === stop || bytes[at] === SPACE || bytes[at] === TAB)) {
      // The product is exact: the head has 30 bits, 10^9 has 21 that count.
      const value = (head * POWERS[inTail]! + tail) / POWERS[scale]!;
      const low = Math.fround(value * (1 - BRACKET));
      if (low === Math.fround(value * (1 + BRACKET))) {
        to[index++] = negative ? -low : low;
        continue;
      }
    }
    while (at < stop && bytes[at] !== SPACE && bytes[at] !== TAB) at++;
    const value = Math.fround(parseText(bytes, from, at));
    if (!(Math.abs(value) < Infinity)) return;
    to[index++] = value;
  }
}

/** Behind nine digits in front, nine more: a whole number below 10^18. */
const MOST_DIGITS = 2 * HALF;
/** Digits of which every whole number is a float64. */
const EXACT_DIGITS = 15;
/** The power of ten up to which float64 is exact. */
const EXACT_POWER = 22;
/** Far above the error of a correction that is itself right to 2^-52, far below any distance that matters. */
const CORRECTION = 1e-13;

/**
 * The float64 nearest to the decimal number that `bytes[from, to)` holds: exactly `Number(text)`, quicker; an infinity where
 * it is too large. NaN where it is no `[+-]digits[.digits][e[+-]digits]`.
 *
 * At `bytes[to]` must stand what is no part of a number.
 *
 * Up to fifteen digits are a quotient of two exact numbers, which is rounded once. Of up to eighteen the quotient is taken
 * twice: the second time of what the first left over, which Dekker's product gives exactly. Where the sum of both could
 * round either way, and for longer numbers, the text is parsed in full (Clinger 1990; Dekker 1971).
 */
export function parseDecimal(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  const negative = bytes[at] === MINUS;
  if (negative || bytes[at] === PLUS) at++;
  let head = 0;
  let tail = 0;
  let digits = 0;
  let scale = 0;
  let seen = 0;
  let digit = bytes[at]! - ZERO;
  while (digit >= 0 && digit <= 9) {
    if (digits < HALF) head = (Math.imul(head, 10) + digit) | 0;
    else if (digits < MOST_DIGITS) tail = (Math.imul(tail, 10) + digit) | 0;
    if (head !== 0) digits++;
    seen++;
    digit = bytes[++at]! - ZERO;
  }
  if (digit === POINT) {
    digit = bytes[++at]! - ZERO;
    while (digit >= 0 && digit <= 9) {
      if (digits < HALF) head = (Math.imul(head, 10) + digit) | 0;
      else if (digits < MOST_DIGITS) tail = (Math.imul(tail, 10) + digit) | 0;
      if (head !== 0) digits++;
      seen++;
      scale++;
      digit = bytes[++at]! - ZERO;
    }
  }
  if (at !== to || seen === 0 || digits > MOST_DIGITS || scale > EXACT_POWER) {
    return parseText(bytes, from, to);
  }
  const shift = digits > HALF ? POWERS[digits - HALF]! : 1;
  const front = head * shift;
  const whole = front + tail;
  const divisor = POWERS[scale]!;
  let value = whole / divisor;
  if (digits > EXACT_DIGITS) {
    // What the sum lost, and what the quotient lost: both exact.
    const lost = tail - (whole - front);
    const rest = remainder(whole, value, divisor) + lost;
    const correction = rest / divisor;
    const low = value + correction * (1 - CORRECTION);
    if (low !== value + correction * (1 + CORRECTION)) return parseText(bytes, from, to);
    value = low;
  }
  return negative ? -value : value;
}

/** 2^27 + 1: parts a float64 into two halves of 26 bits (Veltkamp). */
const SPLITTER = 134_217_729;

/** `dividend - quotient * divisor`, exact where `quotient` is the float64 nearest to `dividend / divisor`. */
function remainder(dividend: number, quotient: number, divisor: number): number {
  const product = quotient * divisor;
  const q = SPLITTER * quotient;
  const d = SPLITTER * divisor;
  const quotientHigh = q - (q - quotient);
  const divisorHigh = d - (d - divisor);
  const quotientLow = quotient - quotientHigh;
  const divisorLow = divisor - divisorHigh;
  const error =
    quotientLow * divisorLow -
    (product - quotientHigh * divisorHigh - quotientLow * divisorHigh - quotientHigh * divisorLow);
  return dividend - product - error;
}

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Whether the text is a decimal number, such as `0.93`, `-2` or `1e-3`. */
export function isDecimal(text: string): boolean {
  return DECIMAL.test(text);
}

function parseText(bytes: Uint8Array, from: number, to: number): number {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1');
  return DECIMAL.test(text) ? Number(text) : NaN;
}

/** The decimal of 6 to 9 digits, no more than are needed, that is read back as the float32 `value`. */
export function formatFloat32(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const leading = Math.floor(Math.log10(Math.abs(value)));
  for (let digits = 6; digits <= 9; digits++) {
    const power = POWERS[digits - 1 - leading];
    // A whole number divided by an exact power of ten is the float64 that its decimal has.
    const number =
      power === undefined ? Number(value.toPrecision(digits)) : Math.round(value * power) / power;
    if (Math.fround(number) === value) return String(number);
  }
  return String(value);
}
