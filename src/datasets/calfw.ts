import { byFormat } from './by-format.js';
import type { DatasetFormat, PairDataset } from './dataset.js';
import { parseLabelledPairs } from './formats/two-line-pairs.js';
import { personInName, twoLineList } from './two-line-list.js';
import { insightfacePack } from './insightface-pack.js';
import { publishedTenFolds } from './published.js';

const FORMATS: readonly DatasetFormat[] = [
  twoLineList({
    name: 'calfw',
    files: 'pairs_CALFW.txt, and NAME_0001.jpg in aligned images/, images/, ...',
    list: 'pairs_CALFW.txt',
    parse: parseLabelledPairs,
    personOf: personInName,
    places: ['.', 'calfw', '..'],
    folders: ['.', 'aligned images', 'calfw/aligned images', 'images', 'calfw-112x112', 'aligned'],
  }),
  insightfacePack('calfw.bin'),
];

/** LFW's persons at different ages. */
export const calfw: PairDataset = {
  name: 'calfw',
  title: 'CALFW',
  summary: 'Cross-Age LFW, persons at different ages: 6,000 comparisons in 10 folds',
  reference: 'Zheng, Deng, Hu: Cross-Age LFW. arXiv:1708.08197, 2017',
  obtain: 'http://whdeng.cn/CALFW/ (calfw.zip), aligned to 112x112',
  files: 'pairs_CALFW.txt, and NAME_0001.jpg in the root, aligned images/, images/, ...',
  formats: FORMATS,
  published: publishedTenFolds(300),
  load: byFormat('calfw', FORMATS),
};
