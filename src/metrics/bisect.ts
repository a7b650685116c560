import type { Counts } from './sweep.js';

/** The first index below `length` from which on `holds` is true; `length` where it is true of none. */
export function firstWhere(length: number, holds: (index: number) => boolean): number {
  let from = 0;
  let to = length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** The first index at which a column of counts that never falls reaches `count`; its length where it never does. */
export function firstReaching(counts: Counts, count: number): number {
  return firstWhere(counts.length, (i) => counts[i]! >= count);
}
