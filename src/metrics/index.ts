import type { MetricRow } from '../types.js';
import { ACCURACY } from './accuracy.js';
import { AUC } from './auc.js';
import type { Convention } from './conventions/convention.js';
import { EER } from './eer.js';
import type { Metric } from './metric.js';
import { TAR } from './tar.js';
import { VAL } from './val.js';
import type { VerificationInput } from './verification-input.js';

export type { Convention } from './conventions/convention.js';
export { CONVENTIONS, findConvention } from './conventions/index.js';
export type { Metric } from './metric.js';
export { formatRate, parseRate } from './rate.js';
export { sideBySide } from './side-by-side.js';
export { DEFAULT_FARS, verificationInput, type VerificationInput } from './verification-input.js';

/** Every metric of 1:1 verification, in the order of rows and of `magface list metrics`. */
export const METRICS: readonly Metric[] = [ACCURACY, VAL, TAR, EER, AUC];

/**
 * The rows of every metric by every convention: metrics in their order, within one the conventions as given.
 *
 * Where conventions lack a rule of their own and fall back to the same one, its row stands once.
 */
export function measure(
  input: VerificationInput,
  conventions: readonly Convention[],
): readonly MetricRow[] {
  const rows = new Map<string, MetricRow>();
  for (const metric of METRICS) {
    for (const convention of conventions) {
      for (const row of metric.compute(input, convention)) {
        const key = `${row.metric} ${row.convention}`;
        if (!rows.has(key)) rows.set(key, row);
      }
    }
  }
  return [...rows.values()];
}
