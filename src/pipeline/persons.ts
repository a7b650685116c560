import { indexColumn } from '../index-column.js';
import type { Talk } from '../talk.js';
import type { ComparedPersons, IndexColumn, PairProtocol } from '../types.js';

/**
 * Who is compared in every comparison of `protocol`.
 *
 * Where the protocol does not name the person of every picture, persons are inferred: pictures joined by a chain of
 * genuine comparisons show one person, all others are taken to show different ones. A person whose pictures are never
 * compared with each other then counts as several, and intervals can come out too narrow.
 */
export function personsOf(protocol: PairProtocol): ComparedPersons {
  const { left, right, identity, identities, images } = protocol;
  if (!identity.every((person) => person >= 0)) {
    return personsByLabels({ ...protocol, pictures: images.length });
  }
  const count = identities.length;
  return { left, right, of: numbersOf(identity, count), count, inferred: false };
}

/** Comparisons of pictures, numbered from 0 to `pictures - 1`, and their labels. */
export interface LabelledPictures {
  readonly pictures: number;
  readonly left: IndexColumn;
  readonly right: IndexColumn;
  readonly genuine: Uint8Array;
}

/** Who is compared, inferred from the labels as {@link personsOf} does. */
export function personsByLabels(compared: LabelledPictures): ComparedPersons {
  const person = joinedByGenuine(compared);
  const count = person.reduce((most, one) => Math.max(most, one + 1), 0);
  const { left, right } = compared;
  return { left, right, of: numbersOf(person, count), count, inferred: true };
}

/**
 * The persons numbered in the order in which they are first compared, left before right, and the former number of each; those
 * who are never compared are left out.
 *
 * Whatever named them, a protocol or a file of scores, one list of comparisons then has one numbering.
 */
export function byFirstComparison(persons: ComparedPersons): {
  readonly persons: ComparedPersons;
  readonly former: Uint32Array;
} {
  const { left, right, of } = persons;
  const number = new Int32Array(persons.count).fill(-1);
  const former = new Uint32Array(persons.count);
  let count = 0;
  const meet = (person: number) => {
    if (number[person] !== -1) return;
    former[count] = person;
    number[person] = count++;
  };
  for (let k = 0; k < left.length; k++) {
    meet(of === undefined ? left[k]! : of[left[k]!]!);
    meet(of === undefined ? right[k]! : of[right[k]!]!);
  }
  const kept = former.subarray(0, count);
  if (kept.every((person, i) => person === i)) {
    return { persons: { ...persons, count }, former: kept };
  }
  const table = of === undefined ? number : Int32Array.from(of, (person) => number[person]!);
  return { persons: { ...persons, of: numbersOf(table, count), count }, former: kept };
}

/** The numbers, which are below `count`, as a column; 0 in place of -1, which is nobody's in any comparison. */
function numbersOf(numbers: Int32Array, count: number): IndexColumn {
  const column = indexColumn(numbers.length, count);
  for (let i = 0; i < column.length; i++) column[i] = Math.max(0, numbers[i]!);
  return column;
}

/** The set of each picture among the sets that genuine comparisons join, numbered by first picture. */
function joinedByGenuine({ pictures, left, right, genuine }: LabelledPictures): Int32Array {
  const parent = Int32Array.from({ length: pictures }, (_, picture) => picture);
  const rootOf = (picture: number) => {
    let root = picture;
    while (parent[root] !== root) {
      parent[root] = parent[parent[root]!]!;
      root = parent[root]!;
    }
    return root;
  };
  for (let k = 0; k < genuine.length; k++) {
    if (genuine[k] !== 1) continue;
    const [a, b] = [rootOf(left[k]!), rootOf(right[k]!)];
    // The least picture is the root, so that numbers do not depend on the order of the comparisons.
    if (a !== b) parent[Math.max(a, b)] = Math.min(a, b);
  }
  const number = new Map<number, number>();
  return parent.map((_, picture) => {
    const root = rootOf(picture);
    const known = number.get(root) ?? number.size;
    number.set(root, known);
    return known;
  });
}

/** Says where it is not known who is compared, since intervals are then narrower than they should be. */
export function remarkOnPersons(persons: ComparedPersons | undefined, talk: Talk): void {
  if (persons === undefined) {
    talk.remark('no persons are known: comparisons are taken to be independent');
  } else if (persons.inferred) {
    talk.remark('persons are inferred from the genuine comparisons, for want of names');
  }
}
