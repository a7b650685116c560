import type { ComparedPersons } from '../types.js';

/** Which comparisons share a person, and which share both. */
export interface SharedPersons {
  readonly left: Uint32Array;
  readonly right: Uint32Array;
  /** Number of persons; sides are below it. */
  readonly persons: number;
  /** Which two persons each comparison is about, from 0: equal numbers, the same two, in whatever order. */
  readonly pair: Uint32Array;
  readonly pairs: number;
}

/**
 * The comparisons grouped by the two persons they are about; pairs are numbered by their lower, then their first person.
 *
 * Linear in the comparisons: they are counted into one bucket for each lower person, so that within a bucket a pair is
 * known by its other person alone.
 */
export function sharedPersons({ left, right, count: persons }: ComparedPersons): SharedPersons {
  const count = left.length;
  const start = new Uint32Array(persons + 1);
  for (let k = 0; k < count; k++) start[Math.min(left[k]!, right[k]!) + 1]! += 1;
  for (let person = 0; person < persons; person++) start[person + 1]! += start[person]!;
  const next = start.slice(0, persons);
  const order = new Uint32Array(count);
  for (let k = 0; k < count; k++) order[next[Math.min(left[k]!, right[k]!)]!++] = k;
  const pair = new Uint32Array(count);
  // Of each other person: its pair, and the bucket that pair was given out in, from 1.
  const known = new Uint32Array(persons);
  const bucket = new Uint32Array(persons);
  let pairs = 0;
  for (let person = 0; person < persons; person++) {
    for (let i = start[person]!; i < start[person + 1]!; i++) {
      const k = order[i]!;
      const other = Math.max(left[k]!, right[k]!);
      if (bucket[other] !== person + 1) {
        bucket[other] = person + 1;
        known[other] = pairs++;
      }
      pair[k] = known[other]!;
    }
  }
  return { left, right, persons, pair, pairs };
}

/** The grouping in which no two of `count` comparisons share a person: each is about one of its own. */
export function eachAlone(count: number): SharedPersons {
  const own = Uint32Array.from({ length: count }, (_, k) => k);
  return { left: own, right: own, persons: count, pair: own, pairs: count };
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
}

/**
 * The variance of a sum to which comparison `k` adds `influence(k)`, whose mean is 0 over the population.
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
  shared: SharedPersons,
  influence: (comparison: number) => number,
): Scatter {
  const { left, right, persons, pair, pairs } = shared;
  const ofPerson = new Float64Array(persons);
  const ofPair = new Float64Array(pairs);
  const present = new Uint8Array(persons);
  let independent = 0;
  for (let k = 0; k < left.length; k++) {
    const value = influence(k);
    if (value === 0) continue;
    const [a, b] = [left[k]!, right[k]!];
    independent += value * value;
    ofPerson[a]! += value;
    present[a] = 1;
    if (a === b) continue;
    ofPerson[b]! += value;
    present[b] = 1;
    ofPair[pair[k]!]! += value;
  }
  let clustered = 0;
  for (const sum of ofPerson) clustered += sum * sum;
  let withinPairs = 0;
  for (const sum of ofPair) withinPairs += sum * sum;
  clustered -= withinPairs;
  return {
    clustered,
    independent,
    withinPairs,
    persons: present.reduce((sum, one) => sum + one, 0),
  };
}
