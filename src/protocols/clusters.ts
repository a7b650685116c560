import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { EXIT, UserError } from '../errors.js';
import { atMostEach, type Catalogue } from './catalogue.js';
import { distinct } from './distinct.js';

/** So many persons of exactly so many pictures. */
export interface ClusterSize {
  readonly size: number;
  readonly persons: number;
}

export interface ClusterOptions {
  /** How many clusters of each size, every size once; absent where sizes are those of the catalogue. */
  readonly sizes?: readonly ClusterSize[] | undefined;
  /** Without `sizes`: how many persons are drawn; all of them where not given. */
  readonly persons?: number | undefined;
  /** Without `sizes`: pictures that a person must have at least. */
  readonly least: number;
  /** Without `sizes`: pictures that a person may have at most. */
  readonly perIdentity?: number | undefined;
}

/**
 * The pictures of a set to be clustered, ascending: those of persons drawn by chance, every set of them alike; of a person with
 * more pictures than wanted, that many of them drawn by chance.
 *
 * Of `sizes` the greatest is drawn first, so that a set that can be had is always found: who has enough pictures for one size has
 * enough for every smaller one.
 * @throws UserError E_PROTOCOL_FEW (65) where fewer persons have enough pictures than are asked for
 */
export function sampleClusters(
  catalogue: Catalogue,
  { sizes, persons, least, perIdentity }: ClusterOptions,
  random: RandomGenerator,
): Uint32Array {
  if (sizes !== undefined) return ofSizes(catalogue, sizes, random);
  const own = picturesOf(catalogue);
  const enough = [...own.keys()].filter((person) => own[person]!.length >= least);
  const count = persons ?? enough.length;
  if (count > enough.length || enough.length === 0) {
    throw tooFew(Math.max(count, 1), least, enough.length);
  }
  const drawn = new Set(Array.from(distinct(random, enough.length, count), (i) => enough[i]!));
  const kept = atMostEach(catalogue, perIdentity ?? Infinity, random);
  return kept.filter((picture) => drawn.has(catalogue.person[picture]!));
}

function ofSizes(
  catalogue: Catalogue,
  sizes: readonly ClusterSize[],
  random: RandomGenerator,
): Uint32Array {
  const own = picturesOf(catalogue);
  const free = new Set(own.keys());
  const pictures: number[] = [];
  let before = 0;
  for (const { size, persons } of sizes.toSorted((a, b) => b.size - a.size)) {
    const enough = [...free].filter((person) => own[person]!.length >= size);
    if (persons > enough.length) throw tooFew(before + persons, size, before + enough.length);
    before += persons;
    for (const at of distinct(random, enough.length, persons)) {
      const person = enough[at]!;
      free.delete(person);
      for (const i of distinct(random, own[person]!.length, size)) pictures.push(own[person]![i]!);
    }
  }
  return Uint32Array.from(pictures).sort();
}

function picturesOf({ person, persons }: Catalogue): number[][] {
  const own: number[][] = persons.map(() => []);
  for (const [picture, owner] of person.entries()) own[owner]!.push(picture);
  return own;
}

function tooFew(wanted: number, size: number, found: number): UserError {
  const persons = found === 1 ? '1 person has' : `${found} persons have`;
  return new UserError(
    'E_PROTOCOL_FEW',
    `${persons} ${size} picture${size === 1 ? '' : 's'} or more, ${wanted} are wanted`,
    'ask for fewer or for smaller clusters, or give more pictures',
    EXIT.badData,
  );
}
