import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { snappyBytes } from '../../src/files/snappy.js';

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

describe('snappyBytes', () => {
  test.each<[number[], string, string]>([
    [[0], '', 'nothing'],
    [[3, 0b10_00, 97, 98, 99], 'abc', 'a literal of 3'],
    [[7, 0b0_00, 97, 0b010_01, 1], 'aaaaaaa', 'a copy of 6 from 1 back, over what it writes'],
    [[5, 0b1_00, 97, 98, 0b10_10, 2, 0], 'ababa', 'a copy of 3 with an offset of 2 bytes'],
    [[5, 0b1_00, 97, 98, 0b10_11, 2, 0, 0, 0], 'ababa', 'the same with an offset of 4 bytes'],
    [[61, 60 << 2, 60, ...new Array<number>(61).fill(97)], 'a'.repeat(61), 'a length of one byte'],
  ])('of %j is %j: %s', (block, expected) => {
    expect(text(snappyBytes(Uint8Array.from(block), expected.length))).toBe(expected);
  });

  test.each<[number[], number, string]>([
    [[3, 0b10_00, 97, 98], 3, 'the literal ends too early'],
    [[3, 0b1_00, 97, 98], 3, 'a byte is missing'],
    [[1, 0b1_00, 97, 98], 1, 'a byte too many'],
    [[4, 0b10_01, 1], 4, 'a copy from before the beginning'],
    [[5, 0b0_00, 97, 0b000_01, 0], 5, 'a copy from 0 back'],
    [[9, 63 << 2, 0xff, 0xff, 0xff, 0xff], 9, 'a literal of 2^32 bytes'],
    [[0xff, 0xff, 0xff, 0xff, 0xff, 0xff], 3, 'a length without end'],
    [[3, 0b10_00, 97, 98, 99], 4, 'another length than is stated'],
  ])('refuses %j for %d bytes: %s', (block, size) => {
    expect(() => snappyBytes(Uint8Array.from(block), size)).toThrow(RangeError);
  });

  test('gives as many bytes as were asked for or throws a RangeError, and ends', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat({ max: 127 }), (rest, size) => {
        try {
          expect(snappyBytes(Uint8Array.from([size, ...rest]), size)).toHaveLength(size);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
  });
});
