import type { IndexColumn } from '../types.js';
/** The two rows of some comparisons, and where each stood before they were put in another order, if they were. */
export interface OrderedRows {
  readonly left: IndexColumn;
  readonly right: IndexColumn;
  readonly places?: Uint32Array;
}

/** How often the left row changes in the first `count` comparisons, the first counted. */
export function runsOf(left: IndexColumn, count: number): number {
  let runs = count === 0 ? 0 : 1;
  for (let k = 1; k < count; k++) if (left[k] !== left[k - 1]) runs++;
  return runs;
}

/** Whether comparisons of one left row do not stand together: on average less than two of them. */
export function isMixed(runs: number, count: number): boolean {
  return runs * 2 > count;
}

/**
 * The comparisons by left row, those of one row in the order they stood in; as they are where those of one row stand together.
 *
 * @param rows number of rows
 */
export function byLeftRow(left: IndexColumn, right: IndexColumn, rows: number): OrderedRows {
  const count = left.length;
  if (!isMixed(runsOf(left, count), count)) return { left, right };
  const ends = new Uint32Array(rows + 1);
  for (let k = 0; k < count; k++) ends[left[k]! + 1]! += 1;
  for (let row = 0; row < rows; row++) ends[row + 1]! += ends[row]!;
  const ordered = {
    left: new Uint32Array(count),
    right: new Uint32Array(count),
    places: new Uint32Array(count),
  };
  for (let k = 0; k < count; k++) {
    const row = left[k]!;
    const to = ends[row]!++;
    ordered.left[to] = row;
    ordered.right[to] = right[k]!;
    ordered.places[to] = k;
  }
  return ordered;
}
