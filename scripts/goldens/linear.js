import { LINEAR } from '../../dist/metrics/conventions/linear.js';
import { verificationInput } from '../../dist/metrics/index.js';
import { checksOf, tarsOfBoth } from '../golden-checks.js';
import { f2, readJson, worked } from '../golden-data.js';

export default {
  peer: 'linear',
  reference: LINEAR.reference,
  parts: [
    {
      data: 'peer_runs',
      checks: (folder) => {
        const F2 = readJson(folder, 'f2_expected.json');
        const example = worked(folder);
        const { rate } = LINEAR.eer(example.input);
        const { eer } = example.answers;
        const check = checksOf('worked example');
        return [
          ...tarsOfBoth(folder, LINEAR, {
            onF2: 'fare_linear_interp',
            onWorked: 'linear',
            gives: ['tar', 'far'],
          }),
          checksOf('F2')(
            'EER',
            F2.eer.fare_roc_curve,
            LINEAR.eer(verificationInput(f2(folder))).rate,
          ),
          check(
            'EER',
            eer['FaRE/QMagFace style: fpr at argmin|fnr-fpr|, drop_intermediate=True'],
            rate,
          ),
          check('EER', eer['same, drop_intermediate=False'], rate, { remark: 'ROC not thinned' }),
        ];
      },
    },
  ],
};
