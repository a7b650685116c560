import { ISO } from '../../dist/metrics/conventions/iso.js';
import { verificationInput } from '../../dist/metrics/index.js';
import { tarChecks, workedRows } from '../golden-checks.js';
import { f2, inputOf, readJson } from '../golden-data.js';

/** The default rule, written once more in numpy. */
export default {
  peer: 'iso',
  parts: [
    {
      data: 'peer_runs',
      checks: (folder) => {
        const F2 = readJson(folder, 'f2_expected.json').tar_at_far;
        const worked = readJson(folder, 'worked_example.json');
        const tar = (input) => (far) => ISO.tarAtFar(input, far);
        return [
          ...tarChecks('F2', F2.iso, tar(verificationInput(f2(folder)))),
          ...tarChecks(
            'worked example',
            workedRows(worked, 'iso'),
            tar(inputOf(worked.genuine, worked.impostor)),
          ),
        ];
      },
    },
  ],
};
