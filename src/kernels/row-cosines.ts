import { kernelOf } from './kernel.js';
import { Layout } from './layout.js';

/** Cosines of one row with a few others, as `cosines` in src/metrics/cosines.ts defines them and to the byte. */
export interface RowCosines {
  /** Room for the one row. */
  readonly row: Float32Array;
  /** Room for the numbers of the others: as many as are compared at once. */
  readonly others: Uint32Array;
  /** The cosines with the first `count` of the others. */
  cosines(count: number): Float32Array;
}

/** What a thread needs to compare a row with those of a memory. */
export interface RowPlace {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly dim: number;
  /** Number of the one row. */
  readonly row: number;
  readonly left: number;
  readonly right: number;
  readonly places: number;
  readonly scores: number;
  readonly wide: number;
  /** Others compared at once. */
  readonly most: number;
}

/** Rows that threads share. */
export interface SharedRows {
  readonly directions: Float32Array;
  /** One for each thread. */
  readonly places: readonly RowPlace[];
}

/**
 * Room for `count` rows of `dim` values that `threads` threads compare with rows of their own, `most` at once; undefined where the
 * kernel or the memory is not there, or the rows do not fill whole vectors.
 */
export function sharedRows(
  count: number,
  dim: number,
  threads: number,
  most: number,
): SharedRows | undefined {
  const module = kernelOf('cosines');
  if (module === undefined || dim % 4 !== 0) return undefined;
  const layout = new Layout();
  layout.room(4 * dim * (count + threads));
  const rooms = Array.from({ length: threads }, (_, thread) => ({
    dim,
    row: count + thread,
    left: layout.room(4 * most),
    right: layout.room(4 * most),
    places: layout.room(4 * most),
    scores: layout.room(4 * most),
    wide: layout.room(8 * dim),
    most,
  }));
  const memory = layout.sharedMemory();
  if (memory === undefined) return undefined;
  return {
    directions: new Float32Array(memory.buffer, 0, dim * count),
    places: rooms.map((room) => ({ ...room, module, memory })),
  };
}

export function rowCosines({
  module,
  memory,
  dim,
  row,
  left,
  right,
  places,
  scores,
  wide,
  most,
}: RowPlace): RowCosines {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const { cosines } = exports as { cosines: (...of: number[]) => void };
  const { buffer } = memory;
  new Uint32Array(buffer, left, most).fill(row);
  new Uint32Array(buffer, places, most).forEach((_, i, indices) => (indices[i] = i));
  const found = new Float32Array(buffer, scores, most);
  return {
    row: new Float32Array(buffer, 4 * dim * row, dim),
    others: new Uint32Array(buffer, right, most),
    cosines: (count) => {
      cosines(0, dim, left, right, places, 0, count, scores, wide);
      return found;
    },
  };
}
