import { uniformInt } from 'pure-rand/distribution/uniformInt';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** Persons that every fold needs for impostors. */
const LEAST = 2;

/**
 * The fold of each person, 0 to `folds - 1`, so that the folds hold about equally many pictures.
 *
 * Persons with many pictures are dealt first, each to the fold that has the fewest pictures so far, then the fewest persons,
 * then the lowest number (Graham 1969, longest processing time first): pictures differ by at most as many as one person has.
 * Persons with equally many are dealt in an order of chance. The last ones go where there are fewer than two, as far as there are
 * enough: a fold of one person has no impostors.
 *
 * @param sizes number of pictures of each person
 * @param groups of each person, where every group is to be spread evenly; folds are then balanced group by group
 */
export function dealFolds(
  sizes: Uint32Array,
  folds: number,
  random: RandomGenerator,
  groups: Uint32Array = new Uint32Array(sizes.length),
): Uint32Array {
  const order = shuffled(sizes.length, random).sort(
    (a, b) => groups[a]! - groups[b]! || sizes[b]! - sizes[a]!,
  );
  const fold = new Uint32Array(sizes.length);
  const all = loads(folds);
  let own = loads(folds);
  let group = -1;
  let left = sizes.length;
  for (const person of order) {
    if (groups[person] !== group) {
      group = groups[person]!;
      own = loads(folds);
    }
    const lacking = all.persons.reduce((sum, persons) => sum + Math.max(0, LEAST - persons), 0);
    const bound = left-- <= lacking;
    let best = -1;
    for (let f = 0; f < folds; f++) {
      if (bound && all.persons[f]! >= LEAST) continue;
      if (best === -1) {
        best = f;
        continue;
      }
      const difference =
        own.pictures[f]! - own.pictures[best]! ||
        own.persons[f]! - own.persons[best]! ||
        all.pictures[f]! - all.pictures[best]! ||
        all.persons[f]! - all.persons[best]!;
      if (difference < 0) best = f;
    }
    fold[person] = best;
    for (const load of [own, all]) {
      load.pictures[best]! += sizes[person]!;
      load.persons[best]!++;
    }
  }
  return fold;
}

function loads(folds: number) {
  return { pictures: new Float64Array(folds), persons: new Float64Array(folds) };
}

/** 0 to `count - 1`, every order as likely as any other. */
function shuffled(count: number, random: RandomGenerator): number[] {
  const order = [...Array(count).keys()];
  for (let last = count - 1; last > 0; last--) {
    const other = uniformInt(random, 0, last);
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}
