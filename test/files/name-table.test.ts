import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { NameTable } from '../../src/files/name-table.js';

/** The number of `text`, which lies within other bytes. */
function numberOf(table: NameTable, text: string): number {
  const bytes = Buffer.from(`<${text}>`);
  return table.numberOf(bytes, 1, bytes.length - 1);
}

describe('a table of names', () => {
  test('numbers them in the order of their first use, as a Map does', () => {
    const name = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.constantFrom('', '__proto__', 'a', 'b'),
    );
    fc.assert(
      fc.property(fc.array(name, { maxLength: 200 }), (names) => {
        const table = new NameTable();
        const oracle = new Map<string, number>();
        for (const text of names) {
          if (!oracle.has(text)) oracle.set(text, oracle.size);
          expect(numberOf(table, text)).toBe(oracle.get(text));
        }
        expect(table.size).toBe(oracle.size);
        expect(table.names()).toEqual([...oracle.keys()]);
      }),
    );
  });

  test('finds those that it has, and takes in none of the others', () => {
    const table = new NameTable();
    for (const text of ['a', 'é', 'ab']) numberOf(table, text);
    const bytes = Buffer.from('<éab>');
    const whole = (from: number, to: number) => [
      table.find(bytes, from, to),
      [0, 1, 2, 3].filter((number) => table.is(number, bytes, from, to)),
    ];
    expect(whole(1, 3)).toEqual([1, [1]]);
    expect(whole(3, 4)).toEqual([0, [0]]);
    expect(whole(3, 5)).toEqual([2, [2]]);
    expect(whole(4, 5)).toEqual([-1, []]);
    expect(whole(1, 1)).toEqual([-1, []]);
    expect([0, 1, 2].map((number) => table.name(number))).toEqual(['a', 'é', 'ab']);
    expect(table.size).toBe(3);
  });

  test('tells names apart whose hashes are equal', () => {
    // Found by trying: FNV-1a of 32 bits does not tell these.
    for (const [a, b] of [
      ['costarring', 'liquid'],
      ['declinate', 'macallums'],
    ] as const) {
      const table = new NameTable();
      expect([a, b, a, b].map((text) => numberOf(table, text))).toEqual([0, 1, 0, 1]);
    }
  });

  test('grows to a hundred thousand names', () => {
    const table = new NameTable();
    const texts = Array.from({ length: 100_000 }, (_, i) => `person ${i}`);
    for (let round = 0; round < 2; round++) {
      texts.forEach((text, i) => {
        if (numberOf(table, text) !== i) throw new Error(`${text} is not ${i}`);
      });
    }
    expect(table.names()).toEqual(texts);
  });
});
