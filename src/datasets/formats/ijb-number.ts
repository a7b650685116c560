import { FormatError } from '../../errors.js';
import type { Field } from '../../files/fields.js';
import { quote } from '../../files/quote.js';

/** Templates and media are numbered in 32 bits. */
export const LARGEST = 0xff_ff_ff_ff;

const ZERO = 48;

const MOST_DIGITS = 10;

/** The number of a template or a medium, 0 to 4,294,967,295, in digits without a leading zero; NaN for any other text. */
export function ijbNumber(text: string): number {
  return ijbNumberIn(text, 0, text.length);
}

/** As {@link ijbNumber}, of the part of a text from `start` to `end`, which is not cut out of it: a million are read. */
export function ijbNumberIn(text: string, start: number, end: number): number {
  const length = end - start;
  if (length < 1 || length > MOST_DIGITS) return NaN;
  if (length > 1 && text.charCodeAt(start) === ZERO) return NaN;
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return NaN;
    value = 10 * value + digit;
  }
  return value <= LARGEST ? value : NaN;
}

/** The error for a field that holds no such number. @param what such as `a template` */
export function noIjbNumber(field: Field, what: string): FormatError {
  return new FormatError(
    'E_NUMBER',
    field,
    `expected the number of ${what}, 0 to ${LARGEST}, found ${quote(field.text)}`,
    'write plain digits',
  );
}
