import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { FormatError } from '../errors.js';
import { readFailure } from './file-failure.js';

/** A run of bytes of a file. */
export interface FilePart {
  readonly offset: number;
  readonly length: number;
}

/**
 * The bytes of `part` of the file at `path`, which is opened and closed again: a collection of pictures has no end at which to
 * close it.
 *
 * @throws UserError E_FILE_MISSING (66), E_FILE_READ (74); FormatError E_FILE_SHORT where the file ends before
 */
export async function readPart(path: string, { offset, length }: FilePart): Promise<Uint8Array> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(
    (error: unknown) => {
      throw readFailure(path, error);
    },
  );
  try {
    const bytes = new Uint8Array(length);
    for (let done = 0; done < length;) {
      const { bytesRead } = await handle
        .read(bytes, done, length - done, offset + done)
        .catch((error: unknown) => {
          throw readFailure(path, error);
        });
      if (bytesRead === 0) {
        const what = `byte ${offset + done}: the file has become shorter`;
        throw new FormatError(
          'E_FILE_SHORT',
          { file: path },
          what,
          'leave it as it is during a run',
        );
      }
      done += bytesRead;
    }
    return bytes;
  } finally {
    await handle.close();
  }
}
