import { areaUnderRoc, trapezoids } from '../../dist/metrics/auc.js';
import {
  bobDet,
  bobEpcThresholds,
  bobPrecisionRecall,
  bobRoc,
} from '../../dist/metrics/bob-curves.js';
import { bobFarThreshold, bobFrrThreshold } from '../../dist/metrics/bob-thresholds.js';
import { costOfLikelihoodRatios } from '../../dist/metrics/cllr.js';
import { BOB } from '../../dist/metrics/conventions/bob.js';
import { hullEqualErrorRate } from '../../dist/metrics/eer-rocch.js';
import { expectedPerformance } from '../../dist/metrics/epc.js';
import { errorRatesAbove } from '../../dist/metrics/error-rates.js';
import { fScore } from '../../dist/metrics/f1.js';
import { verificationInput } from '../../dist/metrics/index.js';
import { bobMinimumDcf } from '../../dist/metrics/min-dcf.js';
import { rocHull } from '../../dist/metrics/roc-hull.js';
import { scoreFileChecks } from '../golden-bob-files.js';
import { checksOf, tarsOfBoth } from '../golden-checks.js';
import { f2, inputOf, readJson, worked } from '../golden-data.js';

/** Thresholds that bob's own test asserts where scores are too few or too much alike for other rates. */
const UNCOMPUTABLE = [
  {
    golden: 'scores too much alike',
    genuine: [0, 0, 0, 0, 0.1, 0.2, 0.3, 0.4, 0.5],
    impostor: [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1, 1, 1],
    far: [[0.5, 1]],
    frr: [[0.5, 0.1]],
  },
  {
    golden: 'scores too much alike, an even number',
    genuine: [0, 0, 0, 0, 0, 0.1, 0.2, 0.3, 0.4, 0.5],
    impostor: [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1, 1, 1, 1],
    far: [[0.5, 1]],
    frr: [[0.51, 0.1]],
  },
  {
    golden: 'ten scores of each',
    genuine: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    impostor: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    far: [
      [0.11, 9],
      [0.91, 1],
    ],
    frr: [
      [0.11, 1],
      [0.91, 9],
    ],
  },
];

const ASSERTED = "asserted in bob's tests";
const DISABLED = 'asserted in a disabled test';
const BY_BOSARIS = `${DISABLED}, by Bosaris 1.06`;

function uncomputableChecks({ golden, genuine, impostor, far, frr }) {
  const { sweep } = inputOf(genuine, impostor);
  const check = checksOf(golden);
  return [
    ...far.map(([rate, threshold]) =>
      check('far_threshold', threshold, bobFarThreshold(sweep, rate), {
        at: rate,
        remark: ASSERTED,
      }),
    ),
    ...frr.map(([rate, threshold]) =>
      check('frr_threshold', threshold, bobFrrThreshold(sweep, rate), {
        at: rate,
        remark: ASSERTED,
      }),
    ),
  ];
}

function fixtureChecks(folder) {
  const { bob_measure: answer } = readJson(folder, 'f2_expected.json');
  const { sweep } = verificationInput(f2(folder));
  const eer = BOB.eer({ sweep });
  const hter = BOB.hter(sweep);
  const check = checksOf('F2');
  const example = worked(folder);
  const checkWorked = checksOf('worked example');
  const workedEer = BOB.eer(example.input);
  return [
    ...tarsOfBoth(folder, BOB, { onF2: 'bob_far_threshold', onWorked: 'bob' }),
    check('EER, threshold', [answer.eer, answer.eer_threshold], [eer.rate, eer.threshold]),
    check('FAR, FRR', [answer.far_at_eer_thr, answer.frr_at_eer_thr], [eer.low, eer.high], {
      at: 'the EER',
    }),
    check(
      'least HTER, threshold',
      [answer.min_hter, answer.min_hter_threshold],
      [hter.rate, hter.threshold],
    ),
    check('frr_threshold', answer['frr_threshold@0.01'], bobFrrThreshold(sweep, 0.01), {
      at: 0.01,
    }),
    check('Cllr', answer.cllr_scores_as_is, costOfLikelihoodRatios(sweep)),
    checkWorked(
      'EER, threshold',
      [
        example.answers.eer['bob eer (mean of FAR, FRR at eer_threshold)'],
        example.answers.eer['bob eer_threshold'],
      ],
      [workedEer.rate, workedEer.threshold],
    ),
    checkWorked(
      'least HTER',
      example.answers.eer['bob min-HTER'],
      BOB.hter(example.input.sweep).rate,
    ),
    ...UNCOMPUTABLE.flatMap(uncomputableChecks),
  ];
}

/** What bob computed on two lists of scores of its tests. */
function computedChecks(golden, input, answer) {
  const { sweep } = input;
  const check = checksOf(golden);
  const eer = BOB.eer(input);
  const { fmr, fnmr } = bobRoc(sweep, 2000);
  return [
    check('EER, threshold', [answer.eer, answer.eer_threshold], [eer.rate, eer.threshold]),
    check('FAR, FRR', [answer.eer_far, answer.eer_frr], [eer.low, eer.high], { at: 'the EER' }),
    check('threshold', answer.min_hter_threshold, BOB.hter(sweep).threshold, {
      at: 'the least HTER',
    }),
    ...Object.entries(answer.far_threshold).map(([far, threshold]) => {
      const point = BOB.tarAtFar(input, Number(far));
      return check(
        'far_threshold, FAR, FRR',
        [threshold, ...answer.farfrr_at_far_threshold[far]],
        [point.threshold, point.fmr, 1 - point.tar],
        { at: far },
      );
    }),
    ...Object.entries(answer.frr_threshold).map(([frr, threshold]) =>
      check('frr_threshold', threshold, bobFrrThreshold(sweep, Number(frr)), { at: frr }),
    ),
    ...Object.entries(answer.min_weighted).map(([cost, { thr, far, frr, wer }]) => {
      const least = bobMinimumDcf(sweep, Number(cost));
      return check(
        'least weighted error, threshold, FAR, FRR',
        [wer, thr, far, frr],
        [least.cost, least.threshold, least.fmr, least.fnmr],
        { at: `cost ${cost}` },
      );
    }),
    check('Cllr', answer.cllr, costOfLikelihoodRatios(sweep)),
    check('AUC', answer.roc_auc_score_2000pts, areaUnderRoc(sweep).area),
    check(
      'AUC',
      answer.roc_auc_score_2000pts,
      trapezoids(
        fmr,
        fnmr.map((rate) => 1 - rate),
      ),
      { remark: 'trapezoids over 2000 points' },
    ),
  ];
}

/** What bob's tests assert of the same scores, to as many digits as they give. */
function assertedChecks(golden, input, asserted) {
  const { sweep } = input;
  const check = checksOf(golden);
  const hull = rocHull(sweep);
  const rate = (counts, total) => Array.from(counts, (count) => count / total).reverse();
  return [
    check(
      'EER on the convex hull',
      asserted['eer_rocch(disabled test, Bosaris 1.06)'] ?? asserted['eer_rocch(disabled test)'],
      hullEqualErrorRate(sweep, hull),
      { remark: BY_BOSARIS },
    ),
    check(
      'corners of the convex hull',
      (asserted['rocch(disabled test, Bosaris 1.06)'] ?? asserted['rocch(disabled test)']).flat(),
      [
        ...rate(hull.impostorAccepted, sweep.impostorTotal),
        ...rate(
          hull.genuineAccepted.map((count) => sweep.genuineTotal - count),
          sweep.genuineTotal,
        ),
      ],
      { remark: `FAR, then FRR; ${BY_BOSARIS}` },
    ),
    check('Cllr', asserted['cllr(disabled test)'], costOfLikelihoodRatios(sweep), {
      remark: DISABLED,
      tolerance: 5e-6,
    }),
    check('minimum Cllr', asserted['min_cllr(disabled test)'], BOB.minCllr(sweep), {
      remark: DISABLED,
      tolerance: 5e-6,
    }),
  ];
}

function linsepChecks(input, asserted) {
  const { sweep } = input;
  const { genuineTotal, impostorTotal } = sweep;
  const check = checksOf('linsep');
  const { fmr, fnmr } = errorRatesAbove(sweep, 3);
  return [
    check('FAR, FRR', asserted['farfrr(3.0)'], [fmr, fnmr], {
      at: 'threshold 3',
      remark: ASSERTED,
    }),
    check(
      'F score',
      [asserted['f_score(min-0.1)'], asserted['f_score(min-0.1,w=2)']],
      [1, 2].map((weight) => fScore(genuineTotal, impostorTotal, genuineTotal, weight)),
      { remark: `all accepted, weights 1 and 2; ${ASSERTED}`, tolerance: 5e-9 },
    ),
  ];
}

/** The curves that bob keeps of its scores that cannot be separated. */
function curveChecks(folder, { positives, negatives }, asserted) {
  const { sweep } = inputOf(positives, negatives);
  const check = checksOf('nonsep');
  const file = (name) => readJson(folder, `nonsep-${name}.json`);
  const roc = bobRoc(sweep, 100);
  const det = bobDet(sweep, 100);
  const pr = bobPrecisionRecall(sweep, 100);
  const [fars, frrs] = file('roc');
  const [precision, recall] = file('precisionrecall');
  const half = (part) => inputOf(part(positives), part(negatives)).sweep;
  const { columns } = expectedPerformance(
    half((list) => list.slice(0, list.length / 2)),
    half((list) => list.slice(list.length / 2)),
    { points: 100, choose: bobEpcThresholds },
  );
  const [cost, hter, threshold] = file('epc');
  const fine = bobRoc(sweep, 2000);
  const passed = [...fine.fmr].flatMap((rate, k) => (rate > 0 ? [k] : []));
  return [
    check('ROC', fars, roc.fmr, { remark: 'FAR of 100 points' }),
    check('ROC', frrs, roc.fnmr, { remark: 'FRR of 100 points' }),
    ...['fmr', 'fnmr'].flatMap((rate, row) => {
      const expected = file('det')[row];
      const points = (keeps) => [...roc[rate].keys()].filter((k) => keeps(roc[rate][k]));
      const name = rate === 'fmr' ? 'FAR' : 'FRR';
      const of = (which, keeps, options) =>
        check(
          'DET',
          points(keeps).map((k) => expected[k]),
          points(keeps).map((k) => det[rate][k]),
          { remark: `deviates of 100 points, ${name} ${which}`, ...options },
        );
      return [
        of('above 0', (value) => value > 0),
        // The file was written with another step next to 0; bob's own test allows as much.
        of('0', (value) => value === 0, { tolerance: 1e-5 }),
      ];
    }),
    check('precision and recall', precision, pr.precision, {
      remark: 'precision of 100 points',
    }),
    check('precision and recall', recall, pr.recall, { remark: 'recall of 100 points' }),
    check('EPC', cost, columns.cost, { remark: 'costs of 100 points' }),
    check('EPC', hter, columns.hter, { remark: 'HTER of 100 points' }),
    check('EPC', threshold, columns.threshold, { remark: 'thresholds of 100 points' }),
    ...[0.01, 0.1, 1].map((far, k) => {
      const point = BOB.tarAtFar({ sweep }, far);
      return check(
        'FAR, FRR',
        [asserted['roc_for_far far'][k], asserted['roc_for_far frr'][k]],
        [point.fmr, 1 - point.tar],
        { at: `FAR ${far}`, remark: ASSERTED },
      );
    }),
    check('AUC', asserted.roc_auc_score, areaUnderRoc(sweep).area, { remark: ASSERTED }),
    check(
      'AUC over log10 FAR',
      asserted['roc_auc_score(log)'],
      trapezoids(
        passed.map((k) => Math.log10(fine.fmr[k])),
        passed.map((k) => 1 - fine.fnmr[k]),
      ),
      { remark: `trapezoids over 2000 points; ${ASSERTED}` },
    ),
  ];
}

function ownChecks(folder) {
  const { asserted_in_bob_tests: asserted, ...expected } = readJson(folder, 'expected.json');
  const [linsep, nonsep] = ['linsep', 'nonsep'].map((name) => readJson(folder, `${name}.json`));
  const [linsepInput, nonsepInput] = [linsep, nonsep].map(({ positives, negatives }) =>
    inputOf(positives, negatives),
  );
  const { mindcf } = asserted;
  const cost = bobMinimumDcf(inputOf(mindcf.positives, mindcf.negatives).sweep, mindcf.cost).cost;
  return [
    ...computedChecks('linsep', linsepInput, expected.linsep),
    ...assertedChecks('linsep', linsepInput, asserted.linsep),
    ...linsepChecks(linsepInput, asserted.linsep),
    ...computedChecks('nonsep', nonsepInput, expected.nonsep),
    ...assertedChecks('nonsep', nonsepInput, asserted.nonsep),
    ...curveChecks(folder, nonsep, asserted.nonsep),
    checksOf('two genuine and five impostor scores')(
      'minDCF',
      mindcf.mindcf_pct_below,
      100 * cost,
      { at: `cost ${mindcf.cost}`, remark: 'in per cent, asserted to be less', tolerance: 1e-8 },
    ),
    ...scoreFileChecks(folder, expected.score_files),
  ];
}

export default {
  peer: 'bob',
  reference: BOB.reference,
  parts: [
    { data: 'peer_runs', checks: fixtureChecks },
    { data: 'bob', checks: ownChecks },
  ],
};
