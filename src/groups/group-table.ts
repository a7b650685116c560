import type { GroupKey } from './key-column.js';

/** What a file says of pictures, templates or persons; entry `k` of each column is one of them, which is named once. */
export interface GroupTable {
  readonly file: string;
  readonly key: GroupKey;
  readonly names: readonly string[];
  /** The line that names it first. */
  readonly lines: Uint32Array;
  readonly attributes: readonly AttributeColumn[];
  /** Remarks a user should hear once. */
  readonly warnings: readonly string[];
}

/** One attribute as the file states it. */
export interface AttributeColumn {
  /** As the header calls it. */
  readonly name: string;
  /** The different values, in the order in which they are met. */
  readonly values: readonly string[];
  /** Of each entry the index of its value, or -1 where the field is empty. */
  readonly of: Int32Array;
}
