import type { Dataset } from './dataset.js';
import { covariateProtocol } from './ijb-protocols.js';

/** IJB-C, single faces of which pose, age, light and more are known. */
export const ijbcCovariates: Dataset = {
  name: 'ijbc-covariates',
  title: 'IJB-C covariates',
  summary:
    "IJB-C, 1:1 of single faces of which pose, age, light and more are known, from NIST's tables",
  reference: 'Maze et al.: IARPA Janus Benchmark-C: face dataset and protocol. ICB 2018',
  obtain: 'NIST (as distributed)',
  files:
    'protocols/ijbc_11_covariate_probe_reference.csv and ijbc_11_covariate_matches.csv, or protocols/test2/; and images/',
  ...covariateProtocol('ijbc-covariates', 'ijbc'),
};
