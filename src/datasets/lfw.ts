import type { Dataset } from './dataset.js';
import { parseView2 } from './formats/lfw-pairs.js';
import { readLines } from './formats/text-lines.js';
import { findProtocolFile, lfwDataset } from './lfw-pictures.js';

/** Labeled Faces in the Wild, View 2: the one that is reported. */
export const lfw: Dataset = {
  name: 'lfw',
  title: 'LFW',
  summary: 'Labeled Faces in the Wild, View 2: 6,000 comparisons in 10 folds',
  reference: 'Huang, Ramesh, Berg, Learned-Miller: Labeled Faces in the Wild. UMass TR 07-49, 2007',
  obtain: 'http://vis-www.cs.umass.edu/lfw/ (pictures and pairs.txt), aligned to 112x112',
  files: 'pairs.txt, and NAME/NAME_0001.jpg in the root, images/, lfw/, lfw-deepfunneled/, ...',
  load: async (source) => {
    const file = await readLines(await findProtocolFile(source, ['pairs.txt']));
    const { folds, pairs } = parseView2(file);
    return lfwDataset(
      pairs.map((pair) => ({ ...pair, file: file.path })),
      { name: 'lfw', testFolds: [...Array(folds).keys()], digests: [file.digest] },
      source,
    );
  },
};
