import { qualityAt } from '../score-quality.js';
import type { ComparedQuality, ScoreSet, Scores } from '../types.js';
import { type Combination, combinedQuality } from './combined-quality.js';
import type { Selection } from './selection.js';
import type { VerificationInput } from './verification-input.js';

/** A quality by which comparisons are parted: of each comparison, and of its pictures where they are known. */
export interface JudgedQuality {
  readonly name: string;
  /** How the qualities of two pictures became one. */
  readonly combine: Combination;
  /** Of a comparison; NaN is unknown. No column, since of millions of comparisons most are looked at once or twice. */
  readonly of: (comparison: number) => number;
  /** Whether they are floats of 32 bits. */
  readonly single: boolean;
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
  const sided = left !== right && left.some((picture, k) => picture !== right[k]);
  const told =
    combine === 'min' ? { qualities: quality } : { quality: combinedQuality(quality, combine) };
  return { ...judged(name, combine, told)!, ...(sided ? { pictures: quality } : {}) };
}

/** The quality that a set of scores brings with it, under `name`; undefined where it has none. */
export function ownQuality(scores: ScoreSet, name: string): JudgedQuality | undefined {
  return judged(name, 'min', scores);
}

function judged(
  name: string,
  combine: Combination,
  told: Pick<ScoreSet, 'quality' | 'qualities'>,
): JudgedQuality | undefined {
  const of = qualityAt(told);
  if (of === undefined) return undefined;
  const values = told.quality ?? told.qualities?.values;
  return { name, combine, of, single: values instanceof Float32Array };
}

/** The counted comparisons whose quality is known: a finite number. */
export function judgedComparisons(
  { counted }: Pick<VerificationInput, 'counted'>,
  { of }: JudgedQuality,
): Selection {
  return (k) => counted(k) && Number.isFinite(of(k));
}

/** What tells the quality of a comparison that is counted, and whose quality is known; NaN for all others. */
export function knownQuality(
  { counted }: Pick<VerificationInput, 'counted'>,
  { of }: JudgedQuality,
): (comparison: number) => number {
  return (k) => {
    const quality = of(k);
    return Number.isFinite(quality) && counted(k) ? quality : NaN;
  };
}

/** The qualities of `comparisons`, in their order. */
export function qualitiesOf({ of, single }: JudgedQuality, comparisons: Uint32Array): Scores {
  const qualities = new (single ? Float32Array : Float64Array)(comparisons.length);
  for (let i = 0; i < qualities.length; i++) qualities[i] = of(comparisons[i]!);
  return qualities;
}
