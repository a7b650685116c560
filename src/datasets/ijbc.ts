import type { Dataset } from './dataset.js';
import { ijbProtocols } from './ijb-protocols.js';

/** IJB-C, templates of stills and frames. */
export const ijbc: Dataset = {
  name: 'ijbc',
  title: 'IJB-C',
  summary: 'IJB-C: 15.7 million comparisons of templates, and 1:N search in two galleries',
  reference: 'Maze et al.: IARPA Janus Benchmark-C: face dataset and protocol. ICB 2018',
  obtain:
    'https://github.com/deepinsight/insightface/tree/master/recognition/_evaluation_/ijb (packed), NIST (as distributed, --format nist)',
  files:
    "meta/ijbc_face_tid_mid.txt, meta/ijbc_template_pair_label.txt and loose_crop/1.jpg, ...; or NIST's protocols/ and images/",
  ...ijbProtocols('ijbc', 'IJB-C', {
    genuine: 19_557,
    impostor: 15_638_932,
    pictures: 469_375,
    persons: 3531,
  }),
};
