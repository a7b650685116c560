import { LINEAR } from '../../dist/metrics/conventions/linear.js';
import { verificationInput } from '../../dist/metrics/index.js';
import { EXACT, tarChecks, workedRows } from '../golden-checks.js';
import { f2, inputOf, readJson } from '../golden-data.js';

export default {
  peer: 'linear',
  parts: [
    {
      data: 'peer_runs',
      checks: (folder) => {
        const F2 = readJson(folder, 'f2_expected.json');
        const worked = readJson(folder, 'worked_example.json');
        const [two, workedInput] = [
          verificationInput(f2(folder)),
          inputOf(worked.genuine, worked.impostor),
        ];
        const tar = (input) => (far) => LINEAR.tarAtFar(input, far);
        const eer = (golden, expected, input) => ({
          golden,
          quantity: 'EER',
          expected,
          ours: LINEAR.eer(input).rate,
          tolerance: EXACT,
        });
        const key = 'FaRE/QMagFace style: fpr at argmin|fnr-fpr|, drop_intermediate=True';
        return [
          ...tarChecks('F2', F2.tar_at_far.fare_linear_interp, tar(two)),
          eer('F2', F2.eer.fare_roc_curve, two),
          ...tarChecks(
            'worked example',
            workedRows(worked, 'linear', { gives: ['tar', 'far'] }),
            tar(workedInput),
          ),
          eer('worked example', worked.eer[key], workedInput),
          eer(
            'worked example, ROC not thinned',
            worked.eer['same, drop_intermediate=False'],
            workedInput,
          ),
        ];
      },
    },
  ],
};
