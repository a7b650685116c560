import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { distinct } from '../../src/protocols/distinct.js';
import { dealFolds } from '../../src/protocols/folds.js';
import { pairSpace } from '../../src/protocols/pair-space.js';
import { qualityBins } from '../../src/protocols/quality-bins.js';
import { inProportion, quotas } from '../../src/protocols/quotas.js';

const seed = fc.integer({ min: 0, max: 1e6 });

describe('distinct numbers', () => {
  test('are as many as asked for, ascending, below the total and none of those left out', () => {
    fc.assert(
      fc.property(
        seed,
        fc.integer({ min: 0, max: 60 }),
        fc.array(fc.integer({ min: 0, max: 59 })),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (start, total, left, share) => {
          const without = [...new Set(left.filter((number) => number < total))].sort(
            (a, b) => a - b,
          );
          const count = Math.floor(share * (total - without.length));
          const random = xoroshiro128plus(start);
          const drawn = [...distinct(random, total, count, Float64Array.from(without))];
          expect(drawn).toHaveLength(count);
          expect([...new Set(drawn)].sort((a, b) => a - b)).toEqual(drawn);
          for (const number of drawn) {
            expect(number).toBeLessThan(total);
            expect(without).not.toContain(number);
          }
        },
      ),
    );
  });

  test.each([
    ['few', 2],
    ['most', 4],
  ])('are every set alike where %s are drawn', (_, count) => {
    const random = xoroshiro128plus(5);
    const times = new Map<string, number>();
    const draws = 6000;
    for (let i = 0; i < draws; i++) {
      const set = distinct(random, 6, count, Float64Array.of(1)).join();
      times.set(set, (times.get(set) ?? 0) + 1);
    }
    // Five numbers are left: 10 sets of two, 5 of four.
    const sets = count === 2 ? 10 : 5;
    expect(times.size).toBe(sets);
    const expected = draws / sets;
    const chi = [...times.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
    // The 0.999 quantiles of chi-squared with 9 and 4 degrees of freedom.
    expect(chi).toBeLessThan(count === 2 ? 27.9 : 18.5);
  });

  test('are drawn from more than 32 bits can count', () => {
    const drawn = distinct(xoroshiro128plus(1), 2 ** 50, 1000);
    expect(drawn.at(-1)).toBeGreaterThan(2 ** 49);
    expect(new Set(drawn).size).toBe(1000);
  });

  test('cannot be more than there are', () => {
    expect(() => distinct(xoroshiro128plus(1), 5, 5, Float64Array.of(0))).toThrow(RangeError);
  });
});

describe('the space of comparisons', () => {
  const world = fc
    .array(fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 9 }), {
      minLength: 1,
      maxLength: 3,
    })
    .map((groups) => {
      const person = Uint32Array.from(groups.flat());
      let next = 0;
      const blocks = groups.map((group) => Uint32Array.from(group, () => next++).reverse());
      return { person, blocks };
    });

  test('numbers every comparison within a block once, and finds its number again', () => {
    fc.assert(
      fc.property(world, fc.boolean(), fc.integer({ min: 1, max: 3 }), (w, genuine, modulus) => {
        const { person, blocks } = w;
        const isFirst = (picture: number) => picture % modulus === 0;
        const space = pairSpace(blocks, person, genuine, isFirst);
        const expected: string[] = [];
        for (const block of blocks) {
          block.forEach((one, i) => {
            for (const other of block.slice(i + 1)) {
              if ((person[one] === person[other]) !== genuine || !isFirst(one)) continue;
              expected.push([Math.min(one, other), Math.max(one, other)].join());
            }
          });
        }
        expect(space.size).toBe(expected.length);
        const found = Array.from({ length: space.size }, (_, index) => {
          const [a, b] = space.at(index);
          expect(space.indexOf(a, b)).toBe(index);
          expect(space.indexOf(b, a)).toBe(index);
          return [a, b].join();
        });
        expect(found.sort()).toEqual(expected.sort());
      }),
    );
  });
});

describe('folds', () => {
  test.each([
    { why: 'one picture each: within one', sizes: [1, 1, 1, 1, 1], folds: 2, pictures: [3, 2] },
    { why: 'the greatest first', sizes: [1, 5, 1, 3, 2], folds: 2, pictures: [6, 6] },
    { why: 'one person fills a fold', sizes: [9, 1, 1], folds: 2, pictures: [9, 2] },
  ])('are balanced: $why', ({ sizes, folds, pictures }) => {
    const fold = dealFolds(Uint32Array.from(sizes), folds, xoroshiro128plus(3));
    const held = Array.from({ length: folds }, () => 0);
    fold.forEach((f, person) => (held[f]! += sizes[person]!));
    expect(held.sort((a, b) => b - a)).toEqual(pictures);
  });

  test('differ by no more pictures than one person has, in every group', () => {
    const people = fc.array(
      fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 2 })),
      {
        minLength: 1,
        maxLength: 40,
      },
    );
    fc.assert(
      fc.property(people, fc.integer({ min: 1, max: 6 }), seed, (persons, folds, start) => {
        const sizes = Uint32Array.from(persons, ([size]) => size);
        const groups = Uint32Array.from(persons, ([, group]) => group);
        const fold = dealFolds(sizes, folds, xoroshiro128plus(start), groups);
        for (const group of new Set(groups)) {
          const held = Array.from({ length: folds }, () => 0);
          let greatest = 0;
          fold.forEach((f, person) => {
            if (groups[person] !== group) return;
            held[f]! += sizes[person]!;
            greatest = Math.max(greatest, sizes[person]!);
          });
          expect(Math.max(...held) - Math.min(...held)).toBeLessThanOrEqual(greatest);
        }
      }),
    );
  });
});

describe('quotas', () => {
  test('sum to the total; folds, strata and cells differ by one at most', () => {
    const small = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), small, small, (total, folds, strata) => {
        const cells = [...quotas(total, folds, strata)];
        const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
        const row = (f: number) => sum(cells.slice(f * strata, (f + 1) * strata));
        const column = (s: number) => sum(cells.filter((_, i) => i % strata === s));
        const spread = (values: number[]) => Math.max(...values) - Math.min(...values);
        expect(sum(cells)).toBe(total);
        expect(spread(cells)).toBeLessThanOrEqual(1);
        expect(spread([...Array(folds).keys()].map(row))).toBeLessThanOrEqual(1);
        expect(spread([...Array(strata).keys()].map(column))).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('in proportion sum to the total and exceed no size', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(sizes, fc.double({ min: 0, max: 1, noNaN: true }), (all, share) => {
        const total = Math.floor(share * all.reduce((a, b) => a + b, 0));
        fc.pre(total > 0);
        const parts = inProportion(total, all);
        expect(parts.reduce((a, b) => a + b, 0)).toBe(total);
        parts.forEach((part, i) => {
          expect(part).toBeLessThanOrEqual(all[i]!);
        });
      }),
    );
  });
});

test.each([
  { why: 'as many in each', quality: [4, 1, 3, 2], bins: 2, expected: [1, 0, 1, 0] },
  { why: 'equal ones stay together', quality: [1, 2, 2, 2], bins: 2, expected: [0, 0, 0, 0] },
  { why: 'more bins than pictures', quality: [7], bins: 4, expected: [0] },
])('quality bins: $why', ({ quality, bins, expected }) => {
  expect([...qualityBins(Float64Array.from(quality), bins)]).toEqual(expected);
});
