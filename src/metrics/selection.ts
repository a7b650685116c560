/** Picks comparisons by index. */
export type Selection = (comparison: number) => boolean;

/** Indices that there is room for at first. */
const FEW = 1 << 14;

/**
 * The indices below `count` that `selection` picks, ascending.
 *
 * @param room how many there are, where it is known; any number will do
 */
export function indicesOf(count: number, selection: Selection, room = FEW): Uint32Array {
  // Grown, not counted first: to ask of millions of comparisons takes longer than to copy the few that are picked.
  let indices = new Uint32Array(Math.min(count, room));
  let picked = 0;
  for (let k = 0; k < count; k++) {
    if (!selection(k)) continue;
    if (picked === indices.length) {
      const larger = new Uint32Array(Math.min(count, Math.max(FEW, 2 * picked)));
      larger.set(indices);
      indices = larger;
    }
    indices[picked++] = k;
  }
  return picked === indices.length ? indices : indices.slice(0, picked);
}
