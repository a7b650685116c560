import { INSIGHTFACE_FULL_ROC } from '../../dist/metrics/conventions/insightface-full-roc.js';
import { tarChecks, tarsOfBoth } from '../golden-checks.js';
import { caseB } from '../golden-data.js';

export default {
  peer: 'insightface-full-roc',
  reference: INSIGHTFACE_FULL_ROC.reference,
  parts: [
    {
      data: 'peer_runs',
      checks: (folder) => {
        const { answers, input } = caseB(folder);
        return [
          ...tarsOfBoth(folder, INSIGHTFACE_FULL_ROC, {
            onF2: 'insightface_magface_ijb_full_roc',
            onWorked: 'insightface-full-roc',
          }),
          ...tarChecks(
            'worked example, case B',
            answers.rows.map((row) => ({ target: row.target, ...row['drop_intermediate=False'] })),
            (far) => INSIGHTFACE_FULL_ROC.tarAtFar(input, far),
          ),
        ];
      },
    },
  ],
};
