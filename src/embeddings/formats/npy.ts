import { withFile } from '../../files/byte-source.js';
import type { FileToWrite } from '../../files/durable-file.js';
import { npyHeader, readNpyHeader } from '../../files/npy-header.js';
import type { EmbeddingFormat, WrittenType } from '../embedding-format.js';
import { readRows, openRows, type EmbeddingRows } from '../embedding-rows.js';
import { readNpyHalves, readNpyHead } from '../npy.js';
import { DTYPES, writeFloats } from '../written-floats.js';
import { namesBeside, writeNamesBeside } from './names-beside.js';

export const NPY: EmbeddingFormat = {
  name: 'npy',
  summary: 'a NumPy array, one row a picture; names in NAME.ids.txt or ids.txt beside it',
  reference: '`numpy.save`; InsightFace, whose (2, pictures, dimensions) needs --halves',
  extensions: ['.npy'],
  fits: ({ bytes }) => String.fromCharCode(...bytes.subarray(0, 6)) === '\x93NUMPY',
  open: async (path) => {
    const rows = await npyRows(path);
    const ids = await namesBeside(path, rows.rows);
    return { ...rows, ...(ids === undefined ? {} : { ids }) };
  },
  read: async (path, { halves }) => {
    if (halves === undefined) return readRows(await NPY.open!(path, {}));
    const matrix = await withFile(path, (source) => readNpyHalves(source, halves), 'E_EMBED_FILE');
    const { values: raw, dim, rows, warnings } = matrix;
    const ids = await namesBeside(path, rows);
    return { ...(ids === undefined ? {} : { ids }), raw, dim, warnings };
  },
  write: async (path, embeddings, type) => {
    const { raw, dim } = embeddings;
    const names = await writeNamesBeside(path, embeddings);
    return { files: [...names, npyFile(path, raw, [raw.length / dim, dim], type)] };
  },
};

/** The rows of the matrix at `path`, without names. */
export async function npyRows(path: string): Promise<EmbeddingRows> {
  const rows = await openRows((use) => withFile(path, use, 'E_EMBED_FILE'), readNpyHead);
  const { dtype, dataOffset } = await withFile(path, readNpyHeader, 'E_EMBED_FILE');
  return { ...rows, place: { path, dtype, dataOffset } };
}

/** What writes `values` as an array of `shape`. */
export function npyFile(
  path: string,
  values: Float32Array,
  shape: readonly number[],
  type: WrittenType,
): FileToWrite {
  return {
    path,
    write: async (all) => {
      await all(npyHeader(DTYPES[type], shape));
      await writeFloats(values, type, all);
    },
  };
}
