import { EXIT, UserError } from '../errors.js';

/** The error that comparison `k`, counted from 0, has a score above or below which no threshold lies. */
export function infiniteScore(k: number, score: number): UserError {
  return new UserError(
    'E_SCORE_INFINITE',
    `comparison ${k + 1} has the score ${score}`,
    'give finite scores, and NaN where a comparison failed',
    EXIT.badData,
  );
}
