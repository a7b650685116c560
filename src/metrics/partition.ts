import type { Selection } from './selection.js';

/** Most parts that comparisons can be parted into. */
export const MOST_PARTS = 0xffff;

/** Comparisons parted: each belongs to one part, or to none. */
export interface Partition {
  /** Part of each comparison, from 0; `parts` where it belongs to none. */
  readonly part: Uint8Array | Uint16Array;
  readonly parts: number;
}

/** `count` comparisons of which none belongs to any of `parts` parts yet. */
export function unparted(count: number, parts: number): Partition {
  const part = new (parts <= 0xff ? Uint8Array : Uint16Array)(count);
  return { part: part.fill(parts), parts };
}

/** Every one of `count` comparisons that `selection` picks in the part that `partOf` tells. */
export function partitionBy(
  count: number,
  selection: Selection,
  partOf: (comparison: number) => number,
  parts: number,
): Partition {
  const { part } = unparted(count, parts);
  for (let k = 0; k < count; k++) if (selection(k)) part[k] = partOf(k);
  return { part, parts };
}

/** The comparisons of one part after the other, ascending: for few parts of millions, of which all would take too much memory. */
export function* partByPart({ part, parts }: Partition): Generator<Uint32Array, void> {
  const size = new Uint32Array(parts + 1);
  for (const own of part) size[own]! += 1;
  for (let own = 0; own < parts; own++) {
    const members = new Uint32Array(size[own]! + 1);
    // Every comparison is put down, and the next in its place where it was none: a branch that nobody can predict takes longer.
    for (let k = 0, next = 0; k < part.length; k++) {
      members[next] = k;
      next += Number(part[k] === own);
    }
    yield members.subarray(0, size[own]);
  }
}

/** The comparisons of each part, ascending. They lie in one array, so that millions cost one copy. */
export function membersOf({ part, parts }: Partition): Uint32Array[] {
  const end = new Uint32Array(parts + 1);
  for (const one of part) if (one < parts) end[one + 1]! += 1;
  for (let p = 0; p < parts; p++) end[p + 1]! += end[p]!;
  const all = new Uint32Array(end[parts]!);
  const next = end.slice();
  for (let k = 0; k < part.length; k++) if (part[k]! < parts) all[next[part[k]!]!++] = k;
  return Array.from({ length: parts }, (_, p) => all.subarray(end[p], end[p + 1]));
}
