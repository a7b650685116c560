import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { catalogueOf, sampleClusters, type ClusterOptions } from '../../src/protocols/index.js';
import { messageOf } from '../datasets/parsing.js';

const people = (sizes: readonly number[]) =>
  catalogueOf(
    sizes.flatMap((size, p) =>
      Array.from({ length: size }, (_, i) => ({
        id: `p${String(p).padStart(2, '0')}/${i}.jpg`,
        person: `p${String(p).padStart(2, '0')}`,
      })),
    ),
  );

/** The sizes of the clusters, ascending. */
function drawn(sizes: readonly number[], options: Partial<ClusterOptions>, seed = 1): number[] {
  const catalogue = people(sizes);
  const pictures = sampleClusters(catalogue, { least: 1, ...options }, xoroshiro128plus(seed));
  expect(new Set(pictures).size).toBe(pictures.length);
  expect(pictures).toEqual(pictures.toSorted());
  const own = new Map<number, number>();
  for (const picture of pictures) {
    const person = catalogue.person[picture]!;
    own.set(person, (own.get(person) ?? 0) + 1);
  }
  return [...own.values()].sort((a, b) => a - b);
}

describe('a set to be clustered', () => {
  test.each<{
    why: string;
    sizes: number[];
    options: Partial<ClusterOptions>;
    expected: number[];
  }>([
    { why: 'everybody', sizes: [1, 3, 2], options: {}, expected: [1, 2, 3] },
    {
      why: 'whoever has enough, cut',
      sizes: [1, 5, 2],
      options: { least: 2, perIdentity: 3 },
      expected: [2, 3],
    },
    {
      why: 'as many of each size as asked, of persons who may have more',
      sizes: [9, 4, 4, 1],
      options: {
        sizes: [
          { size: 1, persons: 1 },
          { size: 4, persons: 2 },
        ],
      },
      expected: [1, 4, 4],
    },
  ])('holds $why', ({ sizes, options, expected }) => {
    expect(drawn(sizes, options)).toEqual(expected);
  });

  test('is found with every seed wherever it can be had', () => {
    // Two have three pictures: a draw that gave one of them to the smaller size would fail.
    const sizes = [
      { size: 1, persons: 1 },
      { size: 3, persons: 2 },
    ];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        expect(drawn([3, 3, 1], { sizes }, seed)).toEqual([1, 3, 3]);
      }),
    );
  });

  test('draws every set of persons alike', () => {
    const times = [0, 0, 0, 0];
    // One generator for all: seeds in a row begin alike.
    const random = xoroshiro128plus(1);
    const catalogue = people([1, 1, 1, 1]);
    for (let draw = 0; draw < 600; draw++) {
      const pictures = sampleClusters(catalogue, { least: 1, persons: 2 }, random);
      for (const one of pictures) times[one]!++;
    }
    // 600 draws, 300 each: six standard deviations are 74.
    for (const one of times) expect(Math.abs(one - 300)).toBeLessThan(74);
  });

  test.each<[number[], Partial<ClusterOptions>, string]>([
    [[1, 1], { least: 2 }, '0 persons have 2 pictures or more, 1 are wanted'],
    [[1, 2], { persons: 3 }, '2 persons have 1 picture or more, 3 are wanted'],
    [
      [3, 2],
      {
        sizes: [
          { size: 3, persons: 1 },
          { size: 2, persons: 2 },
        ],
      },
      '2 persons have 2 pictures or more, 3 are wanted',
    ],
  ])('is refused of %j with %j', (sizes, options, says) => {
    expect(messageOf(() => drawn(sizes, options))).toContain(`E_PROTOCOL_FEW ${says}`);
  });
});
