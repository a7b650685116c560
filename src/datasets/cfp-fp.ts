import { byFormat } from './by-format.js';
import { cfpSplits } from './cfp-splits.js';
import type { DatasetFormat, PairDataset } from './dataset.js';
import { insightfacePack } from './insightface-pack.js';
import { publishedTenFolds } from './published.js';

const FORMATS: readonly DatasetFormat[] = [
  cfpSplits('cfp-fp', 'FP'),
  insightfacePack('cfp_fp.bin'),
];

/** Celebrities in Frontal-Profile, frontal against profile. */
export const cfpFp: PairDataset = {
  name: 'cfp-fp',
  title: 'CFP-FP',
  summary: 'Celebrities in Frontal-Profile, frontal against profile: 7,000 comparisons in 10 folds',
  reference:
    'Sengupta, Chen, Castillo, Patel, Chellappa, Jacobs: Frontal to profile face verification in the wild. WACV 2016',
  obtain: 'http://www.cfpw.io/ (cfp-dataset.zip), aligned to 112x112',
  files:
    'Protocol/ (Pair_list_F.txt, Pair_list_P.txt, Split/FP/) and Data/Images/001/frontal/01.jpg',
  formats: FORMATS,
  published: publishedTenFolds(350, { pictures: 7000, persons: 500, disjoint: true }),
  load: byFormat('cfp-fp', FORMATS),
};
