/** How many numbers of two samples reach each distinct value, greatest value first. */
export interface DistinctCounts {
  /** Distinct values of both samples together, descending. */
  readonly values: Float64Array;
  /** Entry `i`: how many of the first sample are at least `values[i]`. */
  readonly first: Uint32Array;
  /** Entry `i`: how many of the second sample are at least `values[i]`. */
  readonly second: Uint32Array;
}

type Sorted = Float32Array | Float64Array;

/**
 * The cumulative counts of two samples, each sorted ascending and free of NaN.
 *
 * Equal values stand together, within a sample and across both; -0 and 0 are equal. Empty samples give empty columns.
 */
export function distinctCounts(first: Sorted, second: Sorted): DistinctCounts {
  const length = countDistinct(first, second);
  const counts = {
    values: new Float64Array(length),
    first: new Uint32Array(length),
    second: new Uint32Array(length),
  };
  let a = first.length;
  let b = second.length;
  for (let i = 0; i < length; i++) {
    const value = greater(first, a, second, b);
    while (a > 0 && first[a - 1] === value) a--;
    while (b > 0 && second[b - 1] === value) b--;
    // Adding 0 turns -0 into 0, so that the order of ties never shows in a file.
    counts.values[i] = value + 0;
    counts.first[i] = first.length - a;
    counts.second[i] = second.length - b;
  }
  return counts;
}

/** The greater of the two last values in front of positions `a` and `b`, of which one is above 0. */
function greater(first: Sorted, a: number, second: Sorted, b: number): number {
  if (a === 0) return second[b - 1]!;
  if (b === 0) return first[a - 1]!;
  return Math.max(first[a - 1]!, second[b - 1]!);
}

function countDistinct(first: Sorted, second: Sorted): number {
  let a = first.length;
  let b = second.length;
  let distinct = 0;
  while (a > 0 || b > 0) {
    const value = greater(first, a, second, b);
    while (a > 0 && first[a - 1] === value) a--;
    while (b > 0 && second[b - 1] === value) b--;
    distinct++;
  }
  return distinct;
}
