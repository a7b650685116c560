import { wholeQuality } from '../../dist/metrics/combined-quality.js';
import { crfiqaErc } from '../../dist/metrics/erc/crfiqa.js';
import { CRFIQA } from '../../dist/metrics/conventions/crfiqa.js';
import { verificationInput } from '../../dist/metrics/index.js';
import { checksOf, tarsOfBoth } from '../golden-checks.js';
import { f1, readJson } from '../golden-data.js';

export default {
  peer: 'crfiqa',
  reference: CRFIQA.reference,
  parts: [
    {
      data: 'peer_runs',
      checks: (folder) => {
        const answer = readJson(folder, 'f1_expected.json').crfiqa_erc;
        const input = verificationInput(f1(folder).scores);
        const { rows, curves } = crfiqaErc(input, wholeQuality('magnitude', input.scores.quality));
        const check = checksOf('F1');
        const perFmr = ['1e-2', '1e-3', '1e-4'].flatMap((fmr, i) => {
          const { columns } = curves[i];
          const at = `FMR ${fmr}`;
          const thresholds = answer[`thresholds_${fmr}`];
          const distances = columns.threshold.map((cosine) => Math.acos(cosine) / Math.PI);
          return [
            check('ERC', answer[`FNMR@FMR${fmr}`], columns.error, {
              at,
              remark: 'FNMR of each discard',
            }),
            check('area under the ERC', answer[`AUC_${fmr}`], rows[i].value, { at }),
            ...(thresholds === undefined
              ? []
              : [check('ERC', thresholds, distances, { at, remark: 'distance of each discard' })]),
          ];
        });
        return [
          check('ERC', answer.x, curves[0].columns.discard, { remark: 'discards' }),
          ...perFmr,
          ...tarsOfBoth(folder, CRFIQA, { onWorked: 'crfiqa' }),
        ];
      },
    },
  ],
};
