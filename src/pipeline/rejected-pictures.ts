import { EXIT, UserError } from '../errors.js';
import type { MetricRow, QualityFindings } from '../types.js';

/** Bounds below which pictures are listed. */
export interface RejectionWishes {
  readonly minMagnitude?: number | undefined;
  /** From 0 to 100. */
  readonly minQuality?: number | undefined;
}

/**
 * The pictures that fall below a bound, as a row and a list in their order; nothing where no bound is given.
 * @throws UserError E_QUALITY_SIGMOID (65) for a bound on qualities where there are none
 */
export function rejectedPictures(
  { minMagnitude, minQuality }: RejectionWishes,
  ids: readonly string[],
  magnitudes: Float32Array,
  quality: Float64Array,
): { readonly rows: MetricRow[]; readonly told?: NonNullable<QualityFindings['rejected']> } {
  if (minMagnitude === undefined && minQuality === undefined) return { rows: [] };
  if (minQuality !== undefined && quality.some((value) => Number.isNaN(value))) {
    throw new UserError(
      'E_QUALITY_SIGMOID',
      '--min-quality where no quality from 0 to 100 is to be had',
      'give --sigmoid or --calibration, or --min-magnitude',
      EXIT.badData,
    );
  }
  const below = ids.filter(
    (_, i) => magnitudes[i]! < (minMagnitude ?? 0) || quality[i]! < (minQuality ?? 0),
  );
  const bound = [
    ...(minMagnitude === undefined ? [] : [`magnitude below ${minMagnitude}`]),
    ...(minQuality === undefined ? [] : [`quality below ${minQuality}`]),
  ].join(' or ');
  const row: MetricRow = {
    metric: 'quality_rejected',
    value: below.length / ids.length,
    hits: below.length,
    count: ids.length,
    convention: 'iso',
    note: bound,
  };
  return { rows: [row], told: { bound, ids: below } };
}
