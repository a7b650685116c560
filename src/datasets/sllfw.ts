import { byFormat } from './by-format.js';
import type { DatasetFormat, PairDataset } from './dataset.js';
import { parsePersonPairs } from './formats/two-line-pairs.js';
import { LFW_FOLDERS } from './lfw-pictures.js';
import { twoLineList } from './two-line-list.js';
import { publishedTenFolds } from './published.js';

const FORMATS: readonly DatasetFormat[] = [
  twoLineList({
    name: 'sllfw',
    files: "pair_SLLFW.txt, and LFW's pictures as for lfw",
    list: 'pair_SLLFW.txt',
    parse: parsePersonPairs,
    personOf: (picture) => picture.split('/', 1)[0]!,
    places: ['.', '..', 'protocol'],
    folders: LFW_FOLDERS,
  }),
];

/** LFW with impostors who look alike. */
export const sllfw: PairDataset = {
  name: 'sllfw',
  title: 'SLLFW',
  summary: 'LFW with impostors who look alike: 6,000 comparisons in 10 folds',
  reference:
    'Deng, Hu, Zhang, Chen, Guo: Fine-grained face verification: FGLFW database, baselines, and human-DCMN partnership. Pattern Recognition 66, 2017',
  obtain: 'http://whdeng.cn/SLLFW/ (pair_SLLFW.txt), and the pictures of LFW, aligned to 112x112',
  files: "pair_SLLFW.txt, and LFW's pictures as for lfw",
  formats: FORMATS,
  published: publishedTenFolds(300),
  load: byFormat('sllfw', FORMATS),
};
