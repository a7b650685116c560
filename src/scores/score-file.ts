import type { IndexColumn, ScoreSet } from '../types.js';

/** The two pictures of every comparison, as indices into `ids`. */
export interface ComparedPictures {
  readonly ids: readonly string[];
  readonly left: IndexColumn;
  readonly right: IndexColumn;
}

/** Scores with the names of what was compared, as far as they are known. */
export interface NamedScores {
  readonly scores: ScoreSet;
  readonly pictures?: ComparedPictures;
  /** Name of each of `scores.persons`; absent where they were told apart by the labels alone. */
  readonly personNames?: readonly string[];
}

/** What a file of scores holds. */
export interface ScoreContent extends NamedScores {
  /** Remarks on the file that a user should hear once; they change no number. */
  readonly warnings: readonly string[];
}

export interface ScoreFile extends ScoreContent {
  /** File name without folder and extension. */
  readonly name: string;
  /** sha256 (hex) of the content. */
  readonly digest: string;
}
