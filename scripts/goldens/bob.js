import {
  BOB,
  bobEqualError,
  bobFrrThreshold,
  bobMinimumHter,
} from '../../dist/metrics/conventions/bob.js';
import { areaUnderRoc } from '../../dist/metrics/auc.js';
import { verificationInput } from '../../dist/metrics/index.js';
import { minimizingThreshold } from '../../dist/metrics/minimizing-threshold.js';
import { pointAt } from '../../dist/metrics/operating-point.js';
import { lowestAtLeast } from '../../dist/metrics/sweep.js';
import { EXACT, tarChecks, workedRows } from '../golden-checks.js';
import { f2, inputOf, readJson, readLines } from '../golden-data.js';

const checksOf = (golden) => (quantity, expected, ours) => ({
  golden,
  quantity,
  expected,
  ours,
  tolerance: EXACT,
});

/** FMR and FNMR at a threshold. */
function ratesAt(sweep, threshold) {
  const { tar, fmr } = pointAt(sweep, lowestAtLeast(sweep, threshold), NaN);
  return { fmr, fnmr: 1 - tar };
}

/** The EER threshold of a development file, and the rates there on it and on its test file, failures left out. */
function fileChecks(folder, name, answers) {
  const inputFrom = (file) => {
    const rows = readLines(folder, `${file}.txt`).map((line) =>
      line.trim().split(/\s+/).map(Number),
    );
    const of = (label) => rows.filter(([claim]) => claim === label).map(([, score]) => score);
    return inputOf(of(1), of(-1));
  };
  const [dev, test] = [`dev-${name}`, `test-${name}`];
  const { threshold } = bobEqualError(inputFrom(dev).sweep);
  const rates = (file) => {
    const { fmr, fnmr } = ratesAt(inputFrom(file).sweep, threshold);
    return checksOf(file)('FMR, FNMR', [answers[file].FMR, answers[file].FNMR], [fmr, fnmr]);
  };
  return [
    checksOf(dev)('threshold at the EER', answers[dev].threshold, threshold),
    rates(dev),
    rates(test),
  ];
}

export default {
  peer: 'bob',
  parts: [
    {
      data: 'peer_runs',
      checks: (folder) => {
        const F2 = readJson(folder, 'f2_expected.json');
        const worked = readJson(folder, 'worked_example.json');
        const two = verificationInput(f2(folder));
        const workedInput = inputOf(worked.genuine, worked.impostor);
        const tar = (input) => (far) => BOB.tarAtFar(input, far);
        const check = checksOf('F2');
        const checkWorked = checksOf('worked example');
        const { bob_measure: answer } = F2;
        const eer = bobEqualError(two.sweep);
        const hter = bobMinimumHter(two.sweep);
        const workedEer = bobEqualError(workedInput.sweep);
        return [
          ...tarChecks('F2', F2.tar_at_far.bob_far_threshold, tar(two)),
          check('EER, threshold', [answer.eer, answer.eer_threshold], [eer.rate, eer.threshold]),
          check(
            'FAR and FRR there',
            [answer.far_at_eer_thr, answer.frr_at_eer_thr],
            [eer.low, eer.high],
          ),
          check(
            'least HTER, threshold',
            [answer.min_hter, answer.min_hter_threshold],
            [hter.rate, hter.threshold],
          ),
          check(
            'frr_threshold at 0.01',
            answer['frr_threshold@0.01'],
            bobFrrThreshold(two.sweep, 0.01),
          ),
          ...tarChecks('worked example', workedRows(worked, 'bob'), tar(workedInput)),
          checkWorked(
            'EER, threshold',
            [
              worked.eer['bob eer (mean of FAR, FRR at eer_threshold)'],
              worked.eer['bob eer_threshold'],
            ],
            [workedEer.rate, workedEer.threshold],
          ),
          checkWorked(
            'least HTER',
            worked.eer['bob min-HTER'],
            bobMinimumHter(workedInput.sweep).rate,
          ),
        ];
      },
    },
    {
      data: 'bob',
      checks: (folder) => {
        const expected = readJson(folder, 'expected.json');
        const ofFiles = ['1', '2'].flatMap((name) =>
          fileChecks(folder, name, expected.score_files),
        );
        const ofScores = ['linsep', 'nonsep'].flatMap((name) => {
          const { negatives, positives } = readJson(folder, `${name}.json`);
          const input = inputOf(positives, negatives);
          const answer = expected[name];
          const check = checksOf(name);
          const eer = bobEqualError(input.sweep);
          const hter = bobMinimumHter(input.sweep);
          return [
            check('EER, threshold', [answer.eer, answer.eer_threshold], [eer.rate, eer.threshold]),
            check('threshold of the least HTER', answer.min_hter_threshold, hter.threshold),
            ...Object.entries(answer.far_threshold).map(([far, threshold]) => {
              const point = BOB.tarAtFar(input, Number(far));
              const [farThere, frrThere] = answer.farfrr_at_far_threshold[far];
              return check(
                `far_threshold at ${far}, FAR and FRR there`,
                [threshold, farThere, frrThere],
                [point.threshold, point.fmr, 1 - point.tar],
              );
            }),
            ...Object.entries(answer.frr_threshold).map(([frr, threshold]) =>
              check(
                `frr_threshold at ${frr}`,
                threshold,
                bobFrrThreshold(input.sweep, Number(frr)),
              ),
            ),
            ...Object.entries(answer.min_weighted).map(([cost, { thr, wer }]) => {
              const least = minimizingThreshold(
                input.sweep,
                (far, frr) => cost * far + (1 - cost) * frr,
              );
              const { fmr, fnmr } = ratesAt(input.sweep, least);
              return check(
                `threshold of the least weighted error, cost ${cost}; that error`,
                [thr, wer],
                [least, cost * fmr + (1 - cost) * fnmr],
              );
            }),
            check('AUC', answer.roc_auc_score_2000pts, areaUnderRoc(input.sweep).area),
          ];
        });
        return [...ofScores, ...ofFiles];
      },
    },
  ],
};
