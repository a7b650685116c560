import { indexColumn } from '../index-column.js';
import type { IndexColumn, Scores } from '../types.js';
import { firstWhere } from './bisect.js';

/** How many numbers of two samples reach each distinct value, greatest value first. */
export interface DistinctCounts {
  /** Distinct values of both samples together, descending; float32 where both samples are. */
  readonly values: Scores;
  /** Entry `i`: how many of the first sample are at least `values[i]`. */
  readonly first: IndexColumn;
  /** Entry `i`: how many of the second sample are at least `values[i]`. */
  readonly second: IndexColumn;
}

/**
 * The cumulative counts of two samples, each sorted ascending and free of NaN.
 *
 * Equal values stand together, within a sample and across both; -0 and 0 are equal. Empty samples give empty columns.
 */
export function distinctCounts(first: Scores, second: Scores): DistinctCounts {
  const length = countDistinct(first, second);
  const narrow = first instanceof Float32Array && second instanceof Float32Array;
  const values = narrow ? new Float32Array(length) : new Float64Array(length);
  const reached = {
    first: indexColumn(length, first.length + 1),
    second: indexColumn(length, second.length + 1),
  };
  let a = first.length;
  let b = second.length;
  // Below every value once a sample has ended. Millions are walked, so both heads are kept at hand.
  let nextA = first[a - 1] ?? -Infinity;
  let nextB = second[b - 1] ?? -Infinity;
  for (let i = 0; i < length; i++) {
    const value = nextA > nextB ? nextA : nextB;
    while (a > 0 && nextA === value) nextA = --a > 0 ? first[a - 1]! : -Infinity;
    while (b > 0 && nextB === value) nextB = --b > 0 ? second[b - 1]! : -Infinity;
    // Adding 0 turns -0 into 0, so that the order of ties never shows in a file.
    values[i] = value + 0;
    reached.first[i] = first.length - a;
    reached.second[i] = second.length - b;
  }
  return { values, ...reached };
}

/** How many distinct values there are: those of the longer sample, and those of the shorter that it lacks. */
function countDistinct(first: Scores, second: Scores): number {
  const [longer, shorter] = first.length < second.length ? [second, first] : [first, second];
  let distinct = runsOf(longer);
  for (let i = 0; i < shorter.length; i++) {
    const value = shorter[i]!;
    if (i > 0 && value === shorter[i - 1]!) continue;
    const at = firstWhere(longer.length, (k) => longer[k]! >= value);
    if (at === longer.length || longer[at]! !== value) distinct++;
  }
  return distinct;
}

/** How many distinct values stand in a sorted column. */
function runsOf(sorted: Scores): number {
  let runs = sorted.length === 0 ? 0 : 1;
  for (let i = 1; i < sorted.length; i++) if (sorted[i]! !== sorted[i - 1]!) runs++;
  return runs;
}
