import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import {
  catalogueOf,
  planGalleries,
  type Catalogue,
  type GalleryOptions,
} from '../../src/protocols/index.js';
import { messageOf } from '../datasets/parsing.js';

const PLAIN: GalleryOptions = {
  enrol: 1,
  enrolBy: 'chance',
  nonMated: 0.5,
  galleries: 1,
  disjoint: false,
  byGroup: false,
  few: 'probes',
};

/** Persons with `sizes` pictures each, by turns of groups x and y; the quality of a picture grows with its number. */
const people = (sizes: readonly number[]): Catalogue =>
  catalogueOf(
    sizes.flatMap((size, p) =>
      Array.from({ length: size }, (_, i) => ({
        id: `p${String(p).padStart(2, '0')}/${i}.jpg`,
        person: `p${String(p).padStart(2, '0')}`,
        group: p % 2 === 0 ? 'x' : 'y',
        quality: i,
      })),
    ),
  );

const plan = (sizes: readonly number[], options: Partial<GalleryOptions>, seed = 1) =>
  planGalleries(people(sizes), { ...PLAIN, ...options }, xoroshiro128plus(seed));

const seeds = fc.integer({ min: 0, max: 1e6 });
const counts = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 10, maxLength: 20 });

describe('galleries and probes', () => {
  test('never search with a picture that is enrolled, and enrol as many of a person as asked', () => {
    fc.assert(
      fc.property(
        counts.map((sizes) => [...sizes, 4, 4, 4, 4]),
        seeds,
        fc.constantFrom('probes', 'gallery', 'none'),
        fc.integer({ min: 1, max: 2 }),
        fc.boolean(),
        (sizes, seed, few, enrol, disjoint) => {
          const catalogue = people(sizes);
          const options = { ...PLAIN, few, enrol, disjoint, galleries: 2 } as const;
          const { galleries, enrolled, probes } = planGalleries(
            catalogue,
            options,
            xoroshiro128plus(seed),
          );
          const aside = new Set(enrolled.flatMap((own) => [...own]));
          for (const probe of probes) expect(aside.has(probe)).toBe(false);
          expect(new Set(probes).size).toBe(probes.length);
          for (const persons of galleries) {
            for (const one of persons) {
              const own = enrolled[one]!;
              expect(own).toHaveLength(Math.min(enrol, sizes[one]!));
              for (const picture of own) expect(catalogue.person[picture]).toBe(one);
              // Whoever has more is searched for, whoever has not is there only where it was asked for.
              const searched = [...probes].some((probe) => catalogue.person[probe] === one);
              expect(searched).toBe(sizes[one]! > enrol);
              if (!searched) expect(few).toBe('gallery');
            }
          }
          const probesOfFew = [...probes].filter((p) => sizes[catalogue.person[p]!]! <= enrol);
          if (few !== 'probes') expect(probesOfFew).toHaveLength(0);
          const [first, second] = galleries.map((persons) => new Set(persons));
          const both = [...first!].filter((one) => second!.has(one));
          if (disjoint) expect(both).toHaveLength(0);
        },
      ),
    );
  });

  test.each([
    { why: 'half of ten', nonMated: 0.5, persons: 10, galleries: [5] },
    { why: 'rounded, halves up', nonMated: 0.25, persons: 10, galleries: [8] },
    { why: 'nobody left out: a closed set', nonMated: 0, persons: 10, galleries: [10] },
    { why: 'each gallery draws anew', nonMated: 0.5, persons: 10, galleries: [5, 5, 5] },
  ])('leave out a share of the persons: $why', ({ nonMated, persons, galleries }) => {
    const found = plan(Array<number>(persons).fill(3), { nonMated, galleries: galleries.length });
    expect(found.galleries.map(({ length }) => length)).toEqual(galleries);
    expect(found.probes).toHaveLength(2 * persons);
  });

  test('deal persons to galleries that share nobody, as evenly as can be', () => {
    const { galleries } = plan(Array<number>(11).fill(3), {
      disjoint: true,
      galleries: 3,
      nonMated: 0,
    });
    expect(galleries.map(({ length }) => length)).toEqual([4, 4, 3]);
    expect(new Set(galleries.flatMap((persons) => [...persons])).size).toBe(11);
  });

  test('leave out the same share of every group', () => {
    for (let seed = 0; seed < 20; seed++) {
      const { galleries } = plan(Array<number>(12).fill(2), { byGroup: true }, seed);
      expect([...galleries[0]!].filter((person) => person % 2 === 0)).toHaveLength(3);
      expect(galleries[0]).toHaveLength(6);
    }
  });

  test('enrol the pictures of the highest quality, the first of equal ones', () => {
    const { enrolled } = plan([3, 4], { enrol: 2, enrolBy: 'quality', nonMated: 0 });
    expect(enrolled.map((own) => [...own])).toEqual([
      [1, 2],
      [5, 6],
    ]);
    const flat = catalogueOf(
      ['c', 'a', 'b'].map((id) => ({ id, person: 'one', quality: 1, group: 'x' })),
    );
    const options = { ...PLAIN, enrolBy: 'quality', nonMated: 0 } as const;
    expect([...planGalleries(flat, options, xoroshiro128plus(1)).enrolled[0]!]).toEqual([0]);
  });

  test('enrol every picture of a person alike', () => {
    const times = [0, 0, 0];
    // One generator for all: seeds in a row begin alike.
    const random = xoroshiro128plus(1);
    const catalogue = people([3]);
    for (let draw = 0; draw < 600; draw++) {
      const { enrolled } = planGalleries(catalogue, { ...PLAIN, nonMated: 0 }, random);
      times[enrolled[0]![0]!]!++;
    }
    // 600 draws, 200 each: six standard deviations are 70.
    for (const one of times) expect(Math.abs(one - 200)).toBeLessThan(70);
  });

  test('keep to the pictures that a person may have at most', () => {
    const { probes, enrolled } = plan([5, 5], { perIdentity: 3, nonMated: 0 });
    expect(enrolled.map(({ length }) => length)).toEqual([1, 1]);
    expect(probes).toHaveLength(4);
  });

  test.each([
    [[1, 1], {}, 'no person has more than 1 picture: one at least is searched with'],
    [[2, 2], { enrol: 2 }, 'no person has more than 2 pictures: one at least is searched with'],
    [[3, 3], { nonMated: 0.9 }, 'gallery 1 of 1 would hold nobody'],
    [
      [3, 3],
      { disjoint: true, galleries: 3, nonMated: 0 },
      'gallery 3 of 3 would hold nobody; ask for a smaller share with --non-mated',
    ],
  ])('are refused of %j with %j', (sizes, options, says) => {
    expect(messageOf(() => plan(sizes, options))).toContain(`E_PROTOCOL_FEW ${says}`);
  });
});
