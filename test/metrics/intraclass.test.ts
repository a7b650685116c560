import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { intraclass } from '../../src/metrics/intraclass.js';

describe('the intraclass correlation', () => {
  test('is that of Shrout & Fleiss on their table of six persons and four judges', () => {
    // Psychological Bulletin 86 (1979), tables 2 to 4: ICC(1,1) .17, mean squares 11.24 and 6.26.
    const table = [
      [9, 2, 5, 8],
      [6, 1, 3, 2],
      [8, 4, 6, 8],
      [7, 1, 2, 6],
      [10, 5, 6, 9],
      [6, 2, 4, 7],
    ];
    const group = table.flatMap((row, person) => row.map(() => person));
    const found = intraclass(table.flat(), group);
    expect(found.value.toFixed(2)).toBe('0.17');
    expect((found.within ** 2).toFixed(2)).toBe('6.26');
    expect((4 * found.between ** 2 + found.within ** 2).toFixed(2)).toBe('11.24');
    // F 1.795, and the quantiles 3.381967805875243 and 6.361883204654352 of scipy 1.17.1 f.ppf.
    const F = 11.241666666666667 / 6.263888888888889;
    const of = (ratio: number) => (ratio - 1) / (ratio + 3);
    expect(found.low).toBeCloseTo(of(F / 3.381967805875243), 10);
    expect(found.high).toBeCloseTo(of(F * 6.361883204654352), 10);
    expect([found.groups, found.count]).toEqual([6, 24]);
  });

  test.each([
    { why: 'groups of equal values', values: [1, 1, 5, 5, 9, 9], group: [0, 0, 1, 1, 2, 2], is: 1 },
    { why: 'groups alike', values: [1, 9, 1, 9], group: [0, 0, 1, 1], is: -1 },
  ])('of $why is $is', ({ values, group, is }) => {
    expect(intraclass(values, group).value).toBeCloseTo(is, 12);
  });

  test.each([
    { why: 'no values', values: [], group: [] },
    { why: 'one group', values: [1, 2], group: [0, 0] },
    { why: 'no group of two', values: [1, 2, 3], group: [0, 1, 2] },
    { why: 'one value throughout', values: [2, 2, 2, 2], group: [0, 0, 1, 1] },
    { why: 'values of nobody known', values: [1, 2, 3, 4], group: [-1, -1, -1, -1] },
  ])('of $why is undefined', ({ values, group }) => {
    expect(intraclass(values, group)).toMatchObject({ value: NaN, low: NaN, high: NaN });
  });

  test('leaves out what is unknown, and does not change with unit, origin or names', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 3 })), {
          minLength: 3,
          maxLength: 30,
        }),
        (pairs) => {
          const [values, group] = [pairs.map(([v]) => v), pairs.map(([, g]) => g)];
          const plain = intraclass(values, group).value;
          const more = intraclass([...values, NaN, 7], [...group, 0, -1]).value;
          const other = intraclass(
            values.map((v) => 3 * v - 40),
            group.map((g) => 9 - g),
          ).value;
          if (Number.isNaN(plain)) expect([more, other]).toEqual([NaN, NaN]);
          else {
            expect(more).toBe(plain);
            expect(other).toBeCloseTo(plain, 9);
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});
