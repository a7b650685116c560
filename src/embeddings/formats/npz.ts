import type { EmbeddingFormat } from '../embedding-format.js';
import { readRows } from '../embedding-rows.js';
import { npzRows, writeNpz } from '../npz.js';

export const NPZ: EmbeddingFormat = {
  name: 'npz',
  summary: 'a NumPy archive with the arrays `embeddings` and `ids`',
  reference: '`numpy.savez`, `numpy.savez_compressed`',
  extensions: ['.npz'],
  fits: ({ bytes }) => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4,
  open: npzRows,
  read: async (path) => readRows(await npzRows(path)),
  write: (path, embeddings, type) =>
    Promise.resolve({ files: [{ path, write: (all) => writeNpz(embeddings, all, type) }] }),
};
