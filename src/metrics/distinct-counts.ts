import type { Scores } from '../types.js';

/** How many numbers of two samples reach each distinct value, greatest value first. */
export interface DistinctCounts {
  /** Distinct values of both samples together, descending; float32 where both samples are. */
  readonly values: Scores;
  /** Entry `i`: how many of the first sample are at least `values[i]`. */
  readonly first: Uint32Array;
  /** Entry `i`: how many of the second sample are at least `values[i]`. */
  readonly second: Uint32Array;
}

/**
 * The cumulative counts of two samples, each sorted ascending and free of NaN.
 *
 * Equal values stand together, within a sample and across both; -0 and 0 are equal. Empty samples give empty columns.
 */
export function distinctCounts(first: Scores, second: Scores): DistinctCounts {
  const length = walkDown(first, second, () => undefined);
  const narrow = first instanceof Float32Array && second instanceof Float32Array;
  const counts = {
    values: narrow ? new Float32Array(length) : new Float64Array(length),
    first: new Uint32Array(length),
    second: new Uint32Array(length),
  };
  walkDown(first, second, (i, value, a, b) => {
    // Adding 0 turns -0 into 0, so that the order of ties never shows in a file.
    counts.values[i] = value + 0;
    counts.first[i] = first.length - a;
    counts.second[i] = second.length - b;
  });
  return counts;
}

/**
 * How many distinct values there are; `visit` is told each of them, greatest first, with how many of either sample lie below it.
 * Millions of them are walked, so that both heads are kept at hand.
 */
function walkDown(
  first: Scores,
  second: Scores,
  visit: (i: number, value: number, a: number, b: number) => void,
): number {
  let a = first.length;
  let b = second.length;
  // Below every score; where a sample has ended it never wins.
  let nextA = first[a - 1] ?? -Infinity;
  let nextB = second[b - 1] ?? -Infinity;
  let distinct = 0;
  while (a > 0 || b > 0) {
    const value = nextA > nextB ? nextA : nextB;
    while (a > 0 && nextA === value) nextA = --a > 0 ? first[a - 1]! : -Infinity;
    while (b > 0 && nextB === value) nextB = --b > 0 ? second[b - 1]! : -Infinity;
    visit(distinct++, value, a, b);
  }
  return distinct;
}
