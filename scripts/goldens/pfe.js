import { PFE } from '../../dist/metrics/conventions/pfe.js';
import { verificationInput } from '../../dist/metrics/index.js';
import { tarChecks, workedRows } from '../golden-checks.js';
import { f2, inputOf, readJson } from '../golden-data.js';

export default {
  peer: 'pfe',
  parts: [
    {
      data: 'peer_runs',
      checks: (folder) => {
        const F2 = readJson(folder, 'f2_expected.json').tar_at_far;
        const worked = readJson(folder, 'worked_example.json');
        const tar = (input) => (far) => PFE.tarAtFar(input, far);
        return [
          ...tarChecks('F2', F2.cvlface_find_thresholds_by_FAR, tar(verificationInput(f2(folder)))),
          ...tarChecks(
            'worked example',
            workedRows(worked, 'pfe'),
            tar(inputOf(worked.genuine, worked.impostor)),
          ),
        ];
      },
    },
  ],
};
