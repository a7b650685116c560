import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import type { PairDataset } from './dataset.js';
import { parseView1 } from './formats/lfw-pairs.js';
import { LFW_PROTOCOL_PLACES, lfwDataset } from './lfw-pictures.js';
import { findProtocolFile, protocolLines } from './protocol-file.js';

/** Labeled Faces in the Wild, View 1: for choosing a model, not for reporting one. */
export const lfwView1: PairDataset = {
  name: 'lfw-view1',
  title: 'LFW View 1',
  summary:
    'LFW for development: thresholds from 2,200 comparisons, tested on 1,000 of other persons',
  reference: 'Huang, Ramesh, Berg, Learned-Miller: Labeled Faces in the Wild. UMass TR 07-49, 2007',
  obtain: 'http://vis-www.cs.umass.edu/lfw/ (pairsDevTrain.txt, pairsDevTest.txt and the pictures)',
  files: 'pairsDevTrain.txt and pairsDevTest.txt, and the pictures as for lfw',
  published: {
    genuine: 1600,
    impostor: 1600,
    folds: [
      [1100, 1100],
      [500, 500],
    ],
    pictures: 13_233,
    persons: 5749,
    disjoint: true,
  },
  load: async (source) => {
    const test = await findProtocolFile(source, ['pairsDevTest.txt'], LFW_PROTOCOL_PLACES);
    // With --pairs the development file is the one beside the test file named there.
    const beside = source.pairs === undefined ? source : { root: dirname(source.pairs) };
    const train = await findProtocolFile(beside, ['pairsDevTrain.txt'], LFW_PROTOCOL_PLACES);
    const hash = createHash('sha256');
    const pairs = [train, test].flatMap((path, fold) => [
      ...parseView1(protocolLines(path, hash), path, fold),
    ]);
    const about = { name: 'lfw-view1', testFolds: [1], digest: hash.digest('hex') };
    return lfwDataset(pairs, about, source);
  },
};
