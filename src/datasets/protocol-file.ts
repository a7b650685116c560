import type { Hash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT, UserError } from '../errors.js';
import { passingChunks } from '../files/chunks.js';
import { linesOf, type Line } from '../files/text-lines.js';
import type { DatasetSource } from './dataset.js';

/**
 * The lines of a text file, read as they are asked for.
 *
 * @param hash is given every byte; complete when the last line was taken
 * @param remedy what helps where the file is not there; by default for a list of comparisons
 * @throws UserError E_FILE_MISSING (66), E_FILE_KIND (65), E_FILE_READ (74), and those of `linesOf`
 */
export function protocolLines(
  path: string,
  hash?: Hash,
  remedy = 'check --root and --pairs',
): Generator<Line, void> {
  return linesOf(passingChunks(path, hash, remedy), path);
}

/**
 * The protocol file: the one the user named, or the first of `names` in the folders `places` of the root.
 * @throws UserError E_PROTOCOL_MISSING (66) that names every place looked at
 */
export async function findProtocolFile(
  { root, pairs }: DatasetSource,
  names: readonly string[],
  places: readonly string[] = ['.'],
  remedy = 'put it there, or name it with --pairs',
): Promise<string> {
  if (pairs !== undefined) return pairs;
  const paths = pathsIn(root, names, places);
  for (const path of paths) {
    if (await isFile(path)) return path;
  }
  throw new UserError(
    'E_PROTOCOL_MISSING',
    `no protocol file at ${paths.join(', ')}`,
    remedy,
    EXIT.missingInput,
  );
}

/** Whether one of `names` is a file in one of the folders `places` of `root`. */
export async function isFileIn(
  root: string,
  names: readonly string[],
  places: readonly string[],
): Promise<boolean> {
  for (const path of pathsIn(root, names, places)) {
    if (await isFile(path)) return true;
  }
  return false;
}

function pathsIn(root: string, names: readonly string[], places: readonly string[]): string[] {
  return places.flatMap((place) => names.map((name) => join(root, place, name)));
}

/** Whether there is a file at `path`, links followed. */
export async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
