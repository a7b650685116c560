import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { orderStatistics } from '../../src/metrics/order-statistics.js';

const all = (n: number) => Array.from({ length: n }, (_, rank) => rank);

describe('order statistics', () => {
  test('are those of the sorted values, NaN left out', () => {
    const values = [3, NaN, -1, 0.5, 3, -0];
    const of = (ranks: (n: number) => readonly number[]) => [
      ...orderStatistics(values.length, (i) => values[i]!, ranks),
    ];
    expect(of(all)).toEqual([-1, -0, 0.5, 3, 3]);
    expect(of((n) => [0, n - 1])).toEqual([-1, 3]);
    expect(of(() => [2, 2])).toEqual([0.5, 0.5]);
  });

  test('of nothing are none', () => {
    expect([...orderStatistics(0, () => NaN, all)]).toEqual([]);
    expect([...orderStatistics(5, () => NaN, all)]).toEqual([]);
  });

  test('equal a sort, also where floats of 32 bits cannot tell values apart', () => {
    const near = fc.double({ min: 1, max: 1 + 1e-9, noNaN: true });
    const any = fc.double({ noDefaultInfinity: true });
    fc.assert(
      fc.property(fc.array(fc.oneof(near, any)), (values) => {
        const sorted = Float64Array.from(values.filter((value) => !Number.isNaN(value))).sort();
        // 0 and -0 are equal, and stand in any order.
        expect(
          [...orderStatistics(values.length, (i) => values[i]!, all)].map((v) => v + 0),
        ).toEqual([...sorted].map((v) => v + 0));
      }),
    );
  });
});
