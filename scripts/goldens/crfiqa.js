import { crfiqaErc } from '../../dist/metrics/crfiqa-erc.js';
import { CRFIQA } from '../../dist/metrics/conventions/crfiqa.js';
import { verificationInput } from '../../dist/metrics/index.js';
import { EXACT, tarChecks, workedRows } from '../golden-checks.js';
import { f1, inputOf, readJson } from '../golden-data.js';

export default {
  peer: 'crfiqa',
  parts: [
    {
      data: 'peer_runs',
      checks: (folder) => {
        const answer = readJson(folder, 'f1_expected.json').crfiqa_erc;
        const worked = readJson(folder, 'worked_example.json');
        const workedInput = inputOf(worked.genuine, worked.impostor);
        const { rows, curves } = crfiqaErc(verificationInput(f1(folder).scores));
        const check = (quantity, expected, ours) => ({
          golden: 'F1',
          quantity: `ERC: ${quantity}`,
          expected,
          ours,
          tolerance: EXACT,
        });
        const perFmr = ['1e-2', '1e-3', '1e-4'].flatMap((fmr, i) => {
          const { columns } = curves[i];
          const thresholds = answer[`thresholds_${fmr}`];
          const distances = columns.threshold.map((cosine) => Math.acos(cosine) / Math.PI);
          return [
            check(`FNMR at each discard, FMR ${fmr}`, answer[`FNMR@FMR${fmr}`], columns.error),
            check(`area, FMR ${fmr}`, answer[`AUC_${fmr}`], rows[i].value),
            ...(thresholds === undefined
              ? []
              : [check(`distance at each discard, FMR ${fmr}`, thresholds, distances)]),
          ];
        });
        return [
          check('discards', answer.x, curves[0].columns.discard),
          ...perFmr,
          ...tarChecks('worked example', workedRows(worked, 'crfiqa'), (far) =>
            CRFIQA.tarAtFar(workedInput, far),
          ),
        ];
      },
    },
  ],
};
