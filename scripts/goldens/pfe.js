import { PFE } from '../../dist/metrics/conventions/pfe.js';
import { tarsOfBoth } from '../golden-checks.js';

export default {
  peer: 'pfe',
  reference: PFE.reference,
  parts: [
    {
      data: 'peer_runs',
      checks: (folder) =>
        tarsOfBoth(folder, PFE, { onF2: 'cvlface_find_thresholds_by_FAR', onWorked: 'pfe' }),
    },
  ],
};
