import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import yauzl from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { FormatError } from '../errors.js';
import { fromStream } from './byte-source.js';
import type { ByteSource } from './byte-source.js';
import { errorCode, messageOf, readFailure } from './file-failure.js';

/** Deflate shrinks zeros 1032-fold; vectors hardly shrink at all, and padded UTF-32 names about 100-fold. */
const LARGEST_RATIO = 300;
/** Below this size no ratio is worth a refusal. */
const HARMLESS = 1 << 24;

/** The arrays of a NumPy archive, each an .npy file. */
export interface NpzArchive {
  /** Names of the arrays without `.npy`, in the order of the archive. */
  readonly names: readonly string[];
  /** What `use` makes of the bytes of the array `name`, which are decompressed as they are read. */
  readonly read: <T>(name: string, use: (source: ByteSource) => Promise<T>) => Promise<T>;
}

/**
 * What `use` makes of the NumPy archive at `path`, `numpy.savez` or `savez_compressed`; it is closed afterwards.
 *
 * Nothing is extracted, and arrays not asked for are not read.
 * @param code of the error where the file cannot be read, by default E_FILE_MISSING (66) or E_FILE_READ (74)
 * @throws FormatError E_NPZ for what is no readable zip archive, E_NPZ_BOMB for an entry that would grow more than 300-fold
 */
export async function withNpz<T>(
  path: string,
  use: (archive: NpzArchive) => Promise<T>,
  code?: `E_${string}`,
): Promise<T> {
  const archive = await openArchive(path, code);
  try {
    const entries = await listArrays(path, archive);
    return await use({
      names: [...entries.keys()],
      read: (name, part) => readEntry(path, archive, entries.get(name)!, part),
    });
  } finally {
    archive.close();
  }
}

async function openArchive(path: string, code: `E_${string}` | undefined): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: false }, (error, archive) => {
      if (error === null) resolve(archive);
      else reject(errorCode(error) === '' ? damaged(path, error) : readFailure(path, error, code));
    });
  });
}

/** Entry of each array by its name without `.npy`. */
async function listArrays(path: string, archive: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  const entries = new Map<string, Entry>();
  await new Promise<void>((resolve, reject) => {
    archive.on('entry', (entry: Entry) => {
      const name = /^(.+)\.npy$/.exec(entry.fileName)?.[1];
      if (name !== undefined) {
        if (entries.has(name)) {
          reject(damaged(path, new Error(`the array ${JSON.stringify(name)} stands twice`)));
          return;
        }
        entries.set(name, entry);
      }
      archive.readEntry();
    });
    archive.on('end', resolve);
    archive.on('error', (error: unknown) => {
      reject(damaged(path, error));
    });
    archive.readEntry();
  });
  return entries;
}

async function readEntry<T>(
  path: string,
  archive: ZipFile,
  entry: Entry,
  use: (source: ByteSource) => Promise<T>,
): Promise<T> {
  const file = `${path}(${entry.fileName})`;
  const { compressedSize, uncompressedSize } = entry;
  if (uncompressedSize > HARMLESS && uncompressedSize > compressedSize * LARGEST_RATIO) {
    throw new FormatError(
      'E_NPZ_BOMB',
      { file },
      `${compressedSize} bytes claim to hold ${uncompressedSize}`,
      'if it is honest, save it with numpy.savez, without compression',
    );
  }
  const stream = await new Promise<Readable>((resolve, reject) => {
    archive.openReadStream(entry, (error, opened) => {
      if (error === null) resolve(opened);
      else reject(damaged(file, error));
    });
  });
  try {
    return await use(fromStream(file, uncompressedSize, checked(entry, file, stream)));
  } finally {
    stream.destroy();
  }
}

/** The chunks of `stream`, the last only after the checksum of all of them was found right. */
async function* checked(
  entry: Entry,
  file: string,
  stream: Readable,
): AsyncGenerator<Uint8Array, void> {
  let seen = 0;
  let checksum = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      seen += chunk.length;
      checksum = crc32(chunk, checksum);
      if (seen === entry.uncompressedSize && checksum !== entry.crc32) {
        throw new Error('the checksum does not agree');
      }
      yield chunk;
    }
  } catch (error) {
    throw damaged(file, error);
  }
}

function damaged(file: string, error: unknown): FormatError {
  return new FormatError(
    'E_NPZ',
    { file },
    `no sound zip archive: ${messageOf(error)}`,
    'copy or save it again',
    {
      cause: error,
    },
  );
}
