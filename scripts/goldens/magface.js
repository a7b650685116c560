import { MAGFACE, magfaceAccuracy } from '../../dist/metrics/conventions/magface.js';
import { verificationInput } from '../../dist/metrics/index.js';
import { magfaceErc } from '../../dist/metrics/magface-erc.js';
import { EXACT, foldChecks, tarChecks, workedRows } from '../golden-checks.js';
import { f1, f2, inputOf, readJson } from '../golden-data.js';

function ercChecks(input, { fnmrs_list_as_printed: printed, steps }) {
  const { columns } = magfaceErc(input);
  const there = steps.filter(({ FNMR }) => FNMR !== null);
  const check = (quantity, expected, ours) => ({
    golden: 'F1',
    quantity: `ERC: ${quantity}`,
    expected,
    ours,
    tolerance: EXACT,
  });
  const of = (read) => there.map(read);
  return [
    check('FNMR at each discard', printed, columns.error),
    check(
      'genuine kept',
      of((step) => step.n_genuine),
      columns.kept,
    ),
    check(
      'FMR attained',
      of((step) => step.true_FMR_at_threshold),
      columns.attained_fmr,
    ),
    check(
      'discards',
      of((step) => step.u),
      columns.discard,
    ),
  ];
}

export default {
  peer: 'magface',
  parts: [
    {
      data: 'peer_runs',
      checks: (folder) => {
        const F1 = readJson(folder, 'f1_expected.json');
        const F2 = readJson(folder, 'f2_expected.json');
        const worked = readJson(folder, 'worked_example.json');
        const { scores, compared } = f1(folder);
        const withVectors = verificationInput(scores, { compared });
        const scoresAlone = verificationInput(scores);
        const two = verificationInput(f2(folder));
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
        const tar = (input) => (far) => MAGFACE.tarAtFar(input, far);
        return [
          ...folds('F1', withVectors, F1.magface_eval_1v1),
          ...folds('F1, mean not subtracted', scoresAlone, F1.magface_eval_1v1_subtract_mean_false),
          ...folds('F2, mean not subtracted', two, F2.magface_eval_1v1_no_mean),
          ...ercChecks(scoresAlone, F1.magface_eval_quality),
          ...tarChecks('F2', F2.tar_at_far.insightface_magface_ijb, tar(two)),
          ...tarChecks(
            'worked example',
            workedRows(worked, 'insightface-ijb'),
            tar(inputOf(worked.genuine, worked.impostor)),
          ),
        ];
      },
    },
  ],
};
