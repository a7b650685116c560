import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { sortScores } from '../../src/metrics/sort-scores.js';

/** As many as are sorted by digits, and so few that a test stays short. */
const MANY = 20_000;

/** Floats of every size and sign, by their bits; NaN, which no sweep sorts, is taken for 0. */
function floats(seed: number, count: number): Float32Array {
  const random = xoroshiro128plus(seed);
  const bits = new Uint32Array(count);
  for (let i = 0; i < count; i++) bits[i] = uniformInt(random, 0, 0xffff_ffff);
  return new Float32Array(bits.buffer).map((value) => (Number.isNaN(value) ? 0 : value));
}

const bytes = (scores: Float32Array) =>
  Buffer.from(scores.buffer, scores.byteOffset, scores.byteLength);

describe('scores in ascending order', () => {
  test('are those of the engine, to the byte, however many', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.constantFrom(0, 1, 2, MANY - 1, MANY, MANY + 1),
        (seed, count) => {
          const scores = floats(seed, count);
          expect(bytes(sortScores(scores.slice())).equals(bytes(scores.slice().sort()))).toBe(true);
        },
      ),
      { numRuns: 12 },
    );
  });

  test.each([
    ['zeros of both signs', [0, -0]],
    ['numbers below the least normal one', [1e-45, -1e-45, 1e-40]],
    [
      'the greatest and the least',
      [3.4028234663852886e38, -3.4028234663852886e38, Infinity, -Infinity],
    ],
    ['cosines that differ in the last bit', [0.5, 0.5 + 2 ** -24, 0.5 - 2 ** -25]],
  ])('holds for %s', (_, some) => {
    const scores = Float32Array.from({ length: MANY }, (_value, i) => some[(i * 7) % some.length]!);
    expect(bytes(sortScores(scores.slice())).equals(bytes(scores.slice().sort()))).toBe(true);
  });

  test('are sorted where they lie, also in the middle of a buffer', () => {
    const all = floats(3, MANY + 2);
    const [first, last] = [all[0], all[MANY + 1]];
    const inner = all.subarray(1, MANY + 1);
    const expected = inner.slice().sort();
    expect(sortScores(inner)).toBe(inner);
    expect(inner).toEqual(expected);
    expect([all[0], all[MANY + 1]]).toEqual([first, last]);
  });

  test('of 64 bits are left to the engine', () => {
    const scores = Float64Array.from({ length: MANY }, (_value, i) => Math.sin(i));
    expect(sortScores(scores.slice())).toEqual(scores.slice().sort());
  });
});
