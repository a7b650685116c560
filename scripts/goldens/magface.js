import { MAGFACE, magfaceAccuracy } from '../../dist/metrics/conventions/magface.js';
import { verificationInput } from '../../dist/metrics/index.js';
import { wholeQuality } from '../../dist/metrics/combined-quality.js';
import { magfaceErc } from '../../dist/metrics/erc/magface.js';
import { checksOf, foldChecks, tarsOfBoth } from '../golden-checks.js';
import { f1, f2, readJson } from '../golden-data.js';

function ercChecks(input, { fnmrs_list_as_printed: printed, steps }) {
  const { columns } = magfaceErc(input, wholeQuality('magnitude', input.scores.quality));
  const there = steps.filter(({ FNMR }) => FNMR !== null);
  const check = checksOf('F1');
  const of = (read) => there.map(read);
  return [
    check('ERC', printed, columns.error, { remark: 'FNMR of each discard' }),
    check(
      'ERC',
      of((step) => step.n_genuine),
      columns.kept,
      { remark: 'genuine kept' },
    ),
    check(
      'ERC',
      of((step) => step.true_FMR_at_threshold),
      columns.attained_fmr,
      { remark: 'FMR attained' },
    ),
    check(
      'ERC',
      of((step) => step.u),
      columns.discard,
      { remark: 'discards' },
    ),
  ];
}

export default {
  peer: 'magface',
  reference: MAGFACE.reference,
  parts: [
    {
      data: 'peer_runs',
      checks: (folder) => {
        const F1 = readJson(folder, 'f1_expected.json');
        const F2 = readJson(folder, 'f2_expected.json');
        const { scores, compared } = f1(folder);
        const withVectors = verificationInput(scores, { compared });
        const scoresAlone = verificationInput(scores);
        const folds = (golden, input, answer) =>
          foldChecks(golden, magfaceAccuracy(input), {
            peer: {
              accuracies: answer.accuracy_per_fold,
              mean: answer.mean,
              std: answer.std_ddof0,
              thresholds: answer.best_threshold_per_fold,
            },
            thresholdOf: (angle) => Math.cos(Math.PI * angle),
          });
        return [
          ...folds('F1', withVectors, F1.magface_eval_1v1),
          ...folds('F1, mean not subtracted', scoresAlone, F1.magface_eval_1v1_subtract_mean_false),
          ...folds(
            'F2, mean not subtracted',
            verificationInput(f2(folder)),
            F2.magface_eval_1v1_no_mean,
          ),
          ...ercChecks(scoresAlone, F1.magface_eval_quality),
          ...tarsOfBoth(folder, MAGFACE, {
            onF2: 'insightface_magface_ijb',
            onWorked: 'insightface-ijb',
          }),
        ];
      },
    },
  ],
};
