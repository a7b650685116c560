import { indexColumn } from '../index-column.js';
import type { ComparedPersons, IndexColumn } from '../types.js';
import type { Selection } from './selection.js';

/** Which comparisons share a person, and which share both. */
export interface SharedPersons {
  /** What is compared, whose person `of` tells. */
  readonly left: IndexColumn;
  readonly right: IndexColumn;
  readonly of: IndexColumn;
  /** Number of persons; those that `of` tells are below it. */
  readonly persons: number;
  /** Which two persons a comparison is about: equal numbers, the same two, in whatever order. */
  readonly pair: (comparison: number) => number;
  /** Pairs are below it; not every number need be one. */
  readonly pairs: number;
}

/**
 * The comparisons grouped by the two persons they are about.
 *
 * Where there are at least as many comparisons as two persons can be chosen, a pair's number follows from its persons, and no
 * column of it is needed. Otherwise pairs are numbered by their lower, then their first person, linear in the comparisons.
 */
export function sharedPersons({
  left,
  right,
  count: persons,
  of = themselves(persons),
}: ComparedPersons): SharedPersons {
  const cells = (persons * (persons + 1)) / 2;
  const sides = { left, right, of, persons };
  if (cells > left.length) return { ...sides, ...numberedPairs(sides) };
  const pair = (k: number) => {
    const a = of[left[k]!]!;
    const b = of[right[k]!]!;
    return a > b ? (a * (a + 1)) / 2 + b : (b * (b + 1)) / 2 + a;
  };
  return { ...sides, pair, pairs: cells };
}

/** Every one of `count` persons. */
function themselves(count: number): IndexColumn {
  const all = indexColumn(count, count);
  for (let person = 0; person < count; person++) all[person] = person;
  return all;
}

/**
 * Pairs by their lower, then their first person: comparisons are counted into one bucket for each lower person, so that within a
 * bucket a pair is known by its other person alone.
 */
function numberedPairs({ left, right, of, persons }: Omit<SharedPersons, 'pair' | 'pairs'>) {
  const count = left.length;
  const lower = (k: number) => Math.min(of[left[k]!]!, of[right[k]!]!);
  const start = new Uint32Array(persons + 1);
  for (let k = 0; k < count; k++) start[lower(k) + 1]! += 1;
  for (let person = 0; person < persons; person++) start[person + 1]! += start[person]!;
  const next = start.slice(0, persons);
  const order = new Uint32Array(count);
  for (let k = 0; k < count; k++) order[next[lower(k)]!++] = k;
  const pair = new Uint32Array(count);
  // Of each other person: its pair, and the bucket that pair was given out in, from 1.
  const known = new Uint32Array(persons);
  const bucket = new Uint32Array(persons);
  let pairs = 0;
  for (let person = 0; person < persons; person++) {
    for (let i = start[person]!; i < start[person + 1]!; i++) {
      const k = order[i]!;
      const other = Math.max(of[left[k]!]!, of[right[k]!]!);
      if (bucket[other] !== person + 1) {
        bucket[other] = person + 1;
        known[other] = pairs++;
      }
      pair[k] = known[other]!;
    }
  }
  return { pair: (k: number) => pair[k]!, pairs };
}

/** The grouping in which no two of `count` comparisons share a person: each is about one of its own. */
export function eachAlone(count: number): SharedPersons {
  const own = new Uint32Array(count);
  for (let k = 0; k < count; k++) own[k] = k;
  return { left: own, right: own, of: own, persons: count, pair: (k) => k, pairs: count };
}

/** How the sum of what every comparison adds to an estimate scatters. */
export interface Scatter {
  /** Variance of the sum, comparisons that share a person taken to be dependent. */
  readonly clustered: number;
  /** Variance of the sum if all comparisons were independent: the sum of squares. */
  readonly independent: number;
  /** Squared sums of the pairs of two persons, which the squared sums of persons hold twice. */
  readonly withinPairs: number;
  /** Persons in whose comparisons anything was added. */
  readonly persons: number;
  /**
   * To how many persons of equal weight the clustered variance is owed: (sum of squares)² / sum of fourth powers of their
   * sums. What few persons decide is itself known badly.
   */
  readonly weighty: number;
  /** Skewness of the sums of persons: the sum of their cubes over that of their squares to the power of 3/2. */
  readonly skewness: number;
}

/** The same of the comparisons that are about two persons; what is counted of pairs is theirs already. */
export function amongTwo(persons: CountedPersons): CountedPersons {
  const { left, right, of, genuine, counted, totals } = persons;
  const ofPerson = [persons.ofPerson[0].slice(), persons.ofPerson[1].slice()] as const;
  const own: [number, number] = [0, 0];
  for (let k = 0; k < left.length; k++) {
    const person = of[left[k]!]!;
    if (person !== of[right[k]!] || !counted(k)) continue;
    const label = genuine[k] === 1 ? 1 : 0;
    own[label]++;
    ofPerson[label][person]! -= 1;
  }
  return {
    ...persons,
    counted: (k) => of[left[k]!] !== of[right[k]!] && counted(k),
    ofPerson,
    totals: [totals[0] - own[0], totals[1] - own[1]],
  };
}

/** There are few comparisons where there are this many times as many pairs: then a column of all pairs costs more than they do. */
const FEW = 64;

/** What every comparison adds to a sum. */
export interface Influence {
  readonly of: (comparison: number) => number;
  /** What most comparisons of each class add, so that only the others need be looked at; 0 where nothing is common. */
  readonly usual?: { readonly genuine: number; readonly impostor: number };
  /** The comparisons that may add something else, each once, where they are known; otherwise all are looked at. */
  readonly unusual?: () => Uint32Array;
}

/** The comparisons that a sum is over, grouped by persons, with how many there are of each person and pair. */
export interface CountedPersons extends SharedPersons {
  readonly counted: Selection;
  readonly genuine: Uint8Array;
  /** Counted comparisons of each person, by class: impostors first. */
  readonly ofPerson: readonly [impostor: Uint32Array, genuine: Uint32Array];
  /** Counted comparisons of each pair of two persons, by class. */
  readonly ofPair: readonly [impostor: Uint32Array, genuine: Uint32Array];
  /** Counted comparisons, by class. */
  readonly totals: readonly [impostor: number, genuine: number];
  /** Sums over the pairs of two persons: of the squared impostors, of impostors times genuine ones, of the squared genuine ones. */
  readonly squares: readonly [impostor: number, mixed: number, genuine: number];
  /** Room for a number of every pair, all 0 whenever it is asked for; one, since it may be of millions. */
  readonly spare: () => Float64Array;
}

/** The grouping with the numbers of counted comparisons. */
export function countPersons(
  shared: SharedPersons,
  genuine: Uint8Array,
  counted: Selection,
): CountedPersons {
  const { left, right, of, pair, persons, pairs } = shared;
  const ofPerson = [new Uint32Array(persons), new Uint32Array(persons)] as const;
  const ofPair = [new Uint32Array(pairs), new Uint32Array(pairs)] as const;
  const totals: [number, number] = [0, 0];
  const [impostorsOfPerson, genuineOfPerson] = ofPerson;
  const [impostorsOfPair, genuineOfPair] = ofPair;
  for (let k = 0; k < left.length; k++) {
    if (!counted(k)) continue;
    const a = of[left[k]!]!;
    const b = of[right[k]!]!;
    // Written out for either class: to choose a column for every one of millions of comparisons takes as long as to count.
    if (genuine[k] === 1) {
      totals[1]++;
      genuineOfPerson[a]! += 1;
      if (a === b) continue;
      genuineOfPerson[b]! += 1;
      genuineOfPair[pair(k)]! += 1;
    } else {
      totals[0]++;
      impostorsOfPerson[a]! += 1;
      if (a === b) continue;
      impostorsOfPerson[b]! += 1;
      impostorsOfPair[pair(k)]! += 1;
    }
  }
  const squares: [number, number, number] = [0, 0, 0];
  for (let i = 0; i < pairs; i++) {
    const impostors = ofPair[0][i]!;
    const mated = ofPair[1][i]!;
    squares[0] += impostors * impostors;
    squares[1] += impostors * mated;
    squares[2] += mated * mated;
  }
  let room: Float64Array | undefined;
  const spare = () => (room ??= new Float64Array(pairs));
  return { ...shared, counted, genuine, ofPerson, ofPair, totals, squares, spare };
}

/**
 * The variance of a sum to which comparison `k` adds `influence.of(k)`, whose mean is 0 over the population.
 *
 * Every product of two comparisons that share a person is added, once: the plug-in estimate over persons. It is the sum
 * of the squared sums of persons less that of the squared sums of pairs of persons, which the former holds twice. A
 * person's own (genuine) comparisons are one pair held once. The estimate may come out below the truth, even below 0, on
 * few persons; {@link Scatter.independent} is a floor to hold it against.
 *
 * Source: Fogliato et al., Confidence intervals for error rates in 1:1 matching tasks, IJCV 2024 (`_estimate_plugin` of
 * awslabs cis-matching-tasks); Aronow, Samii & Assenova, Cluster-robust variance estimation for dyadic data, 2015.
 */
export function scatterOf(
  persons: CountedPersons,
  { of: influence, usual = { genuine: 0, impostor: 0 }, unusual }: Influence,
): Scatter {
  const { left, right, of, pair, genuine, counted } = persons;
  const common = [usual.impostor, usual.genuine] as const;
  const looked = unusual?.();
  const count = looked?.length ?? left.length;
  const every = persons.totals[0] + persons.totals[1] === left.length;
  // What persons and pairs have beyond the usual.
  const beyondPerson = new Float64Array(persons.persons);
  const few = count * FEW < persons.pairs ? new Map<number, number>() : undefined;
  const beyondPair = few === undefined ? persons.spare() : new Float64Array();
  const present = new Uint8Array(persons.persons);
  let independent = 0;
  const others: [number, number] = [0, 0];
  for (let i = 0; i < count; i++) {
    const k = looked === undefined ? i : looked[i]!;
    if (!every && !counted(k)) continue;
    const label = genuine[k] === 1 ? 1 : 0;
    const value = influence(k);
    const beyond = value - common[label];
    if (beyond === 0) continue;
    others[label] += 1;
    independent += value * value;
    const a = of[left[k]!]!;
    const b = of[right[k]!]!;
    beyondPerson[a]! += beyond;
    present[a] = 1;
    if (a === b) continue;
    beyondPerson[b]! += beyond;
    present[b] = 1;
    const both = pair(k);
    if (few === undefined) beyondPair[both]! += beyond;
    else few.set(both, (few.get(both) ?? 0) + beyond);
  }
  for (const label of [0, 1] as const) {
    independent += (persons.totals[label] - others[label]) * common[label] ** 2;
  }
  let clustered = 0;
  let cubes = 0;
  let fourths = 0;
  let among = 0;
  for (let person = 0; person < beyondPerson.length; person++) {
    const impostors = persons.ofPerson[0][person]!;
    const mated = persons.ofPerson[1][person]!;
    const usualSum = common[0] * impostors + common[1] * mated;
    const sum = beyondPerson[person]! + usualSum;
    clustered += sum * sum;
    cubes += sum ** 3;
    fourths += sum ** 4;
    const touched =
      present[person] === 1 || (common[0] !== 0 && impostors > 0) || (common[1] !== 0 && mated > 0);
    if (touched) among++;
  }
  const withinPairs = squaresOfPairs(persons, common, few ?? beyondPair);
  const weighty = fourths === 0 ? 0 : clustered ** 2 / fourths;
  const skewness = clustered > 0 ? cubes / clustered ** 1.5 : 0;
  clustered -= withinPairs;
  return { clustered, independent, withinPairs, persons: among, weighty, skewness };
}

/** The squared sums of the pairs of two persons; only those are looked at that have something beyond the usual, which is then 0. */
function squaresOfPairs(
  { ofPair, squares }: CountedPersons,
  [impostor, mated]: readonly [number, number],
  beyond: Float64Array | ReadonlyMap<number, number>,
): number {
  const [ofImpostors, mixed, ofMated] = squares;
  let sum = impostor ** 2 * ofImpostors + 2 * impostor * mated * mixed + mated ** 2 * ofMated;
  const add = (i: number, more: number) => {
    sum += more * (more + 2 * (impostor * ofPair[0][i]! + mated * ofPair[1][i]!));
  };
  if (beyond instanceof Float64Array) {
    for (let i = 0; i < beyond.length; i++) {
      const more = beyond[i]!;
      if (more === 0) continue;
      add(i, more);
      beyond[i] = 0;
    }
  } else {
    // In the order of the column, so that sums are the same to the last bit.
    for (const i of Uint32Array.from(beyond.keys()).sort()) add(i, beyond.get(i)!);
  }
  return sum;
}
