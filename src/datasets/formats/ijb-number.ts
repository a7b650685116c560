import { FormatError } from '../../errors.js';
import type { Field } from '../../files/fields.js';
import { quote } from '../../files/quote.js';

/** Templates and media are numbered in 32 bits. */
export const LARGEST = 0xff_ff_ff_ff;

const CANONICAL = /^(0|[1-9]\d{0,9})$/;

/** The number of a template or a medium, 0 to 4,294,967,295, in digits without a leading zero; NaN for any other text. */
export function ijbNumber(text: string): number {
  const value = CANONICAL.test(text) ? Number(text) : NaN;
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
