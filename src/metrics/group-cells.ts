import type { ComparedGroups } from '../types.js';
import { membersOf, unparted } from './partition.js';
import type { Selection } from './selection.js';

/** The group of a picture of which it is not known. */
export const NO_GROUP = -1;

/** Two groups whose pictures are compared, as indices; `first` is at most `second`. */
export interface Cell {
  readonly first: number;
  readonly second: number;
}

/** Comparisons by the groups of their two sides, whichever side is which. */
export interface GroupCells {
  /** Every two groups: (0, 0), (0, 1), ... (1, 1), (1, 2), ... */
  readonly cells: readonly Cell[];
  /** The comparisons of each cell, ascending. */
  readonly members: readonly Uint32Array[];
  /** Counted comparisons of which a side is of no known group. */
  readonly unknown: number;
}

/** The index of the cell of two groups among the cells of `groups` groups. */
export function cellOf(one: number, other: number, groups: number): number {
  const first = Math.min(one, other);
  return first * groups - (first * (first - 1)) / 2 + Math.abs(one - other);
}

/** The comparisons that `counted` picks, in the cells of their groups. */
export function groupCells(
  { groups, of, left, right }: ComparedGroups,
  counted: Selection,
): GroupCells {
  const count = groups.length;
  const cells = Array.from({ length: count }, (_, first) =>
    Array.from({ length: count - first }, (__, more): Cell => ({ first, second: first + more })),
  ).flat();
  const partition = unparted(left.length, cells.length);
  const { part } = partition;
  let unknown = 0;
  for (let k = 0; k < part.length; k++) {
    if (!counted(k)) continue;
    const [one, other] = [of[left[k]!]!, of[right[k]!]!];
    if (one === NO_GROUP || other === NO_GROUP) unknown++;
    else part[k] = cellOf(one, other, count);
  }
  return { cells, members: membersOf(partition), unknown };
}
