/** 10^0 to 10^22: the powers of ten that float64 holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
const DIGITS_KEPT = 17;
/** Far above the error of the quick way, three roundings of 1.1e-16 and a cut after 17 digits, far below half a float32. */
const BRACKET = 2e-15;

/**
 * The float32 nearest to the decimal number in `bytes[from, to)`: exactly `Math.fround(Number(text))`, quicker.
 *
 * NaN for what is not `[+-]digits[.digits][e[+-]digits]`. Infinite where float32 ends.
 *
 * The digits are summed and scaled in float64, which may be off by a few units in its last place. That cannot matter
 * unless the result lies so near to the middle between two float32 that its neighbours round differently: then, once in
 * millions, the text is parsed in full (the idea of Clinger 1990, "How to read floating point numbers accurately").
 */
export function parseFloat32(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  const first = bytes[at]!;
  const negative = first === MINUS;
  if (negative || first === PLUS) at++;
  let mantissa = 0;
  let significant = 0;
  let digits = 0;
  let scale = 0;
  let fraction = false;
  for (; at < to; at++) {
    const digit = bytes[at]! - ZERO;
    if (digit >= 0 && digit <= 9) {
      digits++;
      if (significant < DIGITS_KEPT) {
        mantissa = mantissa * 10 + digit;
        if (mantissa > 0) significant++;
        if (fraction) scale--;
      } else if (!fraction) {
        scale++;
      }
    } else if (digit === POINT && !fraction) {
      fraction = true;
    } else {
      break;
    }
  }
  if (digits === 0) return NaN;
  if (at < to) {
    if ((bytes[at]! | 0x20) !== SMALL_E) return NaN;
    const exponent = parseExponent(bytes, at + 1, to);
    if (Number.isNaN(exponent)) return NaN;
    scale += exponent;
  }
  if (mantissa === 0) return negative ? -0 : 0;
  if (scale >= -22 && scale <= 22) {
    const value = scale < 0 ? mantissa / POWERS[-scale]! : mantissa * POWERS[scale]!;
    const low = Math.fround(value * (1 - BRACKET));
    if (low === Math.fround(value * (1 + BRACKET))) return negative ? -low : low;
  }
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1');
  return Math.fround(Number(text));
}

const ZERO = 0x30;
const PLUS = 0x2b;
const MINUS = 0x2d;
const SMALL_E = 0x65;
/** What '.' minus '0' gives. */
const POINT = -2;

function parseExponent(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  const sign = bytes[at] === MINUS ? -1 : 1;
  if (at < to && (bytes[at] === MINUS || bytes[at] === PLUS)) at++;
  if (at === to) return NaN;
  let value = 0;
  for (; at < to; at++) {
    const digit = bytes[at]! - ZERO;
    if (digit < 0 || digit > 9) return NaN;
    value = Math.min(value * 10 + digit, 99_999);
  }
  return sign * value;
}

/** The decimal of 6 to 9 digits, no more than are needed, that is read back as the float32 `value`. */
export function formatFloat32(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  for (let digits = 6; digits < 9; digits++) {
    const number = Number(value.toPrecision(digits));
    if (Math.fround(number) === value) return String(number);
  }
  return String(Number(value.toPrecision(9)));
}
