import type { Hash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT, UserError } from '../errors.js';
import type { DatasetSource } from './dataset.js';
import { linesOf, type Line } from './formats/text-lines.js';

const CHUNK = 256 * 1024;

/**
 * The lines of a text file, read as they are asked for.
 *
 * @param hash is given every byte; complete when the last line was taken
 * @throws UserError E_FILE_MISSING (66), E_FILE_KIND (65), E_FILE_READ (74), and those of `linesOf`
 */
export function protocolLines(path: string, hash?: Hash): Generator<Line, void> {
  return linesOf(chunksOf(path, hash), path);
}

/**
 * The bytes of a file in chunks. Read synchronously: protocols are read before anything else begins, and a generator that never
 * waits keeps the grammars plain functions over lines.
 */
function* chunksOf(path: string, hash: Hash | undefined): Generator<Buffer, void> {
  const file = openFile(path);
  try {
    // Without the question a named pipe would block, a folder would fail in words of its own.
    if (!fstatSync(file).isFile()) {
      throw new UserError('E_FILE_KIND', `${path} is not a file`, 'name a text file', EXIT.badData);
    }
    for (;;) {
      const chunk = Buffer.allocUnsafe(CHUNK);
      const bytes = chunk.subarray(0, readChunk(file, chunk, path));
      if (bytes.length === 0) return;
      hash?.update(bytes);
      yield bytes;
    }
  } finally {
    closeSync(file);
  }
}

function openFile(path: string): number {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new UserError(
        'E_FILE_MISSING',
        `there is no file ${path}`,
        'check --root and --pairs',
        EXIT.missingInput,
        { cause },
      );
    }
    throw unreadable(path, message, cause);
  }
}

function readChunk(file: number, chunk: Buffer, path: string): number {
  try {
    return readSync(file, chunk, 0, chunk.length, null);
  } catch (cause) {
    throw unreadable(path, (cause as Error).message, cause);
  }
}

function unreadable(path: string, message: string, cause: unknown): UserError {
  return new UserError(
    'E_FILE_READ',
    `${path} cannot be read (${message})`,
    'check its permissions and its disk',
    EXIT.ioError,
    { cause },
  );
}

/**
 * The protocol file: the one the user named, or the first of `names` in the folders `places` of the root.
 * @throws UserError E_PROTOCOL_MISSING (66) that names every place looked at
 */
export async function findProtocolFile(
  { root, pairs }: DatasetSource,
  names: readonly string[],
  places: readonly string[] = ['.'],
): Promise<string> {
  if (pairs !== undefined) return pairs;
  const paths = places.flatMap((place) => names.map((name) => join(root, place, name)));
  for (const path of paths) {
    if (await isFile(path)) return path;
  }
  throw new UserError(
    'E_PROTOCOL_MISSING',
    `no protocol file at ${paths.join(', ')}`,
    'put it there, or name it with --pairs',
    EXIT.missingInput,
  );
}

/** Whether there is a file at `path`, links followed. */
export async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
