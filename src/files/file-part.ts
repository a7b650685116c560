import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { FormatError } from '../errors.js';
import { readFailure } from './file-failure.js';

/** A run of bytes of a file. */
export interface FilePart {
  readonly offset: number;
  readonly length: number;
}

/** The bytes of a part; rejects where the file does not have them all. */
export type ReadPart = (part: FilePart) => Promise<Uint8Array>;

/**
 * What `use` makes of parts of the file at `path`, told its size; the file is closed afterwards.
 *
 * A collection of pictures has no end at which to close a file, so that each picture opens it anew.
 * @throws UserError E_FILE_MISSING (66), E_FILE_READ (74); FormatError E_FILE_SHORT where the file ends before a part does
 */
export async function withParts<T>(
  path: string,
  use: (read: ReadPart, size: number) => Promise<T>,
): Promise<T> {
  const refuse = (error: unknown) => readFailure(path, error);
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(
    (error: unknown) => {
      throw refuse(error);
    },
  );
  try {
    const found = await handle.stat();
    if (!found.isFile()) throw refuse(new Error('not a regular file'));
    const read: ReadPart = async ({ offset, length }) => {
      // Before any memory is asked for: the length is what a file says.
      if (offset + length > found.size) throw endsBefore(path, found.size);
      const bytes = new Uint8Array(length);
      for (let done = 0; done < length;) {
        const { bytesRead } = await handle
          .read(bytes, done, length - done, offset + done)
          .catch((error: unknown) => {
            throw refuse(error);
          });
        if (bytesRead === 0) throw endsBefore(path, offset + done);
        done += bytesRead;
      }
      return bytes;
    };
    return await use(read, found.size);
  } finally {
    await handle.close();
  }
}

/** The bytes of one part of the file at `path`. @throws as `withParts` */
export async function readPart(path: string, part: FilePart): Promise<Uint8Array> {
  return withParts(path, (read) => read(part));
}

/** Parts of bytes that are in memory, as a file that messages call `file`. */
export function partsOf(bytes: Uint8Array, file: string): ReadPart {
  return ({ offset, length }) =>
    offset + length > bytes.length
      ? Promise.reject(endsBefore(file, bytes.length))
      : Promise.resolve(bytes.subarray(offset, offset + length));
}

function endsBefore(file: string, size: number): FormatError {
  const what = `byte ${size}: the file ends before what it says it holds`;
  return new FormatError('E_FILE_SHORT', { file }, what, 'copy or fetch the file again');
}

/** Bytes that are read at once. */
const WINDOW = 1 << 16;

/** As `read`, but of short parts that lie near one another the file is asked only once. */
export function throughWindow(read: ReadPart, size: number): ReadPart {
  let start = 0;
  let window: Uint8Array = new Uint8Array();
  return async ({ offset, length }) => {
    if (length > WINDOW) return read({ offset, length });
    if (offset < start || offset + length > start + window.length) {
      const wanted = Math.max(length, Math.min(WINDOW, size - offset));
      window = await read({ offset, length: wanted });
      start = offset;
    }
    return window.subarray(offset - start, offset - start + length);
  };
}
