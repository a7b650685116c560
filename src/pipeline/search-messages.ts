import type { StoredRows } from '../embeddings/direction-rows.js';
import type { RowPlace } from '../kernels/row-cosines.js';
import type { Sifted } from '../metrics/identification/sift.js';
import type { ThreadFailure } from '../thread-failure.js';

/** What the products that tell what is in doubt are made of. */
export type ProductKind = 'bytes' | 'floats';

/** What every thread of a search knows; its arrays lie in memory that they share. */
export interface SearchSetup {
  readonly dim: number;
  readonly gallery: StoredRows;
  /** Where each thread finds the same rows for scores by definition; absent where they are not in such memory. */
  readonly places?: readonly RowPlace[] | undefined;
  /** As of a `GalleryPlan`. */
  readonly starts: Uint32Array;
  /** As of `blocksOf`. */
  readonly blocks: Uint32Array;
  /** Unit rows of the probes. */
  readonly probes: Float32Array;
  /** Number of each probe's subject in the gallery, or -1. */
  readonly own: Int32Array;
  /** Best other subjects kept of each probe, at least 1. */
  readonly keep: number;
  /** Impostor scores kept over all probes. */
  readonly highest: number;
  /** Of bytes only where this machine multiplies them exactly, and as long as they leave little in doubt. */
  readonly products: ProductKind;
  /** Whether each thread keeps the bytes of the gallery. */
  readonly keepBytes: boolean;
}

/** What a single thread of a search knows. */
export interface ThreadSetup extends Omit<SearchSetup, 'places'> {
  readonly place?: RowPlace | undefined;
}

/** A stretch of probes in a stretch of blocks of the gallery. */
export interface SearchTask {
  readonly from: number;
  readonly to: number;
  readonly firstBlock: number;
  readonly lastBlock: number;
}

export interface SearchRequest {
  /** With the first task of a search. */
  readonly setup?: ThreadSetup;
  readonly task: SearchTask;
}

export type SearchAnswer = { readonly done: Sifted } | { readonly failed: ThreadFailure };
