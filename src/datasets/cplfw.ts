import { byFormat } from './by-format.js';
import type { DatasetFormat, PairDataset } from './dataset.js';
import { parseLabelledPairs } from './formats/two-line-pairs.js';
import { personInName, twoLineList } from './two-line-list.js';
import { insightfacePack } from './insightface-pack.js';
import { publishedTenFolds } from './published.js';

const FORMATS: readonly DatasetFormat[] = [
  twoLineList({
    name: 'cplfw',
    files: 'pairs_CPLFW.txt, and NAME_1.jpg in aligned images/, images/, ...',
    list: 'pairs_CPLFW.txt',
    parse: parseLabelledPairs,
    personOf: personInName,
    places: ['.', 'cplfw', '..'],
    folders: ['.', 'aligned images', 'cplfw/aligned images', 'images', 'cplfw-112x112', 'aligned'],
  }),
  insightfacePack('cplfw.bin'),
];

/** LFW's persons in different poses. */
export const cplfw: PairDataset = {
  name: 'cplfw',
  title: 'CPLFW',
  summary: 'Cross-Pose LFW, persons in different poses: 6,000 comparisons in 10 folds',
  reference: 'Zheng, Deng: Cross-Pose LFW. BUPT technical report 18-01, 2018',
  obtain: 'http://whdeng.cn/CPLFW/ (cplfw.zip), aligned to 112x112',
  files: 'pairs_CPLFW.txt, and NAME_1.jpg in the root, aligned images/, images/, ...',
  formats: FORMATS,
  published: publishedTenFolds(300, { disjoint: true }),
  load: byFormat('cplfw', FORMATS),
};
