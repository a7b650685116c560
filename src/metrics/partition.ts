import type { Selection } from './selection.js';

/** The part of a comparison that belongs to none. */
export const NO_PART = 0xffff;

/** Most parts that comparisons can be parted into. */
export const MOST_PARTS = NO_PART;

/** Comparisons parted: each belongs to one part, or to none. */
export interface Partition {
  /** Part of each comparison, from 0; {@link NO_PART} where it belongs to none. */
  readonly part: Uint16Array;
  readonly parts: number;
}

/** Every one of `count` comparisons that `selection` picks in the part that `partOf` tells. */
export function partitionBy(
  count: number,
  selection: Selection,
  partOf: (comparison: number) => number,
  parts: number,
): Partition {
  const part = new Uint16Array(count).fill(NO_PART);
  for (let k = 0; k < count; k++) if (selection(k)) part[k] = partOf(k);
  return { part, parts };
}

/** The comparisons of each part, ascending. They lie in one array, so that millions cost one copy. */
export function membersOf({ part, parts }: Partition): Uint32Array[] {
  const end = new Uint32Array(parts + 1);
  for (const one of part) if (one !== NO_PART) end[one + 1]! += 1;
  for (let p = 0; p < parts; p++) end[p + 1]! += end[p]!;
  const all = new Uint32Array(end[parts]!);
  const next = end.slice();
  for (let k = 0; k < part.length; k++) if (part[k] !== NO_PART) all[next[part[k]!]!++] = k;
  return Array.from({ length: parts }, (_, p) => all.subarray(end[p], end[p + 1]));
}
