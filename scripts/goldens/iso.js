import { ISO } from '../../dist/metrics/conventions/iso.js';
import { tarsOfBoth } from '../golden-checks.js';

/** The default rule, written once more in numpy. */
export default {
  peer: 'iso',
  reference: 'our own rule, written once more in numpy',
  parts: [
    {
      data: 'peer_runs',
      checks: (folder) => tarsOfBoth(folder, ISO, { onF2: 'iso', onWorked: 'iso' }),
    },
  ],
};
