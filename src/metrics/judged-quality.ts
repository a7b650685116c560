import type { ComparedQuality, ScoreSet, Scores } from '../types.js';
import { type Combination, combinedQuality } from './combined-quality.js';
import type { Selection } from './selection.js';
import type { VerificationInput } from './verification-input.js';

/** A quality by which comparisons are parted: of each comparison, and of its pictures where they are known. */
export interface JudgedQuality {
  readonly name: string;
  /** How the qualities of two pictures became one. */
  readonly combine: Combination;
  /** Of each comparison; NaN is unknown. */
  readonly of: Scores;
  /** Absent where only the qualities of whole comparisons are known. */
  readonly pictures?: ComparedQuality;
}

/**
 * The quality of every comparison, with those of its pictures where its two sides have qualities of their own.
 * @throws RangeError of `combinedQuality`
 */
export function judgedQuality(
  quality: ComparedQuality,
  combine: Combination = 'min',
): JudgedQuality {
  const { name, left, right } = quality;
  const of = combinedQuality(quality, combine);
  const sided = left !== right && left.some((picture, k) => picture !== right[k]);
  return { name, combine, of, ...(sided ? { pictures: quality } : {}) };
}

/** The quality that a set of scores brings with it, under `name`; undefined where it has none. */
export function ownQuality({ quality }: ScoreSet, name: string): JudgedQuality | undefined {
  return quality === undefined ? undefined : { name, combine: 'min', of: quality };
}

/** The counted comparisons whose quality is known: a finite number. */
export function judgedComparisons(
  { counted }: Pick<VerificationInput, 'counted'>,
  { of }: JudgedQuality,
): Selection {
  return (k) => counted(k) && Number.isFinite(of[k]!);
}
