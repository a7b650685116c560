import type { ReadPart } from './file-part.js';

/** A file within an archive. */
export interface ArchiveMember {
  /** Path in the archive, with forward slashes, without `./` before it. */
  readonly name: string;
  /** Bytes that it has when it is read. */
  readonly size: number;
  /** Offset of what tells of it. */
  readonly byte: number;
  /** Its bytes. */
  readonly read: (read: ReadPart) => Promise<Uint8Array>;
}

/** What an archive holds. */
export interface ArchiveList {
  /** Regular files, in the order of the archive. */
  readonly members: readonly ArchiveMember[];
  /** What else stands in it and is passed over, such as `symbolic links`, with the number of each. */
  readonly passedOver: ReadonlyMap<string, number>;
}
