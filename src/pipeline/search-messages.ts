import type { StoredRows } from '../embeddings/direction-rows.js';
import type { Sifted } from '../metrics/identification/sift.js';
import type { ExitCode } from '../errors.js';

/** What every thread of a search knows; its arrays lie in memory that they share. */
export interface SearchSetup {
  readonly dim: number;
  readonly gallery: StoredRows;
  /** As of a `GalleryPlan`. */
  readonly starts: Uint32Array;
  /** As of `blocksOf`. */
  readonly blocks: Uint32Array;
  /** Unit rows of the probes. */
  readonly probes: Float32Array;
  readonly mate: Float32Array;
  readonly own: Int32Array;
  /** Best other subjects kept of each probe, at least 1. */
  readonly keep: number;
  /** Impostor scores kept over all probes. */
  readonly highest: number;
}

/** A stretch of probes in a stretch of blocks of the gallery. */
export interface SearchTask {
  readonly from: number;
  readonly to: number;
  readonly firstBlock: number;
  readonly lastBlock: number;
}

export type SearchAnswer =
  | { readonly done: Sifted }
  | { readonly failed: { readonly message: string; readonly user?: FailedForUser } };

/** A UserError, which loses its class on its way between threads. */
export interface FailedForUser {
  readonly code: `E_${string}`;
  readonly what: string;
  readonly remedy: string;
  readonly exit: ExitCode;
}
