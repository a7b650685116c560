import { kernelOf } from './kernel.js';
import { Layout } from './layout.js';

/** Cosines of a few rows with others, as `cosines` in src/metrics/cosines.ts defines them and to the byte. */
export interface RowCosines {
  /** Room for the few rows. */
  readonly rows: Float32Array;
  /** What the first of them is numbered. */
  readonly first: number;
  /** Room for pairs: numbers of rows. Those of one of the few should stand together. */
  readonly lefts: Uint32Array;
  readonly rights: Uint32Array;
  /** The cosines of the first `count` pairs. */
  cosines(count: number): Float32Array;
}

/** How much a thread compares at once. */
export interface PairRoom {
  readonly rows: number;
  readonly pairs: number;
}

/** What a thread needs to compare rows with those of a memory. */
export interface RowPlace {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly dim: number;
  readonly room: PairRoom;
  /** Where its own rows lie, and the numbers of pairs. */
  readonly rows: number;
  readonly left: number;
  readonly right: number;
  readonly places: number;
  readonly scores: number;
  readonly wide: number;
}

/** Rows that threads share. */
export interface SharedRows {
  readonly directions: Float32Array;
  /** One for each thread. */
  readonly places: readonly RowPlace[];
}

/**
 * Room for `count` rows of `dim` values that `threads` threads compare with rows of their own; undefined where the kernel or the
 * memory is not there, or the rows do not fill whole vectors.
 */
export function sharedRows(
  count: number,
  dim: number,
  threads: number,
  room: PairRoom,
): SharedRows | undefined {
  const module = kernelOf('cosines');
  if (module === undefined || dim % 4 !== 0) return undefined;
  const layout = new Layout();
  const row = 4 * dim;
  // Rows of all kinds are numbered from the first on.
  layout.room(row * (count + threads * room.rows));
  const pairs = () => layout.room(4 * room.pairs);
  const rooms = Array.from({ length: threads }, (_, thread) => ({
    dim,
    room,
    rows: row * (count + thread * room.rows),
    left: pairs(),
    right: pairs(),
    places: pairs(),
    scores: pairs(),
    wide: layout.room(8 * dim),
  }));
  const memory = layout.sharedMemory();
  if (memory === undefined) return undefined;
  return {
    directions: new Float32Array(memory.buffer, 0, dim * count),
    places: rooms.map((place) => ({ ...place, module, memory })),
  };
}

export function rowCosines({
  module,
  memory,
  dim,
  room,
  rows,
  left,
  right,
  places,
  scores,
  wide,
}: RowPlace): RowCosines {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const { cosines } = exports as { cosines: (...of: number[]) => void };
  const { buffer } = memory;
  const words = (at: number) => new Uint32Array(buffer, at, room.pairs);
  words(places).forEach((_, i, indices) => (indices[i] = i));
  const found = new Float32Array(buffer, scores, room.pairs);
  return {
    rows: new Float32Array(buffer, rows, dim * room.rows),
    first: rows / (4 * dim),
    lefts: words(left),
    rights: words(right),
    cosines: (count) => {
      cosines(0, dim, left, right, places, 0, count, scores, wide);
      return found;
    },
  };
}
