import type { IndexColumn } from '../types.js';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Draws of groups at random: the least p there is is 1 in 2,000. */
const DRAWS = 1999;

/** How often chance would do as much. */
export interface Chance {
  /** NaN where it cannot be told; then `why` says why. */
  readonly p: number;
  readonly why?: string;
}

/** The genuine comparisons of each person, who is in one group. Entry `i` of every column is one person. */
export interface PersonErrors {
  readonly group: Uint16Array;
  readonly count: Float64Array;
  readonly errors: Float64Array;
}

/**
 * The errors of each person in the comparisons of every group; or that a person has comparisons in several groups.
 *
 * @param members comparisons of each group, all of one person each
 */
export function personErrors(
  members: readonly Uint32Array[],
  {
    person,
    persons,
    isError,
  }: {
    readonly person: IndexColumn;
    readonly persons: number;
    readonly isError: (comparison: number) => boolean;
  },
): PersonErrors | string {
  const NONE = 0xffff;
  const groups = new Uint16Array(persons).fill(NONE);
  const counts = new Float64Array(persons);
  const wrong = new Float64Array(persons);
  for (const [group, comparisons] of members.entries()) {
    for (const k of comparisons) {
      const who = person[k]!;
      if (groups[who] !== NONE && groups[who] !== group) {
        return 'persons have comparisons in several groups';
      }
      groups[who] = group;
      counts[who]! += 1;
      if (isError(k)) wrong[who]! += 1;
    }
  }
  const present = (_: number, who: number) => groups[who] !== NONE;
  return {
    group: groups.filter(present),
    count: counts.filter(present),
    errors: wrong.filter(present),
  };
}

/**
 * The p that the FNMRs of the groups differ as much as they do if chance alone decides who is in which group: the share of 1,999
 * seeded draws, and of the groups as they are, in which they differ at least so much. NaN where fewer than two groups have
 * persons, or where nobody or everybody errs always.
 *
 * Persons are drawn with all of their comparisons, so that it does not matter how alike those are; every group keeps its number of
 * persons. Difference is measured by the sum over groups of comparisons times the squared distance of their FNMR from that of all:
 * a permutation test, exact for persons who are exchangeable.
 *
 * @param persons or why they are not known, which is handed on
 */
export function differenceByChance(
  persons: PersonErrors | string,
  groups: number,
  seed: number,
): Chance {
  if (typeof persons === 'string') return { p: NaN, why: persons };
  const { group, count, errors } = persons;
  const total = sum(count);
  const wrong = sum(errors);
  if (new Set(group).size < 2) return { p: NaN, why: 'fewer than two groups of persons' };
  if (wrong === 0) return { p: NaN, why: 'no errors' };
  if (wrong === total) return { p: NaN, why: 'nothing but errors' };
  const overall = wrong / total;
  const counts = new Float64Array(groups);
  const wrongs = new Float64Array(groups);
  const order = new Uint32Array(group.length).map((_, i) => i);
  const difference = () => {
    counts.fill(0);
    wrongs.fill(0);
    for (let i = 0; i < order.length; i++) {
      const who = order[i]!;
      counts[group[i]!]! += count[who]!;
      wrongs[group[i]!]! += errors[who]!;
    }
    let squares = 0;
    for (let g = 0; g < groups; g++) {
      if (counts[g]! > 0) squares += (wrongs[g]! - overall * counts[g]!) ** 2 / counts[g]!;
    }
    return squares;
  };
  // The same groups may come to a hair less, summed in another order.
  const found = difference() * (1 - 1e-12);
  const random = xoroshiro128plus(seed);
  let asGreat = 1;
  for (let draw = 0; draw < DRAWS; draw++) {
    for (let last = order.length - 1; last > 0; last--) {
      const other = uniformInt(random, 0, last);
      const kept = order[last]!;
      order[last] = order[other]!;
      order[other] = kept;
    }
    if (difference() >= found) asGreat++;
  }
  return { p: asGreat / (DRAWS + 1) };
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
