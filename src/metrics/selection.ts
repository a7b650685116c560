/** Picks comparisons by index. */
export type Selection = (comparison: number) => boolean;

/** The indices below `count` that `selection` picks, ascending. */
export function indicesOf(count: number, selection: Selection): Uint32Array {
  let picked = 0;
  for (let k = 0; k < count; k++) if (selection(k)) picked++;
  const indices = new Uint32Array(picked);
  let next = 0;
  for (let k = 0; k < count; k++) if (selection(k)) indices[next++] = k;
  return indices;
}
