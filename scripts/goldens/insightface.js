import { insightfaceAccuracy, INSIGHTFACE } from '../../dist/metrics/conventions/insightface.js';
import { acceptedOnGrid, distanceGrid, gridPositions } from '../../dist/metrics/distance-grid.js';
import { verificationInput } from '../../dist/metrics/index.js';
import { deviation, mean } from '../../dist/metrics/spread.js';
import { distanceAtFar, validationRate } from '../../dist/metrics/val.js';
import {
  checksOf,
  foldChecks,
  INTERPOLATED,
  tarChecks,
  tarsOfBoth,
  workedRows,
} from '../golden-checks.js';
import { caseB, f1, f2, readJson, scoreSet, worked } from '../golden-data.js';

function accuracyChecks(golden, input, answer) {
  return foldChecks(golden, insightfaceAccuracy(input), {
    peer: {
      accuracies: answer.accuracy_per_fold,
      mean: answer.acc,
      std: answer.std_ddof0,
      thresholds: answer.best_threshold_per_fold,
    },
    thresholdOf: (distance) => 1 - distance / 2,
  });
}

function valChecks(golden, input, { val, val_std, far, thresholds }) {
  const found = validationRate(input);
  const check = checksOf(golden);
  return [
    check('val', val, mean(found.rates)),
    check('val_std', val_std, deviation(found.rates, 0)),
    check('FAR on the test folds', far, mean(found.falseRates)),
    check('distance of each fold', thresholds, found.distances, { tolerance: INTERPOLATED }),
  ];
}

/** `calculate_val` where the training and the test comparisons are the same: TAR, FMR and the cosine to be exceeded. */
function inSampleVal(set, target) {
  const grid = distanceGrid(4, 0.001);
  const distance = (k) => 2 - 2 * set.scores[k];
  const positions = gridPositions(set.scores.length, distance, grid);
  const { accepted, totals } = acceptedOnGrid(positions, set, () => true, grid.length);
  const threshold = distanceAtFar(accepted.impostor, totals.impostor, target);
  const share = (label, total) =>
    set.genuine.filter((value, k) => value === label && distance(k) < threshold).length / total;
  return {
    tar: share(1, totals.genuine),
    fmr: share(0, totals.impostor),
    threshold: 1 - threshold / 2,
  };
}

export default {
  peer: 'insightface',
  reference: INSIGHTFACE.reference,
  parts: [
    {
      data: 'peer_runs',
      checks: (folder) => {
        const one = verificationInput(f1(folder).scores);
        const two = verificationInput(f2(folder));
        const F1 = readJson(folder, 'f1_expected.json').insightface_verification;
        const F2 = readJson(folder, 'f2_expected.json');
        const example = worked(folder);
        const B = caseB(folder);
        const set = scoreSet(example.answers.genuine, example.answers.impostor);
        return [
          ...accuracyChecks('F1', one, F1),
          ...valChecks('F1', one, { ...F1, thresholds: F1.val_thresholds }),
          ...accuracyChecks('F2', two, F2.insightface_verification),
          ...valChecks('F2', two, {
            ...F2.insightface_verification,
            val: F2.insightface_verification['val@1e-3'],
            thresholds: F2.insightface_verification.val_threshold_per_fold,
          }),
          ...tarsOfBoth(folder, INSIGHTFACE, {
            onF2: 'insightface_magface_ijb',
            onWorked: 'insightface-ijb',
          }),
          ...tarChecks(
            'worked example, calculate_val',
            workedRows(example.answers, 'calculate_val'),
            (far) => inSampleVal(set, far),
          ),
          ...tarChecks(
            'worked example, case B',
            B.answers.rows.map((row) => ({
              target: row.target,
              ...row['drop_intermediate=True'],
            })),
            (far) => INSIGHTFACE.tarAtFar(B.input, far),
          ),
        ];
      },
    },
  ],
};
