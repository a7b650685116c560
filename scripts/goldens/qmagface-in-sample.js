import { QMAGFACE_IN_SAMPLE } from '../../dist/metrics/conventions/qmagface-in-sample.js';
import { verificationInput } from '../../dist/metrics/index.js';
import { checksOf, tarsOfBoth } from '../golden-checks.js';
import { worked } from '../golden-data.js';
import { qmagfaceChecks, qmagfaceRuns } from '../golden-qmagface.js';

export default {
  peer: 'qmagface-in-sample',
  reference: QMAGFACE_IN_SAMPLE.reference,
  parts: [
    {
      data: 'peer_runs',
      checks: (folder) => {
        const { answers, input } = worked(folder);
        return [
          ...qmagfaceRuns(folder).flatMap(({ golden, scores, inSample }) =>
            qmagfaceChecks(golden, QMAGFACE_IN_SAMPLE, verificationInput(scores), inSample),
          ),
          ...tarsOfBoth(folder, QMAGFACE_IN_SAMPLE, {
            onF2: 'qmagface_fpr_le_target',
            onWorked: 'qmagface-in-sample',
          }),
          checksOf('worked example')(
            'EER',
            answers.eer['FaRE/QMagFace style: fpr at argmin|fnr-fpr|, drop_intermediate=True'],
            QMAGFACE_IN_SAMPLE.eer(input).rate,
          ),
        ];
      },
    },
  ],
};
