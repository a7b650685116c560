import { createHash } from 'node:crypto';
import type { Dataset } from './dataset.js';
import { parseView2 } from './formats/lfw-pairs.js';
import { LFW_PROTOCOL_PLACES, lfwDataset } from './lfw-pictures.js';
import { findProtocolFile, protocolLines } from './protocol-file.js';

/** Labeled Faces in the Wild, View 2: the one that is reported. */
export const lfw: Dataset = {
  name: 'lfw',
  title: 'LFW',
  summary: 'Labeled Faces in the Wild, View 2: 6,000 comparisons in 10 folds',
  reference: 'Huang, Ramesh, Berg, Learned-Miller: Labeled Faces in the Wild. UMass TR 07-49, 2007',
  obtain: 'http://vis-www.cs.umass.edu/lfw/ (pictures and pairs.txt), aligned to 112x112',
  files: 'pairs.txt, and NAME/NAME_0001.jpg in the root, images/, lfw/, lfw-deepfunneled/, ...',
  published: {
    genuine: 3000,
    impostor: 3000,
    folds: Array.from({ length: 10 }, () => [300, 300] as const),
    pictures: 13_233,
    persons: 5749,
    disjoint: true,
  },
  load: async (source) => {
    const path = await findProtocolFile(source, ['pairs.txt'], LFW_PROTOCOL_PLACES);
    const hash = createHash('sha256');
    const pairs = [...parseView2(protocolLines(path, hash), path)];
    const folds = pairs.at(-1)!.fold + 1;
    const digest = hash.digest('hex');
    return lfwDataset(pairs, { name: 'lfw', testFolds: [...Array(folds).keys()], digest }, source);
  },
};
