import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import {
  allPairs,
  catalogueOf,
  countAll,
  drawPairs,
  planPairs,
  type Catalogue,
  type CataloguedPicture,
  type PairBatch,
  type PlanOptions,
} from '../../src/protocols/index.js';
import { nearestImpostors } from '../../src/protocols/nearest.js';

const PLAIN: PlanOptions = { folds: 1, quantiles: 3 };

/** Persons with `sizes` pictures each, by turns of groups x and y, qualities drawn apart. */
function pictures(sizes: readonly number[]): CataloguedPicture[] {
  return sizes.flatMap((size, p) =>
    Array.from({ length: size }, (_, i) => ({
      id: `p${p}/${i}.jpg`,
      person: `p${p}`,
      group: p % 2 === 0 ? 'x' : 'y',
      quality: ((p * 31 + i * 17) % 23) / 23,
    })),
  );
}

interface Drawn {
  readonly fold: number;
  readonly genuine: boolean;
  readonly left: number;
  readonly right: number;
}

function listed(batches: Iterable<PairBatch>): Drawn[] {
  return Array.from(batches).flatMap(({ fold, genuine, left, right }) =>
    Array.from(left, (one, k) => ({ fold, genuine, left: one, right: right[k]! })),
  );
}

/** What holds of every protocol: labels are true, no comparison stands twice, none of a picture with itself, folds share no one. */
function requireSound({ person }: Catalogue, pairs: readonly Drawn[]): void {
  const seen = new Set<string>();
  const foldOf = new Map<number, number>();
  for (const { fold, genuine, left, right } of pairs) {
    expect(left).toBeLessThan(right);
    expect(person[left] === person[right]).toBe(genuine);
    const key = `${left} ${right}`;
    expect(seen.has(key)).toBe(false);
    seen.add(key);
    for (const picture of [left, right]) {
      const one = person[picture]!;
      expect(foldOf.get(one) ?? fold).toBe(fold);
      foldOf.set(one, fold);
    }
  }
}

const people = fc.array(fc.integer({ min: 2, max: 6 }), { minLength: 8, maxLength: 16 });
const seed = fc.integer({ min: 0, max: 1e6 });

describe('drawn comparisons', () => {
  test('are sound, and as many of each class in every fold, within one', () => {
    fc.assert(
      fc.property(people, seed, fc.constantFrom(undefined, 3), (sizes, start, perIdentity) => {
        const catalogue = catalogueOf(pictures(sizes));
        const random = xoroshiro128plus(start);
        const plan = planPairs(catalogue, { ...PLAIN, folds: 4, perIdentity }, random);
        const each = 6;
        const pairs = listed(drawPairs(plan, each, random));
        requireSound(catalogue, pairs);
        expect(pairs.filter(({ genuine }) => genuine)).toHaveLength(each);
        expect(pairs.filter(({ genuine }) => !genuine)).toHaveLength(each);
        for (let f = 0; f < 4; f++) {
          for (const kind of [true, false]) {
            const own = pairs.filter(({ fold, genuine }) => fold === f && genuine === kind);
            expect([1, 2]).toContain(own.length);
          }
        }
        const used = new Map<number, Set<number>>();
        for (const picture of pairs.flatMap(({ left, right }) => [left, right])) {
          const one = catalogue.person[picture]!;
          used.set(one, (used.get(one) ?? new Set()).add(picture));
        }
        for (const { size } of used.values()) {
          expect(size).toBeLessThanOrEqual(perIdentity ?? Infinity);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('are the same whatever the order of the pictures, and others by another seed', () => {
    const all = pictures(Array.from({ length: 20 }, (_, i) => 2 + (i % 5)));
    const draw = (order: readonly CataloguedPicture[], start: number) => {
      const random = xoroshiro128plus(start);
      const catalogue = catalogueOf(order);
      const plan = planPairs(catalogue, { ...PLAIN, folds: 3, perIdentity: 4 }, random);
      return listed(drawPairs(plan, 12, random)).map(({ left, right, ...rest }) => ({
        ...rest,
        ids: [catalogue.ids[left], catalogue.ids[right]],
      }));
    };
    const first = draw(all, 7);
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (order) => {
        expect(draw(order, 7)).toEqual(first);
      }),
      { numRuns: 10 },
    );
    expect(draw(all, 8)).not.toEqual(first);
  });

  test('by group are within one, as many of each', () => {
    fc.assert(
      fc.property(seed, (start) => {
        const catalogue = catalogueOf(pictures(Array.from({ length: 16 }, () => 4)));
        const random = xoroshiro128plus(start);
        const plan = planPairs(catalogue, { ...PLAIN, folds: 2, stratify: 'group' }, random);
        const pairs = listed(drawPairs(plan, 20, random));
        requireSound(catalogue, pairs);
        const { group } = catalogue;
        const tally = new Map<string, number>();
        for (const { fold, genuine, left, right } of pairs) {
          expect(group![left]).toBe(group![right]);
          const key = `${fold} ${genuine ? 1 : 0} ${group![left]!}`;
          tally.set(key, (tally.get(key) ?? 0) + 1);
        }
        expect([...tally.values()]).toEqual(Array.from({ length: 8 }, () => 5));
      }),
      { numRuns: 20 },
    );
  });

  test('within a group never cross it, though genuine ones are drawn from all', () => {
    const catalogue = catalogueOf(pictures(Array.from({ length: 12 }, () => 3)));
    const random = xoroshiro128plus(1);
    const plan = planPairs(catalogue, { ...PLAIN, withinGroup: true }, random);
    const pairs = listed(drawPairs(plan, 30, random));
    requireSound(catalogue, pairs);
    for (const { left, right } of pairs) {
      expect(catalogue.group![left]).toBe(catalogue.group![right]);
    }
    expect(new Set(pairs.map(({ left }) => catalogue.group![left])).size).toBe(2);
  });

  test('by quality are as many of each quantile of the lower one', () => {
    fc.assert(
      fc.property(seed, (start) => {
        const catalogue = catalogueOf(pictures(Array.from({ length: 18 }, () => 6)));
        const { quality, person } = catalogue;
        const random = xoroshiro128plus(start);
        const plan = planPairs(catalogue, { ...PLAIN, folds: 2, stratify: 'quality' }, random);
        const pairs = listed(drawPairs(plan, 18, random));
        requireSound(catalogue, pairs);
        // The bins told again, slowly: how many pictures have a lower quality.
        const binOf = (q: number) =>
          Math.floor((3 * quality!.filter((one) => one < q).length) / person.length);
        const tally = new Map<string, number>();
        for (const { fold, genuine, left, right } of pairs) {
          const bin = binOf(Math.min(quality![left]!, quality![right]!));
          const key = `${fold} ${genuine ? 1 : 0} ${bin}`;
          tally.set(key, (tally.get(key) ?? 0) + 1);
        }
        expect([...tally.values()]).toEqual(Array.from({ length: 12 }, () => 3));
      }),
      { numRuns: 20 },
    );
  });

  test('are refused where there are too few, with how many there are', () => {
    const random = xoroshiro128plus(1);
    const plan = planPairs(catalogueOf(pictures([2, 2, 2, 2])), { ...PLAIN, folds: 2 }, random);
    expect(() => drawPairs(plan, 6, random)).toThrow(
      'E_PROTOCOL_FEW fold 0 has 2 genuine comparisons, 3 are wanted; ask for at most 4 with --pairs',
    );
    expect(listed(drawPairs(plan, 4, random))).toHaveLength(8);
    expect(() => planPairs(catalogueOf(pictures([2])), { ...PLAIN, folds: 2 }, random)).toThrow(
      'E_PROTOCOL_FOLDS 1 persons cannot be dealt to 2 folds',
    );
  });

  test('stand in the folds that the source tells of', () => {
    const all = pictures([3, 3, 3, 3]).map((one) => ({
      ...one,
      fold: one.person < 'p2' ? 9 : 4,
    }));
    const catalogue = catalogueOf(all);
    const random = xoroshiro128plus(1);
    const plan = planPairs(catalogue, { ...PLAIN, folds: 7 }, random);
    expect(plan.folds).toBe(2);
    for (const { fold, left } of listed(drawPairs(plan, 4, random))) {
      expect(fold).toBe(catalogue.person[left]! < 2 ? 1 : 0);
    }
  });
});

describe('all comparisons', () => {
  test('are every one within the folds, where none are left out', () => {
    fc.assert(
      fc.property(people, seed, (sizes, start) => {
        const catalogue = catalogueOf(pictures(sizes));
        const random = xoroshiro128plus(start);
        const plan = planPairs(catalogue, { ...PLAIN, folds: 2 }, random);
        const pairs = listed(allPairs(plan, Infinity, random));
        requireSound(catalogue, pairs);
        let expected = 0;
        const { person } = catalogue;
        person.forEach((one, i) => {
          for (const other of person.slice(i + 1)) {
            if (plan.fold[one] === plan.fold[other]) expected++;
          }
        });
        expect(pairs).toHaveLength(expected);
        const { genuine, impostor } = countAll(plan, Infinity);
        expect(genuine + impostor).toBe(expected);
      }),
      { numRuns: 20 },
    );
  });

  test('hold no more impostors than allowed, spread over the folds', () => {
    const catalogue = catalogueOf(pictures(Array.from({ length: 12 }, () => 3)));
    const random = xoroshiro128plus(2);
    const plan = planPairs(catalogue, { ...PLAIN, folds: 3 }, random);
    const pairs = listed(allPairs(plan, 30, random));
    requireSound(catalogue, pairs);
    expect(countAll(plan, 30)).toEqual({ genuine: 36, impostor: 30 });
    for (let f = 0; f < 3; f++) {
      expect(pairs.filter(({ fold, genuine }) => fold === f && !genuine)).toHaveLength(10);
    }
  });
});

describe('hard impostors', () => {
  /** Unit vectors at these angles, in degrees. */
  const at = (...angles: number[]) => ({
    dim: 2,
    directions: Float32Array.from(
      angles.flatMap((angle) => [
        Math.cos((angle * Math.PI) / 180),
        Math.sin((angle * Math.PI) / 180),
      ]),
    ),
  });

  test.each([
    { why: 'the nearest of each', count: 2, expected: ['0,1', '2,3'] },
    { why: 'then the second nearest', count: 4, expected: ['0,1', '1,2', '2,3', '0,2', '1,3'] },
  ])('are $why', ({ count, expected }) => {
    // Nearest: 0-1, 2-3. Second nearest: of 0 it is 2, of 1 it is 2, of 2 it is 1, of 3 it is 1.
    const near = nearestImpostors(
      [Uint32Array.of(0, 1, 2, 3)],
      Uint32Array.of(0, 1, 2, 3),
      at(0, 10, 45, 50),
      count,
      xoroshiro128plus(1),
    );
    expect(near).toHaveLength(count);
    for (const pair of near) expect(expected).toContain(pair.join());
    expect(near.slice(0, 2).map(String).sort()).toEqual(['0,1', '2,3']);
  });

  test('are never of one person, and stay in their block', () => {
    const near = nearestImpostors(
      [Uint32Array.of(0, 1, 2), Uint32Array.of(3, 4)],
      Uint32Array.of(0, 0, 1, 2, 3),
      at(0, 1, 90, 0, 180),
      9,
      xoroshiro128plus(1),
    );
    expect(near.map(String).sort()).toEqual(['0,2', '1,2', '3,4']);
  });

  test('make up their share of the impostors, the nearest ones of a slow search', () => {
    const catalogue = catalogueOf(pictures(Array.from({ length: 90 }, () => 2)));
    const { person } = catalogue;
    const count = person.length;
    const vectors = at(...Array.from({ length: count }, (_, i) => (i * 73) % 359));
    const random = xoroshiro128plus(4);
    const plan = planPairs(catalogue, PLAIN, random);
    const pairs = listed(drawPairs(plan, 40, random, { person, vectors, share: 0.5 }));
    requireSound(catalogue, pairs);
    const cosine = (a: number, b: number) =>
      vectors.directions[2 * a]! * vectors.directions[2 * b]! +
      vectors.directions[2 * a + 1]! * vectors.directions[2 * b + 1]!;
    const nearestOf = (a: number) => {
      const others = [...Array(count).keys()].filter((b) => person[b] !== person[a]);
      return others.reduce((best, b) => (cosine(a, b) > cosine(a, best) ? b : best));
    };
    const hard = pairs.filter(
      ({ genuine, left, right }) =>
        !genuine && (nearestOf(left) === right || nearestOf(right) === left),
    );
    // The others are drawn from all: a few of them may be nearest ones too.
    expect(hard.length).toBeGreaterThanOrEqual(20);
    expect(hard.length).toBeLessThan(26);
    expect(pairs.filter(({ genuine }) => !genuine)).toHaveLength(40);
  });
});
