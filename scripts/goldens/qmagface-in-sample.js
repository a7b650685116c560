import { QMAGFACE_IN_SAMPLE } from '../../dist/metrics/conventions/qmagface-in-sample.js';
import { verificationInput } from '../../dist/metrics/index.js';
import { tarChecks, workedRows } from '../golden-checks.js';
import { inputOf, f2, readJson } from '../golden-data.js';
import { qmagfaceChecks, qmagfaceRuns } from '../golden-qmagface.js';

export default {
  peer: 'qmagface-in-sample',
  parts: [
    {
      data: 'peer_runs',
      checks: (folder) => {
        const worked = readJson(folder, 'worked_example.json');
        const F2 = readJson(folder, 'f2_expected.json').tar_at_far.qmagface_fpr_le_target;
        const tar = (input) => (far) => QMAGFACE_IN_SAMPLE.tarAtFar(input, far);
        const workedInput = inputOf(worked.genuine, worked.impostor);
        return [
          ...qmagfaceRuns(folder).flatMap(({ golden, scores, inSample }) =>
            qmagfaceChecks(golden, QMAGFACE_IN_SAMPLE, verificationInput(scores), inSample),
          ),
          ...tarChecks('F2', F2, tar(verificationInput(f2(folder)))),
          ...tarChecks(
            'worked example',
            workedRows(worked, 'qmagface-in-sample'),
            tar(workedInput),
          ),
          {
            golden: 'worked example',
            quantity: 'EER',
            expected:
              worked.eer['FaRE/QMagFace style: fpr at argmin|fnr-fpr|, drop_intermediate=True'],
            ours: QMAGFACE_IN_SAMPLE.eer(workedInput).rate,
            tolerance: 1e-12,
          },
        ];
      },
    },
  ],
};
