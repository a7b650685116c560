import type { Scores } from '../types.js';

/** Where each value stands among all of them. */
export interface Standing {
  /** How many values are less. */
  readonly below: Uint32Array;
  /** How many are equal, itself included. */
  readonly ties: Uint32Array;
}

/** How many values lie below each of `values`, and how many are equal to it; -0 and 0 are. @throws RangeError for NaN */
export function standingOf(values: Scores): Standing {
  const sorted = Float64Array.from(values).sort();
  if (Number.isNaN(sorted.at(-1))) throw new RangeError('a value is not a number');
  const below = new Uint32Array(values.length);
  const ties = new Uint32Array(values.length);
  for (let k = 0; k < values.length; k++) {
    const value = values[k]!;
    below[k] = firstNot(sorted, (other) => other < value);
    ties[k] = firstNot(sorted, (other) => other <= value) - below[k]!;
  }
  return { below, ties };
}

function firstNot(sorted: Float64Array, holds: (value: number) => boolean): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (holds(sorted[middle]!)) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The rank of each value as a share in (0, 1): what is below it and half of what is equal, over the number. */
export function rankShares({ below, ties }: Standing): Float64Array {
  const ranks = new Float64Array(below.length);
  for (let k = 0; k < ranks.length; k++) ranks[k] = (below[k]! + ties[k]! / 2) / ranks.length;
  return ranks;
}
