import { dirname } from 'node:path';
import type { Dataset } from './dataset.js';
import { parseView1 } from './formats/lfw-pairs.js';
import { readLines } from './formats/text-lines.js';
import { findProtocolFile, lfwDataset } from './lfw-pictures.js';

/** Labeled Faces in the Wild, View 1: for choosing a model, not for reporting one. */
export const lfwView1: Dataset = {
  name: 'lfw-view1',
  title: 'LFW View 1',
  summary:
    'LFW for development: thresholds from 2,200 comparisons, tested on 1,000 of other persons',
  reference: 'Huang, Ramesh, Berg, Learned-Miller: Labeled Faces in the Wild. UMass TR 07-49, 2007',
  obtain: 'http://vis-www.cs.umass.edu/lfw/ (pairsDevTrain.txt, pairsDevTest.txt and the pictures)',
  files: 'pairsDevTrain.txt and pairsDevTest.txt, and the pictures as for lfw',
  load: async (source) => {
    const test = await readLines(await findProtocolFile(source, ['pairsDevTest.txt']));
    // With --pairs the development file is the one beside the test file named there.
    const root = source.pairs === undefined ? source.root : dirname(source.pairs);
    const train = await readLines(await findProtocolFile({ root }, ['pairsDevTrain.txt']));
    const pairs = [train, test].flatMap((file, fold) =>
      parseView1(file).map((pair) => ({ ...pair, fold, file: file.path })),
    );
    return lfwDataset(
      pairs,
      { name: 'lfw-view1', testFolds: [1], digests: [train.digest, test.digest] },
      source,
    );
  },
};
