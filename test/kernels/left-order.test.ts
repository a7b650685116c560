import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { byLeftRow, isMixed, runsOf } from '../../src/kernels/left-order.js';

const ROWS = 5;

const comparisons = fc
  .array(fc.tuple(fc.nat({ max: ROWS - 1 }), fc.nat({ max: ROWS - 1 })), { maxLength: 40 })
  .map((pairs) => ({
    left: Uint32Array.from(pairs, ([a]) => a),
    right: Uint32Array.from(pairs, ([, b]) => b),
  }));

describe('comparisons by left row', () => {
  test.each([
    { why: 'none', left: [], runs: 0, mixed: false },
    { why: 'one alone', left: [3], runs: 1, mixed: true },
    { why: 'two and two', left: [3, 3, 1, 1], runs: 2, mixed: false },
    { why: 'one row that comes again', left: [3, 1, 3], runs: 3, mixed: true },
  ])('$why: $runs runs, mixed: $mixed', ({ left, runs, mixed }) => {
    const found = runsOf(Uint32Array.from(left), left.length);
    expect(found).toBe(runs);
    expect(isMixed(found, left.length)).toBe(mixed);
  });

  test('ascend, those of one row in the order they stood in, or are left as they are', () => {
    fc.assert(
      fc.property(comparisons, ({ left, right }) => {
        const ordered = byLeftRow(left, right, ROWS);
        if (!isMixed(runsOf(left, left.length), left.length)) {
          expect(ordered).toEqual({ left, right });
          return;
        }
        const order = [...left.keys()].sort((a, b) => left[a]! - left[b]! || a - b);
        expect([...ordered.places!]).toEqual(order);
        expect([...ordered.left]).toEqual(order.map((k) => left[k]));
        expect([...ordered.right]).toEqual(order.map((k) => right[k]));
      }),
    );
  });
});
