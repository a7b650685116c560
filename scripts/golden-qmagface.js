/** What QMagFace answers, in per cent and under its own keys, against a convention of ours. */
import { areaUnderRoc } from '../dist/metrics/auc.js';
import { qmagfaceParameters } from '../dist/metrics/aware-training.js';
import { PUBLISHED, qualityAwareScores } from '../dist/metrics/quality-aware.js';
import { checksOf, INTERPOLATED } from './golden-checks.js';
import { f1, f2, readJson } from './golden-data.js';

/** Every run: its comparisons, and what QMagFace printed with folds and without. */
export function qmagfaceRuns(folder) {
  const F1 = readJson(folder, 'f1_expected.json').qmagface;
  const F2 = readJson(folder, 'f2_expected.json');
  const { scores } = f1(folder);
  const qualityAware = ([alpha, beta]) => ({
    ...scores,
    scores: qualityAwareScores(scores.scores, scores.quality, { alpha, beta }),
  });
  const { alpha, beta } = F1.trained_on_this_fixture;
  return [
    {
      golden: 'F1, cosines',
      scores,
      crossValidated: F1.cosine_metrics_cv,
      inSample: F1.cosine_metrics_nocv,
    },
    {
      golden: 'F1, quality-aware scores, published alpha and beta',
      scores: qualityAware(F1.published_alpha_beta),
      crossValidated: F1.qmag_metrics_cv,
      inSample: F1.qmag_metrics_nocv,
    },
    {
      golden: 'F1, quality-aware scores, alpha and beta trained there',
      scores: qualityAware([alpha, beta]),
      inSample: F1.qmag_trained_metrics_nocv,
    },
    {
      golden: 'F2',
      scores: f2(folder),
      crossValidated: F2.qmagface_evaluate_metrics_cv1,
      inSample: F2.qmagface_evaluate_metrics_cv0,
    },
  ];
}

/** Checks of everything QMagFace prints: EER and its threshold, FNMR at each FMR and one threshold, AUC, accuracy. */
export function qmagfaceChecks(golden, convention, input, answer) {
  const { rate, threshold } = convention.eer(input);
  const accuracy = convention.accuracy(input);
  const area = convention.auc?.(input).area ?? areaUnderRoc(input.sweep).area;
  const check = checksOf(golden);
  const perFmr = Object.entries(answer).flatMap(([key, value]) => {
    const [, kind, far] = /^(fmr|thr)([\d.]+)$/.exec(key) ?? [];
    if (kind === undefined) return [];
    const point = convention.tarAtFar(input, Number(far));
    const at = `FMR ${far}`;
    const printed = point.printedThreshold ?? point.threshold;
    return kind === 'fmr'
      ? [check('FNMR', value / 100, 1 - point.tar, { at })]
      : [check('threshold printed', value, printed, { at })];
  });
  return [
    check('accuracy', answer.acc / 100, accuracy.mean),
    check('standard deviation', answer.acc_std / 100, accuracy.std),
    check('EER', answer.eer / 100, rate),
    check('threshold at the EER', answer.threer, threshold),
    ...perFmr,
    check('AUC', answer.auc / 100, area),
  ];
}

/** Checks of the quality-aware scores themselves, and of the parameters that QMagFace's training finds. */
export function awareChecks(folder) {
  const answer = readJson(folder, 'f1_expected.json').qmagface;
  const { scores, quality, genuine } = f1(folder).scores;
  const published = PUBLISHED.find(({ name }) => name === 'qmagface-r100');
  const aware = qualityAwareScores(scores, quality, published);
  const trained = qmagfaceParameters({ scores, quality, genuine });
  const check = checksOf('F1, quality-aware scores');
  return [
    check('published alpha, beta', answer.published_alpha_beta, [published.alpha, published.beta]),
    check('scores', answer.scores_first_10, aware.slice(0, 10), { at: 'the first ten' }),
    check(
      'sum of the scores',
      answer.scores_sum,
      aware.reduce((sum, score) => sum + score, 0),
      { tolerance: INTERPOLATED },
    ),
    check(
      'trained alpha, beta',
      [answer.trained_on_this_fixture.alpha, answer.trained_on_this_fixture.beta],
      [trained.alpha, trained.beta],
    ),
  ];
}
