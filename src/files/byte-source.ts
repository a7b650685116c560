import { open } from 'node:fs/promises';
import { FormatError } from '../errors.js';
import { readFailure } from './file-failure.js';

/** Bytes of known number that are read once from front to back: a file, or an entry of an archive. */
export interface ByteSource {
  /** As messages show it. */
  readonly file: string;
  /** Number of bytes from front to back. */
  readonly size: number;
  /** Resolves when the next `into.length` bytes lie in `into`; rejects with a UserError where they are not to be had. */
  fill(into: Uint8Array): Promise<void>;
}

/**
 * What `use` makes of the bytes of `path`; the file is closed afterwards.
 * @param code of the error where the file cannot be read, by default E_FILE_MISSING (66) or E_FILE_READ (74)
 * @throws UserError that, and FormatError E_FILE_SHORT where the file becomes shorter as it is read
 */
export async function withFile<T>(
  path: string,
  use: (source: ByteSource) => Promise<T>,
  code?: `E_${string}`,
): Promise<T> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw readFailure(path, error, code);
  });
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw readFailure(path, new Error('not a regular file'), code);
    const fill = async (into: Uint8Array) => {
      for (let done = 0; done < into.length;) {
        const { bytesRead } = await handle
          .read(into, done, Math.min(into.length - done, STEP), null)
          .catch((error: unknown) => {
            throw readFailure(path, error, code);
          });
        if (bytesRead === 0) throw endsEarly(path);
        done += bytesRead;
      }
    };
    return await use({ file: path, size: stat.size, fill });
  } finally {
    await handle.close();
  }
}

/** A system call reads at most 2 GiB. */
const STEP = 1 << 30;

/** The bytes of a stream that is to hold `size` of them, such as a decompressed archive entry. */
export function fromStream(
  file: string,
  size: number,
  stream: AsyncIterable<Uint8Array>,
): ByteSource {
  const chunks = stream[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array(0);
  const fill = async (into: Uint8Array) => {
    for (let done = 0; done < into.length;) {
      if (rest.length === 0) {
        const next = await chunks.next();
        if (next.done === true) throw endsEarly(file);
        rest = next.value;
      }
      const part = rest.subarray(0, into.length - done);
      into.set(part, done);
      done += part.length;
      rest = rest.subarray(part.length);
    }
  };
  return { file, size, fill };
}

function endsEarly(file: string): FormatError {
  return new FormatError(
    'E_FILE_SHORT',
    { file },
    'ends before its last value',
    'copy or write it again',
  );
}
