import type { PickleRefusal } from './pickle-machine.js';

/** More digits have no number in any file of vectors or pictures, and the time to read them grows with their square. */
const MOST_DIGITS = 400;

const BACKSLASH = 0x5c;
const ESCAPES: ReadonlyMap<string, number> = new Map([
  ['\\', 0x5c],
  ["'", 0x27],
  ['"', 0x22],
  ['a', 7],
  ['b', 8],
  ['t', 9],
  ['n', 10],
  ['v', 11],
  ['f', 12],
  ['r', 13],
]);

/**
 * The bytes that Python 2 wrote as a literal in quotes: a view where nothing in it is escaped.
 *
 * Source: Python's pickletools, opcode STRING; the escapes are those of a bytes literal.
 * @throws FormatError E_PICKLE_VALUE where a quote is missing or an escape is cut
 */
export function quotedBytes(line: Uint8Array, refuse: PickleRefusal): Uint8Array {
  const quote = line[0];
  if (line.length < 2 || (quote !== 0x22 && quote !== 0x27) || line.at(-1) !== quote) {
    throw refuse('E_PICKLE_VALUE', 'a string without its quotes');
  }
  const inner = line.subarray(1, -1);
  if (!inner.includes(BACKSLASH)) return inner;
  const out = Buffer.allocUnsafe(inner.length);
  let length = 0;
  for (let i = 0; i < inner.length;) {
    const byte = inner[i++]!;
    if (byte !== BACKSLASH) {
      out[length++] = byte;
      continue;
    }
    const rest = String.fromCharCode(...inner.subarray(i, i + 3));
    const digits = /^(?:x([0-9a-fA-F]{2})|([0-7]{1,3}))/.exec(rest);
    const named = ESCAPES.get(rest.charAt(0));
    if (digits !== null) {
      const [all, hexadecimal, octal] = digits;
      out[length++] =
        hexadecimal === undefined ? parseInt(octal!, 8) & 0xff : parseInt(hexadecimal, 16);
      i += all.length;
    } else if (named !== undefined) {
      out[length++] = named;
      i++;
    } else if (rest === '' || rest.startsWith('x')) {
      throw refuse('E_PICKLE_VALUE', 'an escape in a string is cut short');
    } else {
      out[length++] = byte;
    }
  }
  return out.subarray(0, length);
}

/**
 * The text of protocol 0, in which characters above U+00FF and some others are written as `\uXXXX` or `\UXXXXXXXX`.
 *
 * Source: Python's pickletools, opcode UNICODE, and the codec raw-unicode-escape.
 * @throws FormatError E_PICKLE_VALUE
 */
export function escapedText(line: Uint8Array, refuse: PickleRefusal): string {
  const text = Buffer.from(line.buffer, line.byteOffset, line.length).toString('latin1');
  // A backslash escapes a second one from being the beginning of an escape, and both stay.
  return text.replace(
    /\\(?:u([^]{0,4})|U([^]{0,8})|[^])/g,
    (all, short?: string, long?: string) => {
      const digits = short ?? long;
      if (digits === undefined) return all;
      const code = /^[0-9a-fA-F]+$/.test(digits) ? parseInt(digits, 16) : NaN;
      if (digits.length !== (short === undefined ? 8 : 4) || !(code <= 0x10ffff)) {
        throw refuse('E_PICKLE_VALUE', 'an escape in a text is no character');
      }
      return String.fromCodePoint(code);
    },
  );
}

/** A text in UTF-8. @throws FormatError E_PICKLE_VALUE */
export function utf8Text(bytes: Uint8Array, refuse: PickleRefusal): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    throw refuse('E_PICKLE_VALUE', 'a text is not UTF-8');
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * A whole number in decimal digits, as a bigint where it has more than 53 bits.
 * @throws FormatError E_PICKLE_VALUE
 */
export function decimalInteger(line: Uint8Array, refuse: PickleRefusal): number | bigint {
  const text = line.length > MOST_DIGITS ? '' : String.fromCharCode(...line);
  if (!/^[+-]?\d+$/.test(text)) throw refuse('E_PICKLE_VALUE', 'a whole number is none');
  return plainNumber(BigInt(text.replace(/^\+/, '')));
}

/** A number as Python prints it. @throws FormatError E_PICKLE_VALUE */
export function decimalFloat(line: Uint8Array, refuse: PickleRefusal): number {
  const text = line.length > MOST_DIGITS ? '' : String.fromCharCode(...line).trim();
  const named = NAMED.get(text.toLowerCase().replace(/^\+/, ''));
  if (named !== undefined) return named;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) {
    throw refuse('E_PICKLE_VALUE', 'a number is none');
  }
  return Number(text);
}

const NAMED: ReadonlyMap<string, number> = new Map([
  ['inf', Infinity],
  ['-inf', -Infinity],
  ['nan', NaN],
  ['-nan', NaN],
]);

/** A whole number of up to 1024 bytes in two's complement, the lowest byte first; of no bytes it is 0. */
export function longInteger(bytes: Uint8Array, refuse: PickleRefusal): number | bigint {
  if (bytes.length > 1024) throw refuse('E_PICKLE_LARGE', 'a number of more than 1024 bytes');
  if (bytes.length === 0) return 0;
  const value = BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
  return plainNumber(BigInt.asIntN(8 * bytes.length, value));
}

function plainNumber(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
