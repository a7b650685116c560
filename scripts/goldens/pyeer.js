import { areaUnderRoc } from '../../dist/metrics/auc.js';
import { PYEER } from '../../dist/metrics/conventions/pyeer.js';
import { separation } from '../../dist/metrics/d-prime.js';
import { verificationInput } from '../../dist/metrics/index.js';
import { matthews } from '../../dist/metrics/mcc.js';
import { lowestAtMost } from '../../dist/metrics/operating-point.js';
import { youden } from '../../dist/metrics/youden.js';
import { zeroFnmrPoint } from '../../dist/metrics/zero-fnmr.js';
import { checksOf, INTERPOLATED, tarsOfBoth } from '../golden-checks.js';
import { f2, inputOf, readJson, readLines, worked } from '../golden-data.js';

/** Means and deviations may be in the hundreds, where 1e-12 is less than their rounding. */
const MOMENTS = { tolerance: INTERPOLATED };

/** What each group of pyeer's keys is called here, and what we have in its place, in the order of the keys. */
const REPORTED = [
  {
    quantity: 'EER, its interval, threshold',
    keys: ['eer', 'eer_low', 'eer_high', 'eer_th'],
    ours: (input) => {
      const { rate, low, high, threshold } = PYEER.eer(input);
      return [rate, low, high, threshold];
    },
  },
  { quantity: 'AUC', keys: ['auc'], ours: (input) => [PYEER.auc(input).area] },
  ...Object.entries({ fmr0: 0, fmr1000: 1e-3, fmr100: 1e-2, fmr20: 0.05, fmr10: 0.1 }).map(
    ([key, fmr]) => ({
      quantity: `${key === 'fmr0' ? 'ZeroFMR' : key.toUpperCase()}, threshold`,
      keys: [key, `${key}_th`],
      ours: ({ sweep }) => {
        const { tar, threshold } = PYEER.fnmrAtFmr(sweep, fmr);
        return [1 - tar, threshold];
      },
    }),
  ),
  {
    quantity: 'ZeroFNMR, threshold',
    keys: ['fnmr0', 'fnmr0_th'],
    ours: ({ sweep }) => {
      const { fmr, threshold } = zeroFnmrPoint(sweep);
      return [fmr, threshold];
    },
  },
  {
    quantity: "Youden's J, threshold",
    keys: ['j_index', 'j_index_th'],
    ours: ({ sweep }) => {
      const { j, threshold } = youden(sweep);
      return [j, threshold];
    },
  },
  {
    quantity: 'Matthews correlation, threshold',
    keys: ['mccoef', 'mccoef_th'],
    ours: ({ sweep }) => {
      const { mcc, threshold } = matthews(sweep);
      return [mcc, threshold];
    },
  },
  {
    quantity: "decidability d'",
    keys: ['decidability'],
    ours: ({ sweep }) => [separation(sweep).dPrime],
  },
  {
    quantity: 'genuine and impostor means and deviations',
    keys: ['gmean', 'gstd', 'imean', 'istd'],
    ours: ({ sweep }) => {
      const { genuineMean, genuineDeviation, impostorMean, impostorDeviation } = separation(sweep);
      return [genuineMean, genuineDeviation, impostorMean, impostorDeviation];
    },
    options: MOMENTS,
  },
  {
    quantity: 'genuine and impostor comparisons',
    keys: ['n_gen', 'n_imp'],
    ours: ({ sweep }) => [sweep.genuineTotal, sweep.impostorTotal],
  },
  {
    quantity: 'FNMR just above the greatest impostor',
    keys: ['check_fnmr_at_zero_fm_(thr just above max impostor)'],
    ours: ({ sweep }) => [1 - lowestAtMost(sweep, 0).tar],
  },
  {
    quantity: 'least FMR of a score',
    keys: ['check_min_fmr_reported_by_pyeer'],
    ours: ({ sweep }) => [sweep.impostorAccepted[0] / sweep.impostorTotal],
  },
  {
    quantity: 'AUC of Mann and Whitney',
    keys: ['check_mann_whitney_auc'],
    ours: ({ sweep }) => [areaUnderRoc(sweep).area],
  },
];

const KEYS = new Set(REPORTED.flatMap(({ keys }) => keys));

/** Checks of everything that `answer` gives a value to. */
function reportChecks(golden, input, answer) {
  const check = checksOf(golden);
  const unread = Object.keys(answer).filter((key) => !KEYS.has(key));
  if (unread.length > 0) throw new Error(`${golden}: nothing is held against ${unread.join(', ')}`);
  const given = (key) => answer[key] !== undefined && answer[key] !== null;
  return REPORTED.flatMap(({ quantity, keys, ours, options }) => {
    const known = keys.filter(given);
    if (known.length === 0) return [];
    const values = ours(input);
    return [
      check(
        known.length === keys.length ? quantity : quantity.replace(/, threshold$/, ''),
        known.map((key) => answer[key]),
        known.map((key) => values[keys.indexOf(key)]),
        options,
      ),
    ];
  });
}

function numbers(folder, file) {
  return readLines(folder, `${file}.txt`).map((line) => Number(line.trim()));
}

/** The comparisons of an example; a histogram of impostors counts on each line those with the score of its number, from 0. */
function example(folder, name) {
  if (!name.startsWith('hist_')) {
    return inputOf(
      numbers(folder, `nonhist_${name}_true`),
      numbers(folder, `nonhist_${name}_false`),
    );
  }
  const impostor = numbers(folder, `${name}_false`).flatMap((count, score) =>
    Array.from({ length: count }, () => score),
  );
  return inputOf(numbers(folder, `${name}_true`), impostor);
}

export default {
  peer: 'pyeer',
  reference: PYEER.reference,
  parts: [
    {
      data: 'peer_runs',
      checks: (folder) => {
        const F2 = readJson(folder, 'f2_expected.json').pyeer;
        const { answers, input } = worked(folder);
        const keys = Object.entries(answers.eer).filter(([key]) => key.startsWith('pyeer '));
        const answer = Object.fromEntries(keys.map(([key, value]) => [key.slice(6), value]));
        return [
          ...tarsOfBoth(folder, PYEER, { onF2: 'pyeer', onWorked: 'pyeer' }),
          ...reportChecks('F2', verificationInput(f2(folder)), F2),
          ...reportChecks('worked example', input, answer),
        ];
      },
    },
    {
      data: 'pyeer',
      checks: (folder) => {
        const expected = readJson(folder, 'expected.json');
        return ['exp1', 'exp2', 'exp3', 'hist_exp1'].flatMap((name) =>
          reportChecks(name, example(folder, name), expected[name]),
        );
      },
    },
  ],
};
