import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readRuns } from '../../src/files/run-lengths.js';

/** Runs by the grammar of Parquet, bit by bit: a varint `count << 1` and the number, or `groups << 1 | 1` and the bits. */
function written(
  width: number,
  runs: readonly ({ of: number; count: number } | number[])[],
): Uint8Array {
  const bytes: number[] = [];
  const varint = (value: number) => {
    for (; value >= 128; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
    bytes.push(value);
  };
  for (const run of runs) {
    if (!Array.isArray(run)) {
      varint(run.count * 2);
      for (let i = 0; i < Math.ceil(width / 8); i++)
        bytes.push(Math.floor(run.of / 256 ** i) % 256);
      continue;
    }
    const groups = Math.ceil(run.length / 8);
    varint(groups * 2 + 1);
    const bits = run.flatMap((value) =>
      Array.from({ length: width }, (_, i) => Math.floor(value / 2 ** i) % 2),
    );
    for (let at = 0; at < groups * width; at++) {
      bytes.push(bits.slice(8 * at, 8 * at + 8).reduce((sum, bit, i) => sum + bit * 2 ** i, 0));
    }
  }
  return Uint8Array.from(bytes);
}

describe('readRuns', () => {
  test.each<[number, number[], number, number[], string]>([
    [1, [0x0a, 1], 5, [1, 1, 1, 1, 1], 'five times 1'],
    [
      3,
      [0x03, 0x88, 0xc6, 0xfa],
      8,
      [0, 1, 2, 3, 4, 5, 6, 7],
      "the example of Parquet's Encodings.md",
    ],
    [1, [0x03, 0b10, 0x02, 1], 9, [0, 1, 0, 0, 0, 0, 0, 0, 1], 'both kinds'],
    [
      2,
      [0xfe, 0xff, 0xff, 0xff, 0x0f, 2],
      3,
      [2, 2, 2],
      'a run that is said to be of two thousand millions',
    ],
    [0, [], 3, [0, 0, 0], 'numbers of no bits'],
  ])('of %d bits in %j are, %d of them, %j: %s', (width, bytes, count, expected) => {
    expect([...readRuns(Uint8Array.from(bytes), width, count)]).toEqual(expected);
  });

  test('gives back what was written, whatever the width', () => {
    const cases = fc.integer({ min: 1, max: 32 }).chain((width) => {
      const number = fc.nat({ max: 2 ** width - 1 });
      const run = fc.oneof(
        fc.record({ of: number, count: fc.integer({ min: 1, max: 300 }) }),
        fc
          .array(number, { minLength: 8, maxLength: 40 })
          .map((all) => all.slice(0, all.length & ~7)),
      );
      return fc.tuple(fc.constant(width), fc.array(run, { maxLength: 5 }));
    });
    fc.assert(
      fc.property(cases, ([width, runs]) => {
        const values = runs.flatMap((run) =>
          Array.isArray(run) ? run : new Array<number>(run.count).fill(run.of),
        );
        expect([...readRuns(written(width, runs), width, values.length)]).toEqual(values);
      }),
    );
  });

  test('throws a RangeError where the bytes end too early, never anything else, and ends', () => {
    const bytes = fc.uint8Array({ maxLength: 12 });
    fc.assert(
      fc.property(bytes, fc.nat({ max: 33 }), fc.nat({ max: 100 }), (runs, width, count) => {
        try {
          expect(readRuns(runs, width, count)).toHaveLength(count);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
  });
});
