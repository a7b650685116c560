import { createHash } from 'node:crypto';
import type { PairDataset } from './dataset.js';
import { parseView2 } from './formats/lfw-pairs.js';
import { LFW_FOLDERS, LFW_PROTOCOL_PLACES, lfwDataset } from './lfw-pictures.js';
import { findProtocolFile, protocolLines } from './protocol-file.js';
import { publishedTenFolds } from './published.js';

/** Folders that XQLFW's archives unpack to. */
const ARCHIVES = ['xqlfw_aligned_112', 'lfw_original_imgs_min_qual0.85variant11'] as const;

/** LFW's persons in pictures of different quality. */
export const xqlfw: PairDataset = {
  name: 'xqlfw',
  title: 'XQLFW',
  summary: 'Cross-Quality LFW, good pictures against bad: 6,000 comparisons in 10 folds',
  reference: 'Knoche, Hoermann, Rigoll: Cross-Quality LFW. FG 2021',
  obtain:
    'https://martlgap.github.io/xqlfw/ (xqlfw_aligned_112.zip, xqlfw_pairs.txt, xqlfw_scores.txt)',
  files: 'xqlfw_pairs.txt, and NAME/NAME_0001.jpg in xqlfw_aligned_112/, the root, ...',
  published: publishedTenFolds(300),
  load: async (source) => {
    const path = await findProtocolFile(source, ['xqlfw_pairs.txt'], LFW_PROTOCOL_PLACES);
    const hash = createHash('sha256');
    const pairs = [...parseView2(protocolLines(path, hash), path)];
    const testFolds = [...Array(pairs.at(-1)!.fold + 1).keys()];
    const about = { name: 'xqlfw', testFolds, digest: hash.digest('hex') };
    return lfwDataset(pairs, about, source, [...ARCHIVES, ...LFW_FOLDERS]);
  },
};
