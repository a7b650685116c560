import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatFloat32, parseFloats } from '../../src/files/decimal.js';

/** The number that is all of `text`, NaN where it is not taken. */
function parse(text: string): number {
  // Within a longer buffer, since that is how it is called.
  const bytes = Buffer.from(`9${text}\n9`, 'latin1');
  const stop = bytes.length - 2;
  const progress = { at: 1, index: 1 };
  const to = new Float32Array(3);
  parseFloats(bytes, progress, stop, to, 2);
  return progress.at === stop && progress.index === 2 ? to[1]! : NaN;
}

describe('parseFloats', () => {
  /** NaN for what is infinite, which is not taken. */
  const oracle = (text: string) => {
    const value = Math.fround(Number(text));
    return Math.abs(value) === Infinity ? NaN : value;
  };

  test.each([
    ['0', 'zero'],
    ['-0.0', 'the sign of zero is kept'],
    ['+1.5', 'a plus sign'],
    ['.5', 'no digit before the point'],
    ['5.', 'no digit behind the point'],
    ['1.3515087366104126', '17 digits, as Python writes float32 values'],
    ['0.1', 'not a binary fraction'],
    ['16777217', '2^24 + 1: the middle between two float32, to even'],
    ['16777217.000000000000000001', 'above the middle by less than float64 sees'],
    ['16777216.999999999', 'just below the middle'],
    ['16777217.000000001', 'just above the middle'],
    ['1.00000005960464477539062500', '1 + 2^-24: a middle, by more digits than float64 has'],
    ['3.4028234663852886e38', 'the largest float32'],
    ['3.4028235677973366e38', 'the middle between it and infinity'],
    ['1e39', 'beyond float32'],
    ['1e400', 'beyond float64'],
    ['1e-45', 'the smallest float32'],
    ['7e-46', 'just above half of it'],
    ['7.006492321624085e-46', 'half of it'],
    ['1e-400', 'below float64'],
    ['1.17549435e-38', 'where subnormal numbers begin'],
    [`0.${'0'.repeat(60)}1e60`, 'many zeros and an exponent that makes up for them'],
    [`${'1'.repeat(30)}e-25`, 'more digits than are kept'],
    [`1e${'0'.repeat(30)}5`, 'an exponent with leading zeros'],
    ['123456789012345678901234567890', 'thirty digits without a point'],
  ])('reads %s: %s', (text) => {
    expect(Object.is(parse(text), oracle(text))).toBe(true);
  });

  test.each([
    ...['', '+', '-', '.', 'e5', '1e', '1e+', '--1', '1.2.3', '1_0', '0x10', '1e5.0', '1,5'],
    ...['nan', 'NaN', 'inf', 'Infinity', '-inf', '1f', '1d5', '\u00b2'],
  ])('does not take %j', (text) => {
    expect(parse(text)).toBeNaN();
  });

  test('is Math.fround(Number(text)) for every decimal', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'.split('')), maxLength: 24 });
    const exponent = fc.oneof(
      fc.constant(''),
      fc.integer({ min: -60, max: 60 }).map((e) => `e${e}`),
    );
    const decimal = fc
      .tuple(fc.constantFrom('', '-', '+'), digits, digits, exponent)
      .map(([sign, whole, fraction, e]) => `${sign}${whole}1.${fraction}${e}`);
    fc.assert(
      fc.property(decimal, (text) => {
        expect(Object.is(parse(text), oracle(text))).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  test('is Math.fround(Number(text)) at and beside the middle between neighbouring float32', () => {
    const positive = fc.float({ min: 2 ** -120, max: 2 ** 120, noNaN: true });
    fc.assert(
      fc.property(positive, fc.integer({ min: -3, max: 3 }), (low, steps) => {
        const bits = new Uint32Array(Float32Array.of(low).buffer);
        bits[0]!++;
        const middle = (low + new Float32Array(bits.buffer)[0]!) / 2;
        const text = String(middle * (1 + steps * Number.EPSILON));
        expect(Object.is(parse(text), oracle(text))).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('parseFloats on a line', () => {
  const line = (text: string, limit = 9) => {
    const progress = { at: 0, index: 0 };
    const to = new Float32Array(10).fill(NaN);
    parseFloats(Buffer.from(`${text}\n`), progress, text.length, to, limit);
    return { ...progress, values: [...to.subarray(0, progress.index)] };
  };

  test('takes all numbers, however many spaces and tabs set them apart', () => {
    expect(line('  1\t-2.5   3e0 ')).toEqual({ at: 15, index: 3, values: [1, -2.5, 3] });
  });

  test('stops at what is no number, with the place', () => {
    expect(line('1 2x 3')).toEqual({ at: 2, index: 1, values: [1] });
    expect(line('1 1e99 3')).toEqual({ at: 2, index: 1, values: [1] });
  });

  test('stops before a number too many', () => {
    expect(line('1 2 3', 2)).toEqual({ at: 4, index: 2, values: [1, 2] });
  });
});

describe('formatFloat32', () => {
  test('is read back as the same float32, with at most nine digits', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = formatFloat32(value);
        expect(Object.is(parse(text), value)).toBe(true);
        const digits = text.replace(/e.*$/, '').replace(/[^0-9]/g, '');
        expect(digits.replace(/^0+|0+$/g, '').length).toBeLessThanOrEqual(9);
      }),
      { numRuns: 3000 },
    );
  });
});
