/** Right rows that are compared with many left rows while they lie in a core's cache, a power of 2: half a mebibyte of float64 at 512 components. */
export const TILE = 128;

/** Where the parts of a thread's work lie in the shared memory, in bytes. */
export interface Rooms {
  readonly rows: number;
  readonly dim: number;
  /** Room for one row of float64, and for {@link TILE} of them. */
  readonly wide: number;
  readonly tile: number;
  /** Rooms for a block of comparisons: left and right rows, and their scores. */
  readonly left: number;
  readonly right: number;
  readonly scores: number;
  /** Room for where the score of each belongs. */
  readonly places: number;
  /** Rooms to sort a block in: for three such columns, and for a number of each tile and one more. */
  readonly spare: number;
  readonly ends: number;
  /** Comparisons that a block may hold. */
  readonly capacity: number;
  /** Number of rows. */
  readonly count: number;
}

/** What a thread is started with. */
export interface CosineTask {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly place: Rooms;
}
