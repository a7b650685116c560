import { areaUnderRoc } from '../../dist/metrics/auc.js';
import { verificationInput } from '../../dist/metrics/index.js';
import { sklearnRoc } from '../../dist/metrics/sklearn-roc.js';
import { checksOf } from '../golden-checks.js';
import { f2, inputOf, readJson, worked } from '../golden-data.js';

function rocChecks({ y, score, drop_intermediate: thins, fpr, tpr, thresholds, auc }) {
  const of = (label) => score.filter((_, k) => y[k] === label);
  const { sweep } = inputOf(of(1), of(0));
  const ours = sklearnRoc(sweep, { dropIntermediate: thins });
  const check = checksOf(`roc_curve of [${score.join(', ')}], ${thins ? 'thinned' : 'whole'}`);
  return [
    check('FPR', fpr, ours.fpr),
    check('TPR', tpr, ours.tpr),
    check(
      'thresholds',
      thresholds.map((threshold) => (threshold === 'inf' ? Infinity : threshold)),
      ours.thresholds,
    ),
    check('AUC', auc, areaUnderRoc(sweep).area),
  ];
}

/** The whole and the thinned ROC that the conventions pick their points on. */
export default {
  peer: 'scikit-learn',
  reference: 'scikit-learn sklearn/metrics/_ranking.py (roc_curve, roc_auc_score) 1.6.1',
  parts: [
    {
      data: 'peer_runs',
      checks: (folder) => {
        const F2 = readJson(folder, 'f2_expected.json');
        const { sweep } = verificationInput(f2(folder));
        const example = worked(folder);
        const pointsOf = (dropIntermediate) => sklearnRoc(sweep, { dropIntermediate }).fpr.length;
        const check = checksOf('F2');
        return [
          check('points of the whole ROC', F2.roc_points_drop0, pointsOf(false)),
          check('points of the thinned ROC', F2.roc_points_drop1, pointsOf(true)),
          checksOf('worked example')(
            'AUC',
            example.answers.eer['sklearn auc'],
            areaUnderRoc(example.input.sweep).area,
          ),
          ...readJson(folder, 'sklearn_roc_curve.json').roc_curve.flatMap(rocChecks),
        ];
      },
    },
  ],
};
