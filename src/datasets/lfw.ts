import { createHash } from 'node:crypto';
import { byFormat } from './by-format.js';
import type { Dataset, DatasetFormat } from './dataset.js';
import { parseView2 } from './formats/lfw-pairs.js';
import { insightfacePack, namesPack } from './insightface-pack.js';
import { LFW_PROTOCOL_PLACES, lfwDataset } from './lfw-pictures.js';
import { findProtocolFile, isFileIn, protocolLines } from './protocol-file.js';

const PAIRS = ['pairs.txt'] as const;

/** As its authors distribute it. */
const OFFICIAL: DatasetFormat = {
  name: 'official',
  files: 'pairs.txt, and NAME/NAME_0001.jpg in the root, images/, lfw/, lfw-deepfunneled/, ...',
  fits: async (source) =>
    source.pairs === undefined
      ? isFileIn(source.root, PAIRS, LFW_PROTOCOL_PLACES)
      : !namesPack(source),
  load: async (source) => {
    const path = await findProtocolFile(source, PAIRS, LFW_PROTOCOL_PLACES);
    const hash = createHash('sha256');
    const pairs = [...parseView2(protocolLines(path, hash), path)];
    const folds = pairs.at(-1)!.fold + 1;
    const digest = hash.digest('hex');
    return lfwDataset(pairs, { name: 'lfw', testFolds: [...Array(folds).keys()], digest }, source);
  },
};

const FORMATS = [OFFICIAL, insightfacePack('lfw.bin')] as const;

/** Labeled Faces in the Wild, View 2: the one that is reported. */
export const lfw: Dataset = {
  name: 'lfw',
  title: 'LFW',
  summary: 'Labeled Faces in the Wild, View 2: 6,000 comparisons in 10 folds',
  reference: 'Huang, Ramesh, Berg, Learned-Miller: Labeled Faces in the Wild. UMass TR 07-49, 2007',
  obtain: 'http://vis-www.cs.umass.edu/lfw/ (pictures and pairs.txt), aligned to 112x112',
  files: `${OFFICIAL.files}; or lfw.bin`,
  formats: FORMATS,
  load: byFormat('lfw', FORMATS),
};
