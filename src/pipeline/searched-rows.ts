import type { Searched } from '../metrics/identification/index.js';

/** The rows `rows` of a set of unit vectors, with their subjects; in memory that threads share. */
export function searchedRows(
  { directions, identity, dim }: Searched & { readonly dim: number },
  rows: Uint32Array,
): Searched {
  const taken = {
    directions: new Float32Array(new SharedArrayBuffer(4 * rows.length * dim)),
    identity: new Int32Array(rows.length),
  };
  rows.forEach((row, to) => {
    taken.directions.set(directions.subarray(row * dim, (row + 1) * dim), to * dim);
    taken.identity[to] = identity[row]!;
  });
  return taken;
}
