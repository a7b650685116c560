import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../support/run-cli.js';

/** What pyeer and bob.measure answer on F2, and on the worked example, beside the fixtures of the conventions. */
export const RATES = JSON.parse(
  readFileSync(join(PROJECT, 'fixtures', 'peer_runs', 'rates_expected.json'), 'utf8'),
) as {
  readonly f2: {
    readonly pyeer: Readonly<
      Record<
        | 'j_index'
        | 'mccoef'
        | 'fmr0'
        | 'fmr1000'
        | 'fmr100'
        | 'fmr20'
        | 'fmr10'
        | 'fnmr0'
        | 'decidability',
        number
      >
    >;
    readonly bob_measure: Readonly<
      Record<
        | 'eer_threshold'
        | 'eer'
        | 'min_hter_threshold'
        | 'min_hter'
        | 'frr_threshold@0.01'
        | 'cllr_scores_as_is',
        number
      >
    >;
  };
  readonly worked_example: Readonly<
    Record<
      | 'bob eer (mean of FAR, FRR at eer_threshold)'
      | 'bob eer_threshold'
      | 'bob min-HTER'
      | 'pyeer fmr0',
      number
    >
  >;
};
