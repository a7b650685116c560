import { withFile } from '../../files/byte-source.js';
import type { EmbeddingFormat } from '../embedding-format.js';
import { readFeatureList, writeFeatureList } from '../feature-list.js';
import { requireNames, requireSingle } from './names-beside.js';

export const FEATURE_LIST: EmbeddingFormat = {
  name: 'list',
  summary: "MagFace's text: a path and its vector on each line",
  reference: "MagFace's `inference/gen_feat.py`",
  extensions: ['.list', '.txt'],
  // Any text might be one, so that only its extension tells.
  fits: () => false,
  read: async (path) => ({
    ...(await withFile(path, readFeatureList, 'E_EMBED_FILE')),
    warnings: [],
  }),
  write: (path, embeddings, type) => {
    requireSingle(type, 'list');
    const named = { ...embeddings, ids: requireNames(embeddings, 'list') };
    return Promise.resolve({ files: [{ path, write: (all) => writeFeatureList(named, all) }] });
  },
};
