import { constants } from 'node:fs';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import pMap from 'p-map';
import { EXIT, UserError } from '../errors.js';
import type { ImageCollection } from '../types.js';

/** Folders listed at once when looking for missing pictures. */
const LISTINGS = 16;

/**
 * The pictures `ids`, paths below `root`, read one at a time as asked for.
 *
 * Ids must have passed `insidePath`. Links may point anywhere below `root`, never out of it.
 * @throws UserError from `read`: E_IMAGE_MISSING (66), E_IMAGE_KIND, E_IMAGE_ESCAPE, E_IMAGE_READ (65)
 */
export function folderImages(root: string, ids: readonly string[]): ImageCollection {
  let realRoot: Promise<string> | undefined;
  const describe = (index: number) => join(root, ids[index]!);
  return {
    ids,
    describe,
    missing: () => missingFrom(root, ids),
    read: async (index) => {
      realRoot ??= realpath(root);
      return readInside(await realRoot, describe(index));
    },
  };
}

async function readInside(root: string, path: string): Promise<Uint8Array> {
  const refuse = (code: `E_IMAGE_${string}`, what: string, remedy: string) =>
    new UserError(code, `${path} ${what}`, remedy, EXIT.badData);
  try {
    const real = await realpath(path);
    if (!real.startsWith(root + sep)) {
      throw refuse('E_IMAGE_ESCAPE', `is a link to ${real}, outside ${root}`, 'copy it inside');
    }
    // Without O_NONBLOCK a named pipe would hang the whole process for ever.
    const file = await open(real, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const found = await file.stat();
      if (!found.isFile()) throw refuse('E_IMAGE_KIND', 'is not a file', 'put the picture there');
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP') {
      throw new UserError(
        'E_IMAGE_MISSING',
        `${path} is not there`,
        'point --images at the folder that holds it',
        EXIT.missingInput,
        { cause: error },
      );
    }
    if (code === 'EMFILE' || code === 'ENFILE') {
      throw new UserError('E_BUSY', message, 'raise the limit on open files', EXIT.tryAgain);
    }
    throw refuse('E_IMAGE_READ', `cannot be read (${message})`, 'check its permissions');
  }
}

/** Indices of pictures that are not there, ascending; each folder is listed once, which is quicker than asking for each file. */
async function missingFrom(root: string, ids: readonly string[]): Promise<readonly number[]> {
  const byFolder = new Map<string, number[]>();
  ids.forEach((id, index) => {
    const folder = dirname(id);
    const known = byFolder.get(folder);
    if (known === undefined) byFolder.set(folder, [index]);
    else known.push(index);
  });
  const missing = await pMap(
    byFolder,
    async ([folder, indices]) => {
      const path = join(root, folder);
      const names = new Set(await readdir(path).catch(() => []));
      return indices.filter(
        (index) => !names.has(ids[index]!.slice(folder === '.' ? 0 : folder.length + 1)),
      );
    },
    { concurrency: LISTINGS },
  );
  return missing.flat().sort((a, b) => a - b);
}

/** Whether there is a file at `path`. */
export async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
