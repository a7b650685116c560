import { areaUnderRoc } from '../../dist/metrics/auc.js';
import { verificationInput } from '../../dist/metrics/index.js';
import { pointAt } from '../../dist/metrics/operating-point.js';
import { onThinnedRoc } from '../../dist/metrics/thinned-roc.js';
import { EXACT } from '../golden-checks.js';
import { f2, inputOf, readJson } from '../golden-data.js';

/** The whole and the thinned ROC that the conventions pick their points on. */
export default {
  peer: 'scikit-learn',
  parts: [
    {
      data: 'peer_runs',
      checks: (folder) => {
        const cases = readJson(folder, 'sklearn_roc_curve.json').roc_curve;
        const worked = readJson(folder, 'worked_example.json');
        const F2 = readJson(folder, 'f2_expected.json');
        const { sweep: two } = verificationInput(f2(folder));
        const indices = Array.from({ length: two.thresholds.length + 1 }, (_, i) => i - 1);
        const { sweep: workedSweep } = inputOf(worked.genuine, worked.impostor);
        const check = (golden, quantity, expected, ours) => ({
          golden,
          quantity,
          expected,
          ours,
          tolerance: EXACT,
        });
        return [
          ...cases.flatMap(({ y, score, drop_intermediate: thins, fpr, tpr, thresholds, auc }) => {
            const of = (label) => score.filter((_, k) => y[k] === label);
            const { sweep } = inputOf(of(1), of(0));
            const keeps = thins ? onThinnedRoc(sweep) : () => true;
            const points = Array.from({ length: sweep.thresholds.length + 1 }, (_, i) => i - 1)
              .filter(keeps)
              .map((i) => pointAt(sweep, i, NaN));
            const golden = `roc_curve of [${score}], ${thins ? 'thinned' : 'whole'}`;
            return [
              check(
                golden,
                'FPR',
                fpr,
                points.map((point) => point.fmr),
              ),
              check(
                golden,
                'TPR',
                tpr,
                points.map((point) => point.tar),
              ),
              // scikit-learn's threshold above every score is infinite, ours the next float.
              check(
                golden,
                'thresholds',
                thresholds.slice(1),
                points.slice(1).map(({ threshold }) => threshold),
              ),
              check(golden, 'AUC', auc, areaUnderRoc(sweep).area),
            ];
          }),
          check('F2', 'points of the whole ROC', F2.roc_points_drop0, indices.length),
          check(
            'F2',
            'points of the thinned ROC',
            F2.roc_points_drop1,
            indices.filter(onThinnedRoc(two)).length,
          ),
          check('worked example', 'AUC', worked.eer['sklearn auc'], areaUnderRoc(workedSweep).area),
        ];
      },
    },
  ],
};
