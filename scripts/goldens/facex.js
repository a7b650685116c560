import { FACEX, facexAccuracy } from '../../dist/metrics/conventions/facex.js';
import { verificationInput } from '../../dist/metrics/index.js';
import { foldChecks } from '../golden-checks.js';
import { f2, readJson } from '../golden-data.js';

export default {
  peer: 'facex',
  reference: FACEX.reference,
  parts: [
    {
      data: 'peer_runs',
      checks: (folder) => {
        const answer = readJson(folder, 'f2_expected.json').facex_zoo_lfw;
        return foldChecks('F2', facexAccuracy(verificationInput(f2(folder))), {
          peer: {
            mean: answer.mean,
            standardError: answer.standard_error_ddof1_over_sqrt10,
          },
        });
      },
    },
  ],
};
