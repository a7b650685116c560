import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fromRaw, select, toRaw } from '../../src/embeddings/embedding-set.js';

describe('fromRaw', () => {
  test('sets direction and magnitude apart', () => {
    const set = fromRaw(['a', 'b'], Float32Array.of(3, 4, 0, -2), 2);
    expect([...set.magnitudes]).toEqual([5, 2]);
    expect([...set.directions]).toEqual([Math.fround(0.6), Math.fround(0.8), 0, -1]);
  });

  test.each([
    [[0, 0], 'E_EMBED_ZERO', 'a zero vector has no direction'],
    [[1e-45, 0].map((x) => x / 2), 'E_EMBED_ZERO', 'below float32'],
    [[1, NaN], 'E_EMBED_NONFINITE', 'a NaN would sort anywhere'],
    [[Infinity, 1], 'E_EMBED_NONFINITE', 'infinity over infinity is NaN'],
    [[3e38, 3e38], 'E_EMBED_NONFINITE', 'finite components, but a length beyond float32'],
  ])('refuses %p with %s: %s', (vector, code) => {
    const raw = Float32Array.of(1, 1, ...vector);
    expect(() => fromRaw(['fine', 'bad one'], raw, 2)).toThrow(
      expect.objectContaining({
        code,
        exit: 65,
        message: expect.stringContaining('"bad one"'),
      }),
    );
  });

  test('takes the largest and the smallest vectors whose length is a float32', () => {
    const set = fromRaw(['large', 'small'], Float32Array.of(2e38, 2e38, 1e-45, 0), 2);
    expect(set.directions[0]).toBeCloseTo(Math.SQRT1_2, 6);
    expect([...set.directions.subarray(2)]).toEqual([1, 0]);
  });

  test('calls counts that do not agree a bug, not bad data', () => {
    expect(() => fromRaw(['a'], new Float32Array(3), 2)).toThrow(RangeError);
  });

  const vectors = fc.array(
    fc.array(fc.float({ min: -100, max: 100, noNaN: true }), { minLength: 3, maxLength: 3 }),
    { maxLength: 8 },
  );

  test('makes unit rows that toRaw brings back to within 2e-7 of their length', () => {
    fc.assert(
      fc.property(vectors, (rows) => {
        const usable = rows.filter((row) => Math.hypot(...row) > 1e-30);
        const raw = Float32Array.from(usable.flat());
        const set = fromRaw(usable.map(String), raw, 3);
        const back = toRaw(set);
        for (const [i, row] of usable.entries()) {
          expect(Math.hypot(...set.directions.subarray(3 * i, 3 * i + 3))).toBeCloseTo(1, 6);
          for (const [j, value] of row.entries()) {
            const off = Math.abs(back[3 * i + j]! - value);
            expect(off).toBeLessThanOrEqual(2e-7 * Math.hypot(...row));
          }
        }
      }),
    );
  });
});

describe('select', () => {
  const set = fromRaw(['a', 'b', 'c'], Float32Array.of(1, 2, 3), 1);

  test("puts rows into a protocol's order and leaves the others out", () => {
    const selected = select(set, ['c', 'a']);
    expect(selected.ids).toEqual(['c', 'a']);
    expect([...selected.magnitudes]).toEqual([3, 1]);
  });

  test('counts and names what is missing, the first few', () => {
    const ids = Array.from({ length: 7 }, (_, i) => `x${i}`);
    expect(() => select(set, ['a', ...ids])).toThrow(
      'E_EMBED_MISSING 7 of 8 pictures have no embedding: "x0", "x1", "x2", "x3", "x4", and 2 more;',
    );
  });

  test('names the ids that there are, so that a difference in spelling is seen', () => {
    expect(() => select(set, ['A'])).toThrow('"a", "b"');
  });

  test('refuses ids that stand twice, in the embeddings or in the list', () => {
    const twice = fromRaw(['a', 'b', 'a'], Float32Array.of(1, 2, 3), 1);
    expect(() => select(twice, ['b'])).toThrow(
      'E_EMBED_DUPLICATE "a" stands twice in the embeddings, in rows 0 and 2 (from 0)',
    );
    expect(() => select(set, ['a', 'a'])).toThrow('E_EMBED_DUPLICATE');
  });

  test('keeps ids such as __proto__ apart', () => {
    const odd = fromRaw(['__proto__', 'constructor'], Float32Array.of(1, 2), 1);
    expect([...select(odd, ['constructor', '__proto__']).magnitudes]).toEqual([2, 1]);
  });
});
