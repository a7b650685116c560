import type { PairDataset } from './dataset.js';
import { OWN_LIST } from './formats/pair-list.js';
import { insidePath } from './formats/paths.js';
import { listedPairs } from './listed-pairs.js';
import { findProtocolFile } from './protocol-file.js';

/** Anybody's list of comparisons. */
export const pairs: PairDataset = {
  name: 'pairs',
  title: 'List of pairs',
  summary: 'your own list: PATH PATH LABEL [FOLD] on each line, by tabs, commas or single spaces',
  reference: 'docs/datasets.md',
  obtain: 'write one',
  files: 'pairs.txt, pairs.csv or pair.list (or --pairs FILE), and the pictures below the root',
  load: async (source) => {
    const path = await findProtocolFile(source, ['pairs.txt', 'pairs.csv', 'pair.list']);
    return listedPairs('pairs', path, OWN_LIST, source, insidePath);
  },
};
