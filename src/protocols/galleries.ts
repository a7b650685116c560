import { uniformInt } from 'pure-rand/distribution/uniformInt';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { EXIT, UserError } from '../errors.js';
import { atMostEach, type Catalogue } from './catalogue.js';
import { distinct } from './distinct.js';

export interface GalleryOptions {
  /** Pictures of a person that are enrolled. */
  readonly enrol: number;
  /** Which they are: drawn by chance, or those of the highest quality. */
  readonly enrolBy: 'chance' | 'quality';
  /** Share of the persons, from 0 to 1, that each gallery lacks; where galleries share no person, that all of them lack. */
  readonly nonMated: number;
  readonly galleries: number;
  /** Whether no person is in two galleries. */
  readonly disjoint: boolean;
  /** Whether `nonMated` is the share of every group. */
  readonly byGroup: boolean;
  /** What persons become who have too few pictures to be enrolled and searched: non-mated probes, entries without a probe, nothing. */
  readonly few: 'probes' | 'gallery' | 'none';
  /** Pictures that a person may have at most. */
  readonly perIdentity?: number | undefined;
}

/** Who is enrolled with which pictures, and what is searched with. */
export interface GalleryPlan {
  /** The persons in each gallery, ascending. */
  readonly galleries: readonly Uint32Array[];
  /** The pictures of each person that are set aside to be enrolled, ascending; empty for persons who are in no gallery ever. */
  readonly enrolled: readonly Uint32Array[];
  /** Pictures, ascending. */
  readonly probes: Uint32Array;
}

/**
 * Galleries and probes over the pictures of a catalogue, seeded.
 *
 * Of every person with more than `enrol` pictures that many are set aside, and only the others are searched with, whether the
 * person is in a gallery or not: so no probe is ever enrolled, and mated and non-mated probes are pictures of one kind. A gallery
 * holds the share of those persons that is not `nonMated`, rounded, drawn anew for each gallery, or dealt to galleries that share
 * no person and whose sizes differ by one at most.
 *
 * @throws UserError E_PROTOCOL_FEW (65) where nobody has more than `enrol` pictures, a gallery would be empty, or there is no
 *   probe
 */
export function planGalleries(
  catalogue: Catalogue,
  options: GalleryOptions,
  random: RandomGenerator,
): GalleryPlan {
  const { enrol, few } = options;
  const own = picturesOf(catalogue, options.perIdentity ?? Infinity, random);
  const enough: number[] = [];
  const lacking: number[] = [];
  for (const [person, { length }] of own.entries()) {
    if (length > enrol) enough.push(person);
    else if (length > 0) lacking.push(person);
  }
  if (enough.length === 0) {
    throw tooFew(
      `no person has more than ${enrol} picture${enrol === 1 ? '' : 's'}: one at least is searched with`,
      'enrol fewer pictures with --enrol',
    );
  }
  const enrolled: Uint32Array[] = own.map(() => new Uint32Array());
  for (const person of enough) {
    enrolled[person] = chosen(own[person]!, catalogue, options, random);
  }
  if (few === 'gallery') for (const person of lacking) enrolled[person] = own[person]!;
  const groups = options.byGroup ? byGroup(enough, own, catalogue) : [enough];
  const drawn = options.disjoint
    ? dealt(groups, options, random)
    : Array.from({ length: options.galleries }, () =>
        groups.flatMap((group) => some(group, options.nonMated, random)),
      );
  if (few === 'gallery') {
    drawn.forEach((persons, g) => {
      for (const [i, person] of lacking.entries()) {
        if (!options.disjoint || i % options.galleries === g) persons.push(person);
      }
    });
  }
  const empty = drawn.findIndex(({ length }) => length === 0);
  if (empty >= 0) {
    throw tooFew(
      `gallery ${empty + 1} of ${options.galleries} would hold nobody`,
      'ask for a smaller share with --non-mated, or for fewer galleries',
    );
  }
  const aside = new Set(enrolled.flatMap((pictures) => [...pictures]));
  const searched = [...enough, ...(few === 'probes' ? lacking : [])];
  const probes = searched.flatMap((person) => [...own[person]!].filter((one) => !aside.has(one)));
  return {
    galleries: drawn.map((persons) => Uint32Array.from(persons).sort()),
    enrolled,
    probes: Uint32Array.from(probes).sort(),
  };
}

function picturesOf(catalogue: Catalogue, most: number, random: RandomGenerator): Uint32Array[] {
  const own: number[][] = catalogue.persons.map(() => []);
  for (const picture of atMostEach(catalogue, most, random)) {
    own[catalogue.person[picture]!]!.push(picture);
  }
  return own.map((pictures) => Uint32Array.from(pictures));
}

/** Which pictures of a person are enrolled, ascending; of equal qualities the first by name. */
function chosen(
  pictures: Uint32Array,
  { quality }: Catalogue,
  { enrol, enrolBy }: GalleryOptions,
  random: RandomGenerator,
): Uint32Array {
  if (enrolBy === 'chance' || quality === undefined) {
    return Uint32Array.from(distinct(random, pictures.length, enrol), (i) => pictures[i]!);
  }
  return pictures
    .toSorted((a, b) => quality[b]! - quality[a]! || a - b)
    .slice(0, enrol)
    .sort();
}

/** The persons group by group; of a person's pictures the first tells the group. */
function byGroup(
  persons: readonly number[],
  own: readonly Uint32Array[],
  { group, groups }: Catalogue,
): number[][] {
  return groups.map((_, g) => persons.filter((person) => group?.[own[person]![0]!] === g));
}

/** Of the persons the share that is not left out, drawn by chance, ascending. */
function some(persons: readonly number[], left: number, random: RandomGenerator): number[] {
  const count = Math.round((1 - left) * persons.length);
  return Array.from(distinct(random, persons.length, count), (i) => persons[i]!);
}

/** As `some`, in an order of chance, dealt one after the other to galleries that share no person. */
function dealt(
  groups: readonly (readonly number[])[],
  { galleries, nonMated }: GalleryOptions,
  random: RandomGenerator,
): number[][] {
  const order = groups.flatMap((group) => shuffled(some(group, nonMated, random), random));
  return Array.from({ length: galleries }, (_, g) => order.filter((__, i) => i % galleries === g));
}

function shuffled(items: number[], random: RandomGenerator): number[] {
  for (let last = items.length - 1; last > 0; last--) {
    const other = uniformInt(random, 0, last);
    [items[last], items[other]] = [items[other]!, items[last]!];
  }
  return items;
}

function tooFew(what: string, remedy: string): UserError {
  return new UserError('E_PROTOCOL_FEW', what, remedy, EXIT.badData);
}
