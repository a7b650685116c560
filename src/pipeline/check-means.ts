import { EXIT, UserError } from '../errors.js';
import type { CheckMeans } from './check.js';
import { openKeptRun } from './kept-run.js';

function unsupported(what: string): UserError {
  return new UserError(
    'E_UNSUPPORTED',
    `this version of magface ${what}`,
    'use exact mode, without scores',
    EXIT.badData,
  );
}

/** How the commands get at runs, scores and differences. */
export const MEANS: CheckMeans = {
  openRun: openKeptRun,
  readScores: (path) => Promise.reject(unsupported(`reads no scores (${path})`)),
  paired: () => {
    throw unsupported('makes no paired differences');
  },
};
