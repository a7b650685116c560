import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatFloat32, parseDecimal, parseFloats } from '../../src/files/decimal.js';

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

describe('parseDecimal', () => {
  const decimal = (text: string) => {
    const bytes = Buffer.from(`9${text},9`, 'latin1');
    return parseDecimal(bytes, 1, bytes.length - 2);
  };
  const same = (text: string) => {
    expect({ text, same: Object.is(decimal(text), Number(text)) }).toEqual({ text, same: true });
  };

  test.each([
    ['0', 'zero'],
    ['-0.000', 'the sign of zero is kept'],
    ['+1.5', 'a plus sign'],
    ['.5', 'no digit before the point'],
    ['5.', 'no digit behind the point'],
    ['000000000000000000000000.5', 'zeros in front do not count'],
    ['0.28193601965904236', 'seventeen digits, as float32 values are written in float64'],
    ['0.00000000000000012345678901234567', 'seventeen digits behind many zeros'],
    ['9007199254740993', '2^53 + 1: the middle between two float64, to even'],
    ['900719925474099.3', 'just above a middle'],
    ['999999999999999999', 'eighteen digits'],
    ['9999999999999999999', 'nineteen digits'],
    ['0.1000000000000000055511151231257827', 'all digits of a float64'],
    ['1e-7', 'an exponent'],
    ['1.7976931348623157e308', 'the greatest'],
    ['1e309', 'beyond the greatest'],
    ['-1e309', 'below the least'],
    ['5e-324', 'the smallest'],
    ['2e-324', 'below half of it'],
  ])('reads %s: %s', same);

  test.each([
    ...['', '+', '-', '.', 'e5', '1e', '1e+', '--1', '1.2.3', '1_0', '0x10', '1e5.0', '1;5', ' 1'],
    ...['1 ', 'nan', 'NaN', 'inf', 'Infinity', '1f', '1d5', '\u00b2', '-.'],
  ])('is NaN for %j', (text) => {
    expect(decimal(text)).toBeNaN();
  });

  test('is Number(text) for every decimal', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'.split('')), maxLength: 12 });
    const exponent = fc.oneof(
      { weight: 5, arbitrary: fc.constant('') },
      fc.integer({ min: -330, max: 330 }).map((e) => `e${e}`),
    );
    fc.assert(
      fc.property(fc.constantFrom('', '-', '+'), digits, digits, exponent, (sign, a, b, e) => {
        same(`${sign}${a}1.${b}${e}`);
      }),
      { numRuns: 20_000 },
    );
  });

  test('is Number(text) for what float32 and float64 values are written as', () => {
    const single = fc.float({ min: -1, max: 1, noNaN: true });
    const double = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.oneof(single, double), (value) => {
        same(String(value));
      }),
      { numRuns: 20_000 },
    );
  });

  test('is Number(text) at and beside the middle between neighbouring float64', () => {
    // Whole numbers between 2^53 and 10^18 lie on, or half way between, float64 values.
    const whole = fc.bigInt({ min: 2n ** 53n, max: 10n ** 18n - 2n });
    fc.assert(
      fc.property(whole, fc.integer({ min: 0, max: 18 }), (value, scale) => {
        for (const text of [value - 1n, value, value + 1n].map(String)) {
          same(`${text.slice(0, text.length - scale)}.${text.slice(text.length - scale)}`);
        }
      }),
      { numRuns: 20_000 },
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
