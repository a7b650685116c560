import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decimal, exact } from '../../src/report/digits.js';

describe('the text of a measured number', () => {
  test.each([
    { value: 0.9856666666666667, text: '0.9856666667', why: 'ten significant digits' },
    { value: 0.1 + 0.2, text: '0.3', why: 'the last bits are not shown' },
    { value: 2957, text: '2957', why: 'integers as integers' },
    { value: 15_658_489, text: '15658489', why: 'no grouping' },
    { value: 1e-7, text: '1e-7', why: 'small rates as powers of ten' },
    { value: 0, text: '0', why: 'zero' },
    { value: -0, text: '0', why: 'no minus zero' },
    { value: NaN, text: '', why: 'undefined is empty' },
    { value: Infinity, text: 'inf', why: 'as numpy reads it' },
    { value: -Infinity, text: '-inf', why: 'as numpy reads it' },
  ])('$value is "$text": $why', ({ value, text }) => {
    expect(decimal(value)).toBe(text);
  });

  test('reads back within half a unit of its tenth digit', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: -1e300, max: 1e300 }), (value) => {
        expect(Math.abs(Number(decimal(value)) - value)).toBeLessThanOrEqual(
          Math.abs(value) * 5.0001e-10,
        );
      }),
    );
  });

  test('is the same for two numbers that differ in their last bit only', () => {
    expect(decimal(0.9666666666666668)).toBe(decimal(0.9666666666666667));
  });
});

describe('the text of a threshold', () => {
  test('reads back to the same number, bit for bit', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(exact(value)) === value).toBe(true);
      }),
    );
  });

  test('keeps a score on the side of its threshold where ten digits would not', () => {
    const score = Math.fround(0.3198);
    expect(score >= Number(exact(score))).toBe(true);
    const digits = [0.3198, 0.41, 0.57, 0.733].map(Math.fround);
    expect(digits.some((value) => value < Number(decimal(value)))).toBe(true);
  });
});
