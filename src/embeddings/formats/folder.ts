import { join } from 'node:path';
import { withFile } from '../../files/byte-source.js';
import type { FileToWrite } from '../../files/durable-file.js';
import type { EmbeddingFormat } from '../embedding-format.js';
import { readRows } from '../embedding-rows.js';
import type { NamedEmbeddings } from '../embedding-set.js';
import { readIds, writeIds } from '../ids-file.js';
import { lengths, requireLengthCount, requireLengths } from '../magnitudes.js';
import { readNpyVector } from '../npy.js';
import { exists, requireCount, requireNames } from './names-beside.js';
import { npyFile, npyRows } from './npy.js';

export const FOLDER: EmbeddingFormat = {
  name: 'folder',
  summary: 'embeddings.npy, magnitudes.npy and ids.txt in a folder',
  reference: '`magface embed --out DIR`, `magface eval --save embeddings`',
  extensions: [],
  fits: ({ folder, names }) => folder && names.includes('embeddings.npy'),
  open: async (path) => {
    const file = join(path, 'embeddings.npy');
    const ids = await readIds(join(path, 'ids.txt'));
    const rows = { ...(await npyRows(file)), ids };
    requireCount(file, rows.rows, join(path, 'ids.txt'), ids.length);
    const magnitudes = join(path, 'magnitudes.npy');
    if (!(await exists(magnitudes))) return rows;
    const found = await withFile(magnitudes, readNpyVector, 'E_EMBED_FILE');
    requireLengthCount(magnitudes, found, file, rows.rows);
    return {
      ...rows,
      pass: (chunks, take) =>
        rows.pass(chunks, (count, first, chunk) => {
          const values = chunks[chunk]!.subarray(0, count * rows.dim);
          requireLengths(magnitudes, found, file, values, rows.dim, first);
          return take(count, first, chunk);
        }),
    };
  },
  read: async (path) => readRows(await FOLDER.open!(path, {})),
  write: (path, embeddings, type) => {
    const named = { ...embeddings, ids: requireNames(embeddings, 'folder') };
    return Promise.resolve({ files: folderParts(path, named, type) });
  },
};

/** What writes each file of the folder `path`. */
export function folderParts(
  path: string,
  { ids, raw, dim }: NamedEmbeddings,
  type: 'f32' | 'f16' = 'f32',
): readonly FileToWrite[] {
  return [
    { path: join(path, 'ids.txt'), write: (all) => writeIds(ids, all) },
    npyFile(join(path, 'magnitudes.npy'), lengths(raw, dim), [ids.length], 'f32'),
    npyFile(join(path, 'embeddings.npy'), raw, [ids.length, dim], type),
  ];
}
