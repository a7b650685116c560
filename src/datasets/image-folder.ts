import { constants, type Stats } from 'node:fs';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import pMap from 'p-map';
import { EXIT, UserError } from '../errors.js';
import type { ImageCollection } from '../types.js';

/** Folders listed, or files asked for, at once when looking for missing pictures. */
const QUESTIONS = 16;

/**
 * The pictures `ids` below `root`, read one at a time as asked for.
 *
 * @param paths of the pictures below `root`, where they are not the ids; they must have passed `insidePath`. A link may point
 *   anywhere below `root`, never out of it.
 * @throws UserError from `read`: E_IMAGE_MISSING (66), E_IMAGE_DIR, E_IMAGE_NOT_FILE, E_IMAGE_EMPTY, E_IMAGE_READ, E_PATH_ESCAPE
 *   (65), E_BUSY (75), each with the path
 */
export function folderImages(
  root: string,
  ids: readonly string[],
  paths: readonly string[] = ids,
): ImageCollection {
  let realRoot: Promise<string> | undefined;
  const describe = (index: number) => join(root, paths[index]!);
  return {
    ids,
    describe,
    missing: () => missingFrom(root, paths),
    folder: { root, paths },
    read: async (index) => {
      const path = describe(index);
      try {
        return await readInside(await (realRoot ??= realpath(root)), path);
      } catch (error) {
        throw error instanceof UserError ? error : failure(path, error as NodeJS.ErrnoException);
      }
    },
  };
}

/** Pictures that are nowhere: a run on stored embeddings goes on without them, any other gets `reason`. */
export function absentImages(ids: readonly string[], reason: UserError): ImageCollection {
  return {
    ids,
    describe: (index) => ids[index]!,
    missing: () => Promise.reject(reason),
    read: () => Promise.reject(reason),
  };
}

async function readInside(root: string, path: string): Promise<Uint8Array> {
  const real = await realpath(path);
  if (!real.startsWith(root.endsWith(sep) ? root : root + sep)) {
    throw refusal('E_PATH_ESCAPE', path, `is a link to ${real}, outside ${root}`, 'copy it inside');
  }
  // Without O_NONBLOCK a named pipe would hang the whole process for ever.
  const file = await open(real, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    requirePicture(await file.stat(), path);
    return await file.readFile();
  } finally {
    await file.close();
  }
}

function requirePicture(found: Stats, path: string): void {
  const remedy = 'put the picture there';
  if (found.isDirectory()) throw refusal('E_IMAGE_DIR', path, 'is a folder', remedy);
  if (!found.isFile()) throw refusal('E_IMAGE_NOT_FILE', path, 'is not a regular file', remedy);
  if (found.size === 0) throw refusal('E_IMAGE_EMPTY', path, 'is empty', 'fetch it again');
}

function failure(path: string, cause: NodeJS.ErrnoException): UserError {
  const { code, message } = cause;
  if (isAbsence(code)) {
    return new UserError(
      'E_IMAGE_MISSING',
      `${path} is not there`,
      'point --images at the folder that holds it',
      EXIT.missingInput,
      { cause },
    );
  }
  if (code === 'EMFILE' || code === 'ENFILE') {
    return new UserError('E_BUSY', message, 'raise the limit on open files', EXIT.tryAgain, {
      cause,
    });
  }
  const remedy = 'check its permissions and its disk';
  return refusal('E_IMAGE_READ', path, `cannot be read (${message})`, remedy, { cause });
}

function refusal(
  code: `E_${string}`,
  path: string,
  what: string,
  remedy: string,
  options?: ErrorOptions,
): UserError {
  return new UserError(code, `${path} ${what}`, remedy, EXIT.badData, options);
}

function isAbsence(code: string | undefined): boolean {
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP';
}

/**
 * Indices of the paths at which there is nothing, ascending.
 *
 * Each folder is listed once, which is quicker than asking for each file; only what a listing lacks is asked for by name, since
 * some file systems find a file under another spelling than they list.
 */
async function missingFrom(root: string, paths: readonly string[]): Promise<readonly number[]> {
  const folders = new Map<string, number[]>();
  paths.forEach((path, index) => {
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    const known = folders.get(folder);
    if (known === undefined) folders.set(folder, [index]);
    else known.push(index);
  });
  const unlisted = await pMap(
    folders,
    async ([folder, indices]) => {
      const names = new Set(await readdir(join(root, folder)).catch(() => []));
      return indices.filter(
        (index) => !names.has(paths[index]!.slice(paths[index]!.lastIndexOf('/') + 1)),
      );
    },
    { concurrency: QUESTIONS },
  );
  const absent = await pMap(
    unlisted.flat(),
    async (index) => ((await isAbsent(join(root, paths[index]!))) ? [index] : []),
    { concurrency: QUESTIONS },
  );
  return absent.flat().sort((a, b) => a - b);
}

async function isAbsent(path: string): Promise<boolean> {
  return stat(path).then(
    () => false,
    (error: unknown) => isAbsence((error as NodeJS.ErrnoException).code),
  );
}
