import type { ComparedQuality, Report } from '../../types.js';
import { combinedQuality } from '../combined-quality.js';
import { quantile } from '../quantile.js';
import type { VerificationInput } from '../verification-input.js';
import { bestArea, partialArea } from './area.js';
import { countedComparisons } from './error-versus-reject.js';
import { curveOnGrid } from './on-grid.js';
import { EMPTY_CURVE, rejectCurve, type RejectCurve } from './reject-curve.js';
import type { ErcRule } from './rule.js';
import { startingPoint } from './start.js';

/** Shares discarded up to which areas are given. */
const LIMITS = [0.05, 0.1, 0.2, 0.3, 0.5, 1];

/**
 * The curve of dasec's compute_edc, and areas under it with its theoretical best subtracted, as rows
 * `erc_area_over_best@discard=LIMIT:NAME`.
 *
 * A starting error is turned into a threshold by numpy's quantile: of the mated scores for FNMR, of 1 - error of the others
 * for FMR. A start at the other error takes the standard's threshold, which dasec expects to be given. The worse picture
 * decides, equal qualities leave together, a value holds until the next discard.
 */
export function dasecErc(
  input: VerificationInput,
  quality: ComparedQuality,
  rule: Pick<ErcRule, 'error' | 'start'>,
): Pick<Report, 'rows' | 'curves'> {
  const { curve, threshold } = dasecCurve(input, quality, rule);
  const { error, start } = rule;
  const [at = NaN] = curve.error;
  const labels = {
    quality: quality.name,
    [start.kind === 'threshold' ? 'fixed_threshold' : start.kind]: start.value,
    rate: error,
    convention: 'dasec',
  };
  return {
    rows: LIMITS.map((limit) => ({
      metric: `erc_area_over_best@discard=${limit}:${quality.name}`,
      value: partialArea(curve, limit) - bestArea(at, limit),
      count: curve.kept[0] ?? 0,
      threshold,
      achieved: at,
      convention: 'dasec',
      ...(curve.kept.length === 0
        ? { note: 'no comparisons, or none to choose a threshold by' }
        : {}),
    })),
    curves: [curveOnGrid(curve, labels)],
  };
}

/** The exact curve, and the threshold of its errors. */
export function dasecCurve(
  input: VerificationInput,
  quality: ComparedQuality,
  { error, start }: Pick<ErcRule, 'error' | 'start'>,
): { readonly curve: RejectCurve; readonly threshold: number } {
  const members = countedComparisons(input, { error });
  const scores = Float64Array.from(members, (k) => input.scores.scores[k]!);
  const threshold =
    start.kind === error
      ? quantile(scores.toSorted(), error === 'fnmr' ? start.value : 1 - start.value)
      : startingPoint(input.sweep, start).threshold;
  if (members.length === 0 || Number.isNaN(threshold))
    return { curve: EMPTY_CURVE, threshold: NaN };
  const wrong = Uint8Array.from(scores, (score) =>
    score >= threshold === (error === 'fmr') ? 1 : 0,
  );
  const combined = combinedQuality(quality);
  const qualities = Float64Array.from(members, (k) => combined[k]!);
  return { curve: rejectCurve(qualities, wrong), threshold };
}
