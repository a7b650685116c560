import type { LoadedDataset } from '../types.js';

/** Where a user says a benchmark lies. */
export interface DatasetSource {
  readonly root: string;
  /** Folder of the pictures, where it is not the root or one of the usual folders below it. */
  readonly images?: string | undefined;
  /** Protocol file to use in place of the usual one. */
  readonly pairs?: string | undefined;
}

/** A benchmark: what it is, where to get it, and how its own files become a protocol. */
export interface Dataset {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly reference: string;
  /** Where to get it. */
  readonly obtain: string;
  /** What must lie in the root. */
  readonly files: string;
  /** @throws UserError, FormatError for files that are missing or break their grammar; pictures are not looked at */
  readonly load: (source: DatasetSource) => Promise<LoadedDataset>;
}
