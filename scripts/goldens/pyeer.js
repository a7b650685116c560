import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PYEER } from '../../dist/metrics/conventions/pyeer.js';
import { verificationInput } from '../../dist/metrics/index.js';
import { EXACT, tarChecks, workedRows } from '../golden-checks.js';
import { f2, inputOf, readJson, readLines } from '../golden-data.js';

const FMRS = { fmr0: 0, fmr1000: 1e-3, fmr100: 1e-2, fmr20: 0.05, fmr10: 0.1 };

/** Checks of what pyeer reports under its own keys, as far as `answer` has them. */
function reportChecks(golden, input, answer) {
  const check = (quantity, expected, ours) => ({
    golden,
    quantity,
    expected,
    ours,
    tolerance: EXACT,
  });
  const { rate, low, high, threshold } = PYEER.eer(input);
  const auc = answer.auc === undefined ? [] : [check('AUC', answer.auc, PYEER.auc(input).area)];
  const perFmr = Object.entries(FMRS).flatMap(([key, far]) => {
    if (answer[key] === undefined) return [];
    const point = PYEER.tarAtFar(input, far);
    const at = answer[`${key}_th`];
    return [
      at === undefined
        ? check(key, answer[key], 1 - point.tar)
        : check(`${key}, threshold`, [answer[key], at], [1 - point.tar, point.threshold]),
    ];
  });
  return [
    check('EER, low, high', [answer.eer, answer.eer_low, answer.eer_high], [rate, low, high]),
    ...(answer.eer_th === undefined
      ? []
      : [check('threshold at the EER', answer.eer_th, threshold)]),
    ...auc,
    ...perFmr,
  ];
}

export default {
  peer: 'pyeer',
  parts: [
    {
      data: 'peer_runs',
      checks: (folder) => {
        const F2 = readJson(folder, 'f2_expected.json');
        const worked = readJson(folder, 'worked_example.json');
        const two = verificationInput(f2(folder));
        const workedInput = inputOf(worked.genuine, worked.impostor);
        const keys = Object.entries(worked.eer).filter(([key]) => key.startsWith('pyeer '));
        const answer = Object.fromEntries(keys.map(([key, value]) => [key.slice(6), value]));
        const tar = (input) => (far) => PYEER.tarAtFar(input, far);
        return [
          ...tarChecks('F2', F2.tar_at_far.pyeer, tar(two)),
          ...reportChecks('F2', two, F2.pyeer),
          ...tarChecks('worked example', workedRows(worked, 'pyeer'), tar(workedInput)),
          ...reportChecks('worked example', workedInput, answer),
        ];
      },
    },
    {
      data: 'pyeer',
      checks: (folder) => {
        const expected = readJson(folder, 'expected.json');
        return ['exp1', 'exp2', 'exp3']
          .filter((name) => existsSync(join(folder, `nonhist_${name}_true.txt`)))
          .flatMap((name) => {
            const read = (kind) =>
              readLines(folder, `nonhist_${name}_${kind}.txt`).map((line) => Number(line.trim()));
            return reportChecks(name, inputOf(read('true'), read('false')), expected[name]);
          });
      },
    },
  ],
};
