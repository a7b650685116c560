import type { Dataset } from './dataset.js';
import { ijbProtocols } from './ijb-protocols.js';

/** IJB-B, templates of stills and frames. */
export const ijbb: Dataset = {
  name: 'ijbb',
  title: 'IJB-B',
  summary: 'IJB-B: 8 million comparisons of templates, and 1:N search in two galleries',
  reference: 'Whitelam et al.: IARPA Janus Benchmark-B face dataset. CVPR workshops 2017',
  obtain:
    'https://github.com/deepinsight/insightface/tree/master/recognition/_evaluation_/ijb (packed), NIST (as distributed, --format nist)',
  files:
    "meta/ijbb_face_tid_mid.txt, meta/ijbb_template_pair_label.txt and loose_crop/1.jpg, ...; or NIST's protocols/ and images/",
  ...ijbProtocols('ijbb', 'IJB-B', {
    genuine: 10_270,
    impostor: 8_000_000,
    pictures: 227_630,
    persons: 1845,
  }),
};
