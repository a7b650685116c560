import type { EmbeddingFormat } from '../embedding-format.js';
import { readNpz, writeNpz } from '../npz.js';

export const NPZ: EmbeddingFormat = {
  name: 'npz',
  summary: 'a NumPy archive with the arrays `embeddings` and `ids`',
  reference: '`numpy.savez`, `numpy.savez_compressed`',
  extensions: ['.npz'],
  fits: ({ bytes }) => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4,
  read: readNpz,
  write: (path, embeddings, type) =>
    Promise.resolve({ files: [{ path, write: (all) => writeNpz(embeddings, all, type) }] }),
};
