import { XQLFW, xqlfwAccuracy } from '../../dist/metrics/conventions/xqlfw.js';
import { verificationInput } from '../../dist/metrics/index.js';
import { mean } from '../../dist/metrics/spread.js';
import { checksOf, foldChecks } from '../golden-checks.js';
import { f1, f2, readJson } from '../golden-data.js';

export default {
  peer: 'xqlfw',
  reference: XQLFW.reference,
  parts: [
    {
      data: 'peer_runs',
      checks: (folder) =>
        [
          ['F1', f1(folder).scores, readJson(folder, 'f1_expected.json').xqlfw],
          ['F2', f2(folder), readJson(folder, 'f2_expected.json').xqlfw],
        ].flatMap(([golden, scores, peer]) => {
          const found = xqlfwAccuracy(verificationInput(scores));
          const { mean_threshold: distance } = peer;
          return [
            ...foldChecks(golden, found, { peer, thresholdOf: (distance) => 1 - distance }),
            ...(distance === undefined
              ? []
              : [checksOf(golden)('mean threshold', 1 - distance, mean(found.thresholds))]),
          ];
        }),
    },
  ],
};
