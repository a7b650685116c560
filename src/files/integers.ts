import { FormatError } from '../errors.js';
import type { Field } from './fields.js';
import { quote } from './quote.js';

/** At most nine digits: every such number fits 32 bits, and none has a second spelling. */
const CANONICAL = /^(0|[1-9]\d{0,8})$/;

/**
 * The whole number a field holds, 0 to 999,999,999, in its one canonical form: digits without sign, leading zero, point,
 * exponent or space around them.
 *
 * @param what for the message, such as `a fold`
 * @throws FormatError E_NUMBER for any other text, and for numbers below `least`
 */
export function wholeNumber(field: Field, what: string, least = 1): number {
  const value = CANONICAL.test(field.text) ? Number(field.text) : NaN;
  if (value >= least) return value;
  throw new FormatError(
    'E_NUMBER',
    field,
    `expected ${what}, a whole number from ${least}, found ${quote(field.text)}`,
    'write plain digits',
  );
}
