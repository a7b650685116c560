/** Where the parts of a thread's work lie in the shared memory, in bytes. */
export interface Rooms {
  readonly rows: number;
  readonly dim: number;
  /** Room for one row of float64. */
  readonly wide: number;
  /** Rooms for a block of comparisons: left and right rows, and their scores. */
  readonly left: number;
  readonly right: number;
  readonly scores: number;
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
