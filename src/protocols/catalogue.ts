import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { distinct } from './distinct.js';

/** A picture of a known person, as a source tells of it. */
export interface CataloguedPicture {
  readonly id: string;
  readonly person: string;
  /** Of the person; on every picture or on none. */
  readonly group?: string | undefined;
  /** Greater is better; on every picture or on none. */
  readonly quality?: number | undefined;
  /** Of the person; on every picture or on none. */
  readonly fold?: number | undefined;
}

/** Pictures of known persons, from which comparisons are drawn. */
export interface Catalogue {
  /** In the order of their code units, so that nothing depends on the order in which files were found. */
  readonly ids: readonly string[];
  /** Of each picture, as an index into `persons`. */
  readonly person: Uint32Array;
  /** In the order of their code units. */
  readonly persons: readonly string[];
  /** Of each picture, as an index into `groups`; absent where the source tells of none. */
  readonly group?: Uint32Array;
  readonly groups: readonly string[];
  /** Of each picture; absent where the source tells of none. */
  readonly quality?: Float64Array;
  /** Of each person as the source numbers it; absent where the source tells of none. */
  readonly fold?: Uint32Array;
}

/**
 * The pictures in columns, whatever their order. A group, a quality or a fold counts only where every picture has one; of a
 * person's pictures the first by name tells the fold.
 */
export function catalogueOf(pictures: readonly CataloguedPicture[]): Catalogue {
  const sorted = pictures.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const persons = numbered(sorted.map(({ person }) => person));
  const all = <Key extends 'group' | 'quality' | 'fold'>(key: Key) => {
    const values = sorted.map((picture) => picture[key]);
    return values.includes(undefined)
      ? undefined
      : (values as NonNullable<CataloguedPicture[Key]>[]);
  };
  const [group, quality, folds] = [all('group'), all('quality'), all('fold')];
  const groups = group === undefined ? undefined : numbered(group);
  const fold = new Uint32Array(persons.names.length);
  for (let i = sorted.length - 1; i >= 0; i--) fold[persons.index[i]!] = folds?.[i] ?? 0;
  return {
    ids: sorted.map(({ id }) => id),
    person: persons.index,
    persons: persons.names,
    groups: groups?.names ?? [],
    ...(groups === undefined ? {} : { group: groups.index }),
    ...(quality === undefined ? {} : { quality: Float64Array.from(quality) }),
    ...(folds === undefined ? {} : { fold }),
  };
}

function numbered(values: readonly string[]): { names: string[]; index: Uint32Array } {
  const names = [...new Set(values)].sort();
  const number = new Map(names.map((name, i) => [name, i]));
  return { names, index: Uint32Array.from(values, (value) => number.get(value)!) };
}

/**
 * The pictures that are kept where each person may have at most `most`, ascending: of a person with more, `most` drawn by chance,
 * each set of them alike.
 */
export function atMostEach(
  { person, persons }: Pick<Catalogue, 'person' | 'persons'>,
  most: number,
  random: RandomGenerator,
): Uint32Array {
  const own: number[][] = persons.map(() => []);
  for (const [picture, owner] of person.entries()) own[owner]!.push(picture);
  const kept = own.flatMap((pictures) =>
    pictures.length <= most
      ? pictures
      : Array.from(distinct(random, pictures.length, most), (index) => pictures[index]!),
  );
  return Uint32Array.from(kept).sort();
}
