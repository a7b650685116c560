import { GUI, guiAccuracy, guiKey } from '../../dist/metrics/conventions/gui.js';
import { verificationInput } from '../../dist/metrics/index.js';
import { checksOf, tarChecks, tarsOfBoth } from '../golden-checks.js';
import { f2, readJson } from '../golden-data.js';

/** The FARs the GUI was asked for on F2. It printed nothing for the first four, and the others under keys of one digit. */
const ASKED = [1e-6, 1e-5, 1e-4, 3.3e-4, 5e-4, 1e-3, 2.5e-3, 1e-2, 2.51e-2, 1e-1];

export default {
  peer: 'gui',
  reference: GUI.reference,
  parts: [
    {
      data: 'peer_runs',
      checks: (folder) => {
        const F2 = readJson(folder, 'f2_expected.json');
        const answer = F2.insightface_gui_2026;
        const best = F2.insightface_gui_best;
        const input = verificationInput(f2(folder));
        const accuracy = guiAccuracy(input);
        const check = checksOf('F2');
        const printed = ASKED.map((target) => {
          const key = guiKey(target);
          return {
            target,
            tar: answer[`TAR@FAR=${key}`] ?? null,
            far: answer[`Achieved FAR@${key}`] ?? null,
            threshold: answer[`Threshold@FAR=${key}`] ?? null,
          };
        });
        return [
          check('accuracy', best.best_accuracy, accuracy.mean),
          check('threshold of the accuracy', best.best_cosine_threshold, accuracy.thresholds[0]),
          check('right decisions', best.TP + best.TN, accuracy.correct),
          ...tarChecks('F2', printed, (far) => GUI.tarAtFar(input, far)),
          ...tarsOfBoth(folder, GUI, { onWorked: 'gui' }),
        ];
      },
    },
  ],
};
