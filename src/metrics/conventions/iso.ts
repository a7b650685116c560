import { equalErrorRate } from '../eer.js';
import { lowestAtMost } from '../operating-point.js';
import type { Convention } from './convention.js';

export const ISO: Convention = {
  name: 'iso',
  summary:
    'accept at or above a threshold. TAR: the lowest threshold whose FMR is at most the FAR. ' +
    'EER: midpoint of FMR and FNMR at the crossing. AUC: exact, ties half. Accuracy: as insightface',
  reference: 'ISO/IEC 19795-1 (FMR, FNMR); Maio et al., FVC2000, TPAMI 24 (2002) (EER)',
  defects: [],
  tarAtFar: ({ sweep }, far) => lowestAtMost(sweep, far),
  eer: ({ sweep }) => equalErrorRate(sweep),
};
