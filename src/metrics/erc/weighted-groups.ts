import { personColumns } from '../../person-columns.js';
import type { IndexColumn } from '../../types.js';
import type { VerificationInput } from '../verification-input.js';

/** Persons of things to be weighed: of both sides of comparisons, or the one of a picture on both sides. */
export interface Sides {
  readonly left: IndexColumn;
  readonly right: IndexColumn;
}

/** Up to so many things each is weighed by itself in every draw; 1,000 draws then take some seconds at most. */
const EACH = 1 << 20;

/**
 * Adds to `sums`, under the signs of one draw, the weights of all things by their group.
 *
 * A thing about one person with the sign e weighs 1 + e; one about two, with the signs e and f, (1 + d e)(1 + d f) with the
 * damping d. Beyond a million things they are counted by group and person first, and the term d² e f is left out: among
 * so many its sum scatters by less than a thousandth of theirs.
 *
 * @param group of each thing, below `groups`
 * @param each up to how many things each is weighed by itself
 */
export function weightedGroups(
  { left, right }: Sides,
  group: Uint32Array,
  groups: number,
  damping: number,
  each = EACH,
): (signs: Int8Array, sums: Float64Array) => void {
  if (left.length <= each) {
    return (signs, sums) => {
      for (let i = 0; i < left.length; i++) {
        sums[group[i]!]! += weightOf(
          signs[left[i]!]!,
          signs[right[i]!]!,
          left[i] === right[i],
          damping,
        );
      }
    };
  }
  const plain = new Float64Array(groups);
  for (const g of group) plain[g]! += 1;
  const cells = cellsOf({ left, right }, group, groups, damping);
  return (signs, sums) => {
    for (let g = 0; g < groups; g++) {
      let sum = plain[g]!;
      for (let cell = cells.begin[g]!; cell < cells.begin[g + 1]!; cell++) {
        sum += cells.weight[cell]! * signs[cells.person[cell]!]!;
      }
      sums[g]! += sum;
    }
  };
}

/** The weight of one thing, by the signs of its persons. */
export function weightOf(e: number, f: number, single: boolean, damping: number): number {
  return single ? 1 + e : (1 + damping * e) * (1 + damping * f);
}

/** How much every person weighs in every group, group by group: cells `begin[g]` to `begin[g + 1]` are those of group g. */
function cellsOf({ left, right }: Sides, group: Uint32Array, groups: number, damping: number) {
  const start = new Uint32Array(groups + 1);
  for (const g of group) start[g + 1]! += 1;
  for (let g = 0; g < groups; g++) start[g + 1]! += start[g]!;
  const next = start.slice();
  // One group is in order as it is, and may be of millions.
  const order = new Uint32Array(groups === 1 ? 0 : group.length);
  for (let i = 0; i < order.length; i++) order[next[group[i]!]!++] = i;
  let persons = 0;
  for (let i = 0; i < left.length; i++) persons = Math.max(persons, left[i]! + 1, right[i]! + 1);
  const seenIn = new Uint32Array(persons);
  const eachSide = (visit: (g: number, person: number, single: boolean) => void) => {
    for (let g = 0; g < groups; g++) {
      for (let at = start[g]!; at < start[g + 1]!; at++) {
        const i = groups === 1 ? at : order[at]!;
        const single = left[i] === right[i];
        visit(g, left[i]!, single);
        if (!single) visit(g, right[i]!, single);
      }
    }
  };
  const begin = new Uint32Array(groups + 1);
  eachSide((g, person) => {
    if (seenIn[person] === g + 1) return;
    seenIn[person] = g + 1;
    begin[g + 1]! += 1;
  });
  for (let g = 0; g < groups; g++) begin[g + 1]! += begin[g]!;
  const count = begin[groups]!;
  const cells = { begin, person: new Uint32Array(count), weight: new Float64Array(count) };
  const cellOf = new Uint32Array(persons);
  let cell = 0;
  seenIn.fill(0);
  eachSide((g, person, single) => {
    if (seenIn[person] !== g + 1) {
      seenIn[person] = g + 1;
      cellOf[person] = cell;
      cells.person[cell++] = person;
    }
    cells.weight[cellOf[person]!]! += single ? 1 : damping;
  });
  return cells;
}

/** The persons of these comparisons. */
export function sidesOf(input: VerificationInput, comparisons: Uint32Array): Sides {
  return personColumns(input.shared(), comparisons);
}
