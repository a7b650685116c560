import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cosines } from '../../src/metrics/cosines.js';

/** Four sums by the component's number, as the definition has it. */
function plain(directions: Float32Array, dim: number, left: Uint32Array, right: Uint32Array) {
  return Float32Array.from(left, (a, k) => {
    const sums = [0, 0, 0, 0];
    for (let i = 0; i < dim; i++) {
      sums[i % 4]! += directions[a * dim + i]! * directions[right[k]! * dim + i]!;
    }
    return sums[0]! + sums[2]! + (sums[1]! + sums[3]!);
  });
}

describe('cosines', () => {
  test('are sums of products, by hand', () => {
    const directions = Float32Array.of(0.6, 0.8, 1, 0, 0, -1);
    const all = cosines(
      directions,
      2,
      Uint32Array.of(0, 0, 0, 1, 2),
      Uint32Array.of(0, 1, 2, 2, 2),
    );
    expect([...all]).toEqual([1, 0.6, -0.8, 0, 1].map(Math.fround));
  });

  test('are those of the plain definition, to the byte, whatever stands beside them', () => {
    const rows = 5;
    const row = fc.integer({ min: 0, max: rows - 1 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }).chain((dim) =>
          fc.record({
            dim: fc.constant(dim),
            values: fc.array(fc.float({ min: -1, max: 1, noNaN: true }), {
              minLength: rows * dim,
              maxLength: rows * dim,
            }),
            pairs: fc.array(fc.tuple(row, row), { maxLength: 13 }),
          }),
        ),
        ({ dim, values, pairs }) => {
          const directions = Float32Array.from(values);
          const left = Uint32Array.from(pairs, ([a]) => a);
          const right = Uint32Array.from(pairs, ([, b]) => b);
          const found = Buffer.from(cosines(directions, dim, left, right).buffer);
          expect(found.equals(Buffer.from(plain(directions, dim, left, right).buffer))).toBe(true);
        },
      ),
    );
  });
});
