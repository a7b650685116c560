import { Readable } from 'node:stream';
import yazl from 'yazl';
import { FormatError } from '../errors.js';
import type { WriteAll } from '../files/durable-file.js';
import { npyHeader, readNpyHeader } from '../files/npy-header.js';
import { npyTexts, readNpyTexts } from '../files/npy-texts.js';
import { withNpz, type NpzArchive } from '../files/npz-archive.js';
import type { WrittenType } from './embedding-format.js';
import { openRows, type EmbeddingRows } from './embedding-rows.js';
import type { RawEmbeddings } from './embedding-set.js';
import { requireIds } from './ids-file.js';
import { readNpyHead } from './npy.js';
import { DTYPES, floatPieces, WIDTHS } from './written-floats.js';

/**
 * The vectors in a NumPy archive, `numpy.savez` or `savez_compressed`: the array `embeddings` or else the only array of
 * two dimensions; with the names in the array `ids` where there is one.
 *
 * Arrays are read as they are decompressed; nothing is extracted, and arrays not asked for are not read beyond their
 * headers.
 * @throws FormatError E_NPZ for what is no readable zip archive, E_NPZ_BOMB for an entry that would grow more than
 *   300-fold, E_NPZ_ARRAYS when it is not plain which array is meant, E_NPZ_IDS where names and rows differ in number,
 *   and those of readNpyHead and readNpyTexts
 */
export async function npzRows(path: string): Promise<EmbeddingRows> {
  const { chosen, ids } = await withNpz(
    path,
    async (archive) => ({
      chosen: archive.names.includes('embeddings') ? 'embeddings' : await onlyMatrix(path, archive),
      ids: archive.names.includes('ids') ? await archive.read('ids', readNpyTexts) : undefined,
    }),
    'E_EMBED_FILE',
  );
  const matrix = await openRows(
    (use) => withNpz(path, (archive) => archive.read(chosen, use), 'E_EMBED_FILE'),
    readNpyHead,
  );
  if (ids === undefined) return matrix;
  if (ids.length !== matrix.rows) {
    throw new FormatError(
      'E_NPZ_IDS',
      { file: path },
      `${ids.length} ids for ${matrix.rows} rows of ${JSON.stringify(chosen)}`,
      'save one id for each row',
    );
  }
  return { ...matrix, ids };
}

async function onlyMatrix(path: string, { names, read }: NpzArchive): Promise<string> {
  const matrices: string[] = [];
  for (const name of names) {
    const header = await read(name, readNpyHeader).catch((error: unknown) => {
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
      ? `none of its ${names.length} arrays is (pictures, dimensions)`
      : `several arrays could be meant: ${matrices.map((name) => JSON.stringify(name)).join(', ')}`,
    'save the vectors as the array `embeddings`',
  );
}

const PIECE = 1 << 20;

/**
 * Resolves when the vectors, and their names where they have some, are written as `numpy.savez` would; equal content gives equal bytes.
 * @throws UserError E_EMBED_ID for an id that holds NUL or is not Unicode (exit 65)
 */
export async function writeNpz(
  { ids, raw, dim }: RawEmbeddings,
  write: WriteAll,
  type: WrittenType = 'f32',
): Promise<void> {
  if (ids !== undefined) {
    requireIds(ids, /^[^\0\p{Cs}]*$/u, 'stand in a NumPy array, which pads with NUL');
  }
  const archive = new yazl.ZipFile();
  const add = (name: string, size: number, bytes: Iterable<Uint8Array>) => {
    archive.addReadStreamLazy(name, { ...TIMELESS, size }, (opened) => {
      opened(null, Readable.from(pieces(bytes)));
    });
  };
  const header = npyHeader(DTYPES[type], [raw.length / dim, dim]);
  const size = header.length + raw.length * WIDTHS[type];
  add('embeddings.npy', size, chain([header], floatPieces(raw, type)));
  if (ids !== undefined) {
    const names = npyTexts(ids);
    add('ids.npy', names.length, [names]);
  }
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

function* chain(...all: readonly Iterable<Uint8Array>[]): Generator<Uint8Array> {
  for (const parts of all) yield* parts;
}

function* pieces(parts: Iterable<Uint8Array>): Generator<Uint8Array> {
  for (const part of parts) {
    for (let at = 0; at < part.length; at += PIECE) yield part.subarray(at, at + PIECE);
  }
}
