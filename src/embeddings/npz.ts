import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import yauzl from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import yazl from 'yazl';
import { FormatError } from '../errors.js';
import { fromStream } from './byte-source.js';
import type { ByteSource } from './byte-source.js';
import type { WriteAll } from './durable-file.js';
import type { NamedEmbeddings, RawEmbeddings } from './embedding-set.js';
import { errorCode, messageOf, readFailure } from './file-failure.js';
import { requireIds } from './ids-file.js';
import { npyHeader, readNpyHeader } from './npy-header.js';
import { npyTexts, readNpyTexts } from './npy-texts.js';
import { bytesOf, readNpyMatrix } from './npy.js';

/** Deflate shrinks zeros 1032-fold; vectors hardly shrink at all, and padded UTF-32 names about 100-fold. */
const LARGEST_RATIO = 300;
/** Below this size no ratio is worth a refusal. */
const HARMLESS = 1 << 24;

export interface NpzContent extends RawEmbeddings {
  readonly warnings: readonly string[];
}

/**
 * The vectors in a NumPy archive, `numpy.savez` or `savez_compressed`: the array `embeddings` or else the only array of
 * two dimensions; with the names in the array `ids` where there is one.
 *
 * Arrays are read as they are decompressed; nothing is extracted, and arrays not asked for are not read beyond their
 * headers.
 * @throws FormatError E_NPZ for what is no readable zip archive, E_NPZ_BOMB for an entry that would grow more than
 *   300-fold, E_NPZ_ARRAYS when it is not plain which array is meant, E_NPZ_IDS where names and rows differ in number,
 *   and those of readNpyMatrix and readNpyTexts
 */
export async function readNpz(path: string): Promise<NpzContent> {
  const archive = await openArchive(path);
  try {
    const entries = await listArrays(path, archive);
    const chosen = entries.has('embeddings')
      ? 'embeddings'
      : await onlyMatrix(path, archive, entries);
    const read = <T>(name: string, use: (source: ByteSource) => Promise<T>) =>
      readEntry(path, archive, entries.get(name)!, use);
    const { rows, dim, values, warnings } = await read(chosen, readNpyMatrix);
    if (!entries.has('ids')) return { raw: values, dim, warnings };
    const ids = await read('ids', readNpyTexts);
    if (ids.length !== rows) {
      throw new FormatError(
        'E_NPZ_IDS',
        { file: path },
        `${ids.length} ids for ${rows} rows of ${JSON.stringify(chosen)}`,
        'save one id for each row',
      );
    }
    return { ids, raw: values, dim, warnings };
  } finally {
    archive.close();
  }
}

async function openArchive(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: false }, (error, archive) => {
      if (error === null) resolve(archive);
      else reject(errorCode(error) === '' ? damaged(path, error) : readFailure(path, error));
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

async function onlyMatrix(
  path: string,
  archive: ZipFile,
  entries: ReadonlyMap<string, Entry>,
): Promise<string> {
  const matrices: string[] = [];
  for (const [name, entry] of entries) {
    const header = await readEntry(path, archive, entry, readNpyHeader).catch((error: unknown) => {
      // Arrays of objects and the like may lie beside the one that is meant.
      if (error instanceof FormatError && error.code.startsWith('E_NPY_')) return undefined;
      throw error;
    });
    if (header?.shape.length === 2) matrices.push(name);
  }
  const [only, ...others] = matrices;
  if (only !== undefined && others.length === 0) return only;
  throw new FormatError(
    'E_NPZ_ARRAYS',
    { file: path },
    matrices.length === 0
      ? `none of its ${entries.size} arrays is (pictures, dimensions)`
      : `several arrays could be meant: ${matrices.map((name) => JSON.stringify(name)).join(', ')}`,
    'save the vectors as the array `embeddings`',
  );
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

const PIECE = 1 << 20;

/**
 * Resolves when the vectors and their names are written as `numpy.savez` would; equal content gives equal bytes.
 * @throws UserError E_EMBED_ID for an id that holds NUL or is not Unicode (exit 65)
 */
export async function writeNpz({ ids, raw, dim }: NamedEmbeddings, write: WriteAll): Promise<void> {
  requireIds(ids, /^[^\0\p{Cs}]*$/u, 'stand in a NumPy array, which pads with NUL');
  const archive = new yazl.ZipFile();
  const add = (name: string, parts: readonly Uint8Array[]) => {
    const size = parts.reduce((sum, part) => sum + part.length, 0);
    archive.addReadStreamLazy(name, { ...TIMELESS, size }, (opened) => {
      opened(null, Readable.from(pieces(parts)));
    });
  };
  add('embeddings.npy', [npyHeader('<f4', [ids.length, dim]), bytesOf(raw)]);
  add('ids.npy', [npyTexts(ids)]);
  archive.end();
  for await (const chunk of archive.outputStream) await write(Buffer.from(chunk));
}

/** The clock and the umask stay out of the bytes: the first time a zip archive knows, in whatever zone. */
const TIMELESS = {
  mtime: new Date(1980, 0, 1),
  forceDosTimestamp: true,
  mode: 0o100644,
  compress: false,
};

function* pieces(parts: readonly Uint8Array[]): Generator<Uint8Array> {
  for (const part of parts) {
    for (let at = 0; at < part.length; at += PIECE) yield part.subarray(at, at + PIECE);
  }
}
