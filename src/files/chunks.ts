import type { Hash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { EXIT, UserError } from '../errors.js';

const CHUNK = 256 * 1024;

/**
 * The bytes of a file in chunks, read as they are asked for; a chunk does not change once it was given.
 * @throws UserError as {@link passingChunks}
 */
export function* chunksOf(path: string, hash?: Hash, remedy?: string): Generator<Buffer, void> {
  for (const chunk of passingChunks(path, hash, remedy)) yield Buffer.from(chunk);
}

/**
 * The bytes of a file in chunks, read as they are asked for, each in the memory of the one before: fresh pages would take longer than
 * the reading.
 *
 * Read synchronously: text files are read before anything else begins, and a generator that never waits keeps the grammars
 * plain functions over lines.
 *
 * @param hash is given every byte; complete when the last chunk was taken
 * @param remedy what to do where there is no such file
 * @throws UserError E_FILE_MISSING (66), E_FILE_KIND (65), E_FILE_READ (74)
 */
export function* passingChunks(
  path: string,
  hash?: Hash,
  remedy = 'check the path',
): Generator<Buffer, void> {
  const file = openFile(path, remedy);
  try {
    // Without the question a named pipe would block, a folder would fail in words of its own.
    if (!fstatSync(file).isFile()) {
      throw new UserError('E_FILE_KIND', `${path} is not a file`, 'name a text file', EXIT.badData);
    }
    const chunk = Buffer.allocUnsafe(CHUNK);
    for (;;) {
      const bytes = chunk.subarray(0, readChunk(file, chunk, path));
      if (bytes.length === 0) return;
      hash?.update(bytes);
      yield bytes;
    }
  } finally {
    closeSync(file);
  }
}

function openFile(path: string, remedy: string): number {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      const what = `there is no file ${path}`;
      throw new UserError('E_FILE_MISSING', what, remedy, EXIT.missingInput, { cause });
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
