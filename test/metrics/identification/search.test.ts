import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Searched, searchGallery } from '../../../src/metrics/identification/search.js';

const DIM = 3;

/** Few different values, so that scores tie. */
const searched = (least: number): fc.Arbitrary<Searched> =>
  fc
    .array(
      fc.tuple(
        fc.integer({ min: -1, max: 3 }),
        fc.array(fc.constantFrom(-1, -0.3, 0, 0.1, 0.6, 1), { minLength: DIM, maxLength: DIM }),
      ),
      { minLength: least, maxLength: 9 },
    )
    .map((rows) => ({
      identity: Int32Array.from(rows, ([person]) => person),
      directions: Float32Array.from(rows.flatMap(([, row]) => row)),
    }));

/** Every score by its definition, and everything else by sorting and filtering lists. */
function slowly(gallery: Searched, probes: Searched, top: number, highest: number) {
  const names = Array.from(gallery.identity, (person, e) =>
    person < 0 ? `entry ${e}` : `${person}`,
  );
  const subjects = [...new Set(names)];
  const all: number[] = [];
  const each = Array.from(probes.identity, (person, p) => {
    const scores = names.map((_, e) => {
      let sum = 0;
      for (let i = 0; i < DIM; i++) {
        sum += gallery.directions[e * DIM + i]! * probes.directions[p * DIM + i]!;
      }
      return Math.fround(sum);
    });
    const bestOf = (name: string) => Math.max(...scores.filter((_, e) => names[e] === name));
    const own = person < 0 ? undefined : subjects.find((name) => name === `${person}`);
    const others = subjects.filter((name) => name !== own);
    const wrong = scores.filter((_, e) => names[e] !== own);
    all.push(...wrong);
    const mate = own === undefined ? NaN : bestOf(own);
    const ranked = subjects
      .map((name) => ({ name, score: bestOf(name) }))
      .sort((a, b) => b.score - a.score)
      .slice(0, top);
    return {
      mate,
      other: others.length === 0 ? NaN : Math.max(...others.map(bestOf)),
      above: others.filter((name) => bestOf(name) > mate).length,
      tied: others.filter((name) => bestOf(name) === mate).length,
      candidates: ranked.map(({ name, score }) => [
        scores.findIndex((one, e) => names[e] === name && one === score),
        score,
      ]),
    };
  });
  return { each, highest: all.sort((a, b) => b - a).slice(0, highest) };
}

describe('searchGallery', () => {
  test('of every gallery gives what scores by definition and sorted lists give', () => {
    fc.assert(
      fc.property(searched(1), searched(0), fc.nat(4), fc.nat(9), (gallery, probes, top, most) => {
        const set = searchGallery(gallery, probes, DIM, { top, highest: most });
        const { each, highest } = slowly(gallery, probes, top, most);
        expect(
          each.map((_, p) => ({
            mate: set.mate[p],
            other: set.other[p],
            above: set.above[p],
            tied: set.tied[p],
            candidates: Array.from({ length: top }, (_, k) => [
              set.candidates.entry[p * top + k],
              set.candidates.score[p * top + k]! + 0,
            ]).filter(([entry]) => entry !== -1),
          })),
        ).toEqual(
          each.map(({ candidates, ...row }) => ({
            ...row,
            mate: row.mate,
            candidates: candidates.map(([entry, score]) => [entry, score! + 0]),
          })),
        );
        expect(Array.from(set.highestImpostors, (score) => score + 0)).toEqual(
          highest.map((score) => score + 0),
        );
      }),
    );
  });

  test('gives the same bytes for every size of blocks', () => {
    fc.assert(
      fc.property(
        searched(1),
        searched(0),
        fc.integer({ min: 1, max: 11 }),
        (gallery, probes, block) => {
          const options = { top: 2, highest: 5 };
          expect(searchGallery(gallery, probes, DIM, { ...options, block })).toEqual(
            searchGallery(gallery, probes, DIM, options),
          );
        },
      ),
    );
  });

  test('refuses an empty gallery, and rows that are not as many as subjects', () => {
    const none = { directions: new Float32Array(), identity: new Int32Array() };
    const odd = { directions: new Float32Array(4), identity: new Int32Array(1) };
    expect(() => searchGallery(none, none, DIM)).toThrow('a gallery without entries');
    expect(() => searchGallery(odd, none, DIM)).toThrow('4 values are not 1 rows of 3');
  });
});
