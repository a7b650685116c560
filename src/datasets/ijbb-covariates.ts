import type { Dataset } from './dataset.js';
import { covariateProtocol } from './ijb-protocols.js';

/** IJB-B, single faces of which pose, age, light and more are known. */
export const ijbbCovariates: Dataset = {
  name: 'ijbb-covariates',
  title: 'IJB-B covariates',
  summary:
    "IJB-B, 1:1 of single faces of which pose, age, light and more are known, from NIST's tables",
  reference: 'Whitelam et al.: IARPA Janus Benchmark-B face dataset. CVPR workshops 2017',
  obtain: 'NIST (as distributed)',
  files:
    'protocol/ijbb_11_covariate_reference_metadata.csv, ..._probe_metadata.csv, ..._matches.csv and the pictures',
  ...covariateProtocol('ijbb-covariates', 'ijbb'),
};
