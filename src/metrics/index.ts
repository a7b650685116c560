import type { MetricRow } from '../types.js';
import { findRecords } from '../nearest.js';
import { ACCURACY } from './accuracy.js';
import { AUC } from './auc.js';
import { AVERAGE_PRECISION } from './average-precision.js';
import { CLLR } from './cllr.js';
import type { Convention } from './conventions/convention.js';
import { D_PRIME } from './d-prime.js';
import { EER } from './eer.js';
import { FAILURE_TO_ACQUIRE } from './failure-to-acquire.js';
import { EER_ROCCH } from './eer-rocch.js';
import { F1 } from './f1.js';
import { FMR10, FMR100, FMR1000, FMR10000, FMR20, ZERO_FMR } from './fmr-n.js';
import { HTER } from './hter.js';
import { MCC } from './mcc.js';
import type { Metric } from './metric.js';
import { withInterval } from './sampling.js';
import { MIN_CLLR } from './min-cllr.js';
import { MIN_DCF } from './min-dcf.js';
import { TAR } from './tar.js';
import { VAL } from './val.js';
import type { VerificationInput } from './verification-input.js';
import { YOUDEN } from './youden.js';
import { ZERO_FNMR } from './zero-fnmr.js';

export type { Convention } from './conventions/convention.js';
export { CONVENTIONS, findConvention } from './conventions/index.js';
export type { Metric } from './metric.js';
export { findInterval, INTERVALS, type IntervalMethod } from './interval-methods.js';
export { formatRate, parseRate } from './rate.js';
export { sideBySide } from './side-by-side.js';
export { DEFAULT_FARS, verificationInput, type VerificationInput } from './verification-input.js';

/** Every metric of 1:1 verification, in the order of rows and of `magface list metrics`. */
export const METRICS: readonly Metric[] = [
  ACCURACY,
  VAL,
  TAR,
  EER,
  AUC,
  FAILURE_TO_ACQUIRE,
  FMR10,
  FMR20,
  FMR100,
  FMR1000,
  FMR10000,
  ZERO_FMR,
  ZERO_FNMR,
  EER_ROCCH,
  HTER,
  YOUDEN,
  MIN_DCF,
  MIN_CLLR,
  CLLR,
  D_PRIME,
  MCC,
  F1,
  AVERAGE_PRECISION,
];

/** The metrics that are measured when nobody says which. */
export const STANDARD_METRICS: readonly Metric[] = METRICS.filter(({ standard }) => standard);

/**
 * The metrics of these names in the order of {@link METRICS}, each once; `all` stands for all of them, `standard` for
 * {@link STANDARD_METRICS}.
 * @throws UserError E_METRIC_UNKNOWN naming every name that is none, and the ones that were nearly spelled
 */
export function findMetrics(names: readonly string[]): readonly Metric[] {
  const single = names.filter((name) => name !== 'all' && name !== 'standard');
  const named = findRecords(METRICS, single, 'metric', 'E_METRIC_UNKNOWN');
  return METRICS.filter(
    (metric) =>
      names.includes('all') ||
      (metric.standard && names.includes('standard')) ||
      named.includes(metric),
  );
}

/**
 * The rows of every metric of `metrics` by every convention: metrics in their order, within one the conventions as given.
 *
 * Where conventions lack a rule of their own and fall back to the same one, its row stands once.
 */
export function measure(
  input: VerificationInput,
  conventions: readonly Convention[],
  metrics: readonly Metric[] = STANDARD_METRICS,
): readonly MetricRow[] {
  const rows = new Map<string, MetricRow>();
  for (const metric of metrics) {
    for (const convention of conventions) {
      for (const row of metric.compute(input, convention)) {
        const key = `${row.metric} ${row.convention}`;
        if (!rows.has(key)) rows.set(key, withInterval(input, row));
      }
    }
  }
  return [...rows.values()];
}
