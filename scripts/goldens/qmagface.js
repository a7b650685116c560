import { QMAGFACE } from '../../dist/metrics/conventions/qmagface.js';
import { verificationInput } from '../../dist/metrics/index.js';
import { awareChecks, qmagfaceChecks, qmagfaceRuns } from '../golden-qmagface.js';

export default {
  peer: 'qmagface',
  reference: QMAGFACE.reference,
  parts: [
    {
      data: 'peer_runs',
      checks: (folder) => [
        ...qmagfaceRuns(folder).flatMap(({ golden, scores, crossValidated }) =>
          crossValidated === undefined
            ? []
            : qmagfaceChecks(golden, QMAGFACE, verificationInput(scores), crossValidated),
        ),
        ...awareChecks(folder),
      ],
    },
  ],
};
