/** The library: the same pipelines the commands call, the lists they are printed from, and curves from scores alone. */
export type * from './types.js';
export { EXIT, FormatError, UserError, type ExitCode, type Position } from './errors.js';
export { SILENT, type Talk, type Work } from './talk.js';
export { main } from './cli.js';
export { DATASETS, resolveDataset } from './datasets/index.js';
export type { Dataset, DatasetSource } from './datasets/dataset.js';
export {
  CONVENTIONS,
  findMetrics,
  measure,
  METRICS,
  sideBySide,
  STANDARD_METRICS,
  verificationInput,
  type Convention,
  type Metric,
  type VerificationInput,
} from './metrics/index.js';
export { baselineYaml, gate, readBaseline, type GateInput } from './gate/index.js';
export { check, type CheckMeans, type CheckRequest } from './pipeline/check.js';
export { updateBaseline, type BaselineRequest } from './pipeline/baseline.js';
export { bobDet, bobEpcThresholds, bobPrecisionRecall, bobRoc } from './metrics/bob-curves.js';
export { expectedPerformance } from './metrics/epc.js';
export { precisionRecallCurve } from './metrics/precision-recall.js';
export { detCurve, rocCurve } from './metrics/roc.js';
export { sklearnRoc } from './metrics/sklearn-roc.js';
export { operatingPoints } from './metrics/operating-points.js';
export { sweep, type Sweep } from './metrics/sweep.js';
export { probit } from './probit.js';
export { openEmbeddings } from './embeddings/formats.js';
export { POOLING_RULES, type PoolingRule } from './embeddings/pooling.js';
export { poolVectors, type PictureVectors, type Pooling } from './embeddings/template-pooler.js';
export { wideBuckets } from './kernels/score-buckets.js';
export { wideSums } from './kernels/vector-sums.js';
export { evaluate, verification } from './pipeline/evaluate.js';
export { evaluateErc, rejection } from './pipeline/erc.js';
export { personColumns } from './person-columns.js';
export { scorePairs } from './pipeline/score.js';
export { qualityAt } from './score-quality.js';
export { openRun, type OpenedRun } from './pipeline/open-run.js';
export { loadScores } from './pipeline/score-files.js';
export {
  SCORE_FORMATS,
  type NamedScores,
  type ScoreFile,
  type ScoreFormat,
} from './scores/index.js';
export { readReport, renderReport } from './report/index.js';
export { compare, type CompareRequest } from './pipeline/compare.js';
export { pairedDifferences } from './metrics/paired-differences.js';
export { INTERVALS, findInterval, type IntervalMethod } from './metrics/index.js';
export { obtainQualities, parseQualities, type QualitySource } from './pipeline/qualities.js';
export { PICTURE_QUALITIES, QUALITIES, type PictureQuality } from './qualities/index.js';
export { measureGroups, obtainGroups, readGroupRequest } from './pipeline/groups.js';
