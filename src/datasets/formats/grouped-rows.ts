/** Rows put together by their group: those of group `g` are `rows[offsets[g]]` to `rows[offsets[g + 1] - 1]`, in their order. */
export interface GroupedRows {
  /** One more than there are groups. */
  readonly offsets: Uint32Array;
  readonly rows: Uint32Array;
}

/** The rows of each of `groups` groups. @param groupOf the group of each row, a whole number below `groups` */
export function groupedRows(groupOf: Uint32Array, groups: number): GroupedRows {
  const offsets = new Uint32Array(groups + 1);
  for (const group of groupOf) offsets[group + 1]!++;
  for (let g = 0; g < groups; g++) offsets[g + 1]! += offsets[g]!;
  const next = offsets.slice();
  const rows = new Uint32Array(groupOf.length);
  for (let row = 0; row < groupOf.length; row++) rows[next[groupOf[row]!]!++] = row;
  return { offsets, rows };
}
