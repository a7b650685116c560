import { INSIGHTFACE_FULL_ROC } from '../../dist/metrics/conventions/insightface-full-roc.js';
import { verificationInput } from '../../dist/metrics/index.js';
import { tarChecks, workedRows } from '../golden-checks.js';
import { f2, inputOf, readJson } from '../golden-data.js';

export default {
  peer: 'insightface-full-roc',
  parts: [
    {
      data: 'peer_runs',
      checks: (folder) => {
        const F2 = readJson(folder, 'f2_expected.json').tar_at_far;
        const worked = readJson(folder, 'worked_example.json');
        const { case_B: caseB } = worked;
        const tar = (input) => (far) => INSIGHTFACE_FULL_ROC.tarAtFar(input, far);
        return [
          ...tarChecks(
            'F2',
            F2.insightface_magface_ijb_full_roc,
            tar(verificationInput(f2(folder))),
          ),
          ...tarChecks(
            'worked example',
            workedRows(worked, 'insightface-full-roc'),
            tar(inputOf(worked.genuine, worked.impostor)),
          ),
          ...tarChecks(
            'worked example, case B',
            caseB.rows.map((row) => ({ target: row.target, ...row['drop_intermediate=False'] })),
            tar(inputOf(caseB.genuine, caseB.impostor)),
          ),
        ];
      },
    },
  ],
};
