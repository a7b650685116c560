import { judgedComparisons, type JudgedQuality, qualitiesOf } from './judged-quality.js';
import { indicesOf } from './selection.js';
import { subsetOf } from './subset.js';
import { verificationInput, type VerificationInput } from './verification-input.js';

/** Which error is looked at: rejected genuine (FNMR) or accepted impostor comparisons (FMR). */
export type JudgedError = 'fnmr' | 'fmr';

export const JUDGED_ERRORS: readonly JudgedError[] = ['fnmr', 'fmr'];

/** The comparisons of one class as a question: does their quality tell which of them went wrong? */
export interface QualityErrors {
  readonly error: JudgedError;
  /** Which comparisons of the whole they are, ascending. */
  readonly members: Uint32Array;
  /**
   * The comparisons with their quality in place of the score, and labelled 1 where they were decided rightly, 0 where wrongly,
   * so that what is known of scores holds for qualities.
   */
  readonly input: VerificationInput;
}

/** The counted comparisons of known quality of the class that `error` is about, decided at `threshold`. */
export function qualityErrors(
  input: VerificationInput,
  quality: JudgedQuality,
  threshold: number,
  error: JudgedError,
): QualityErrors {
  const { scores, genuine } = input.scores;
  const label = error === 'fnmr' ? 1 : 0;
  const judged = judgedComparisons(input, quality);
  const members = indicesOf(scores.length, (k) => genuine[k] === label && judged(k));
  const right = new Uint8Array(members.length);
  for (let m = 0; m < right.length; m++) {
    right[m] = scores[members[m]!]! >= threshold === (label === 1) ? 1 : 0;
  }
  const set = {
    ...subsetOf(input.scores, members),
    scores: qualitiesOf(quality, members),
    genuine: right,
  };
  const { interval, seed } = input;
  return { error, members, input: verificationInput(set, { interval, seed }) };
}
