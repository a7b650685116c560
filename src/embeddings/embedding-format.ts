import type { FileToWrite } from '../files/durable-file.js';
import type { EmbeddingRows } from './embedding-rows.js';
import type { RawEmbeddings } from './embedding-set.js';

/** Raw vectors as a file holds them, with the remarks on it that a user should hear once. */
export interface EmbeddingContent extends RawEmbeddings {
  readonly warnings: readonly string[];
}

/** What can be told of a path before it is read. */
export interface EmbeddingsHead {
  readonly path: string;
  readonly folder: boolean;
  /** Names of what lies in the folder; empty for a file. */
  readonly names: readonly string[];
  /** Number of bytes of the file. */
  readonly size: number;
  /** The first bytes of the file, at most 4,096. */
  readonly bytes: Uint8Array;
}

/** The two halves of what InsightFace keeps of a picture, its own vector and that of its mirror image: added, or the first. */
export type Halves = 'add' | 'first';

/** What a file may not say of itself. */
export interface ReadWish {
  /** Components of a vector, where the file is nothing but numbers. */
  readonly dim?: number | undefined;
  /** What becomes of an array (2, pictures, dimensions). */
  readonly halves?: Halves | undefined;
}

/** The type of number that vectors are written in. */
export type WrittenType = 'f32' | 'f16';

/** What has to be on the disk for vectors to be there. */
export interface Written {
  /** The one that is read first last. */
  readonly files: readonly FileToWrite[];
  /** The files make up a folder of their own, which appears as a whole and is never mixed with what was there. */
  readonly wholeFolder?: true;
}

/** A way of keeping vectors on disk. */
export interface EmbeddingFormat {
  readonly name: string;
  readonly summary: string;
  /** Who writes it. */
  readonly reference: string;
  /** With the dot, in lower case; none for folders. */
  readonly extensions: readonly string[];
  /** Whether the content is of this format; where no format says so, the extension decides. */
  fits(head: EmbeddingsHead): boolean;
  /** The vectors without holding them; absent where the format does not let them be read a few at a time. */
  open?(path: string, wish: ReadWish): Promise<EmbeddingRows>;
  read(path: string, wish: ReadWish): Promise<EmbeddingContent>;
  /**
   * The files that hold `embeddings`; absent where the format is only read.
   * @throws UserError E_EMBED_NAMES where the format needs names and there are none, E_EMBED_DTYPE where it holds no float16
   */
  write?(path: string, embeddings: RawEmbeddings, type: WrittenType): Promise<Written>;
}
