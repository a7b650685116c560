import { stat } from 'node:fs/promises';
import { EXIT, UserError } from '../errors.js';
import { readFailure } from './file-failure.js';

/**
 * What rejects once the file at `path` is no longer the one that it is now: for a file that is read more than once.
 *
 * Told by its size and the time of its last change.
 * @throws UserError E_FILE_MISSING (66), E_FILE_READ (74); what is returned also E_FILE_CHANGED (75)
 */
export async function watchFile(path: string): Promise<() => Promise<void>> {
  const before = await stateOf(path);
  return async () => {
    const after = await stateOf(path);
    if (after.size === before.size && after.mtimeNs === before.mtimeNs) return;
    throw new UserError(
      'E_FILE_CHANGED',
      `${path}: changed while it was read`,
      'run again when nobody writes to it',
      EXIT.tryAgain,
    );
  };
}

async function stateOf(path: string) {
  return stat(path, { bigint: true }).catch((error: unknown) => {
    throw readFailure(path, error);
  });
}
