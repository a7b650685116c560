import { GUI, guiAccuracy, guiKey } from '../../dist/metrics/conventions/gui.js';
import { verificationInput } from '../../dist/metrics/index.js';
import { EXACT, tarChecks, workedRows } from '../golden-checks.js';
import { f2, inputOf, readJson } from '../golden-data.js';

/** The FARs the GUI was asked for on F2. It printed nothing for the first four, and the others under keys of one digit. */
const ASKED = [1e-6, 1e-5, 1e-4, 3.3e-4, 5e-4, 1e-3, 2.5e-3, 1e-2, 2.51e-2, 1e-1];

export default {
  peer: 'gui',
  parts: [
    {
      data: 'peer_runs',
      checks: (folder) => {
        const F2 = readJson(folder, 'f2_expected.json');
        const answer = F2.insightface_gui_2026;
        const best = F2.insightface_gui_best;
        const worked = readJson(folder, 'worked_example.json');
        const input = verificationInput(f2(folder));
        const accuracy = guiAccuracy(input);
        const tar = (data) => (far) => GUI.tarAtFar(data, far);
        const check = (quantity, expected, ours) => ({
          golden: 'F2',
          quantity,
          expected,
          ours,
          tolerance: EXACT,
        });
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
          check('threshold', best.best_cosine_threshold, accuracy.thresholds[0]),
          check('right decisions', best.TP + best.TN, accuracy.correct),
          ...tarChecks('F2', printed, tar(input)),
          ...tarChecks(
            'worked example',
            workedRows(worked, 'gui'),
            tar(inputOf(worked.genuine, worked.impostor)),
          ),
        ];
      },
    },
  ],
};
