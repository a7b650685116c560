import type { TextBlock } from '../files/plain-text.js';
import type { ScoreContent } from './score-file.js';

/** The beginning of a file, by which its format is told. */
export interface FileHead {
  /** The first bytes, 64 KiB at most. */
  readonly bytes: Uint8Array;
  /** Its first line, or what there is of it; empty where it is no text. */
  readonly line: string;
  /** The first line that is neither blank nor begins with `#`, which is a comment in some formats. */
  readonly statement: string;
}

/** A file of scores that is to be read. */
export interface ScoreSource {
  /** As the user named it. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  /** Its text in blocks of whole lines, with rests in which the run may be stopped. */
  readonly text: () => AsyncIterable<TextBlock>;
}

/** A way of keeping scores on disk. */
export interface ScoreFormat {
  readonly name: string;
  readonly summary: string;
  /** With the dot, in lower case; the format of such a file where no beginning tells another. */
  readonly extensions: readonly string[];
  /** Whether a file that begins so is of this format. */
  readonly fits: (head: FileHead) => boolean;
  readonly read: (source: ScoreSource) => Promise<ScoreContent>;
}
