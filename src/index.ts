/** The library: the same pipelines the commands call, and the lists they are printed from. */
export type * from './types.js';
export { EXIT, FormatError, UserError, type ExitCode, type Position } from './errors.js';
export { SILENT, type Talk, type Work } from './talk.js';
export { main } from './cli.js';
export { DATASETS, resolveDataset } from './datasets/index.js';
export type { Dataset, DatasetSource } from './datasets/dataset.js';
export {
  CONVENTIONS,
  measure,
  METRICS,
  verificationInput,
  type Convention,
  type Metric,
  type VerificationInput,
} from './metrics/index.js';
export { evaluate, verification } from './pipeline/evaluate.js';
export { evaluateErc, rejection } from './pipeline/erc.js';
export { scorePairs } from './pipeline/score.js';
export { openRun, type OpenedRun } from './pipeline/open-run.js';
export { loadScores } from './pipeline/score-files.js';
export {
  SCORE_FORMATS,
  type NamedScores,
  type ScoreFile,
  type ScoreFormat,
} from './scores/index.js';
export { readReport, renderReport } from './report/index.js';
