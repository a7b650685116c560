import type { Curve, MetricRow } from '../types.js';
import type { JudgedQuality } from './judged-quality.js';
import { noted, undefinedRow } from './metric-row.js';
import { lowestAtMost } from './operating-point.js';
import { operatingPoints } from './operating-points.js';
import { bandsOf, bandsWithDet, type BandWishes } from './quality-bands.js';
import { JUDGED_ERRORS, type JudgedError, qualityErrors } from './quality-errors.js';
import { qualityGrid } from './quality-grid.js';
import { qualityTrend, trendCurve, trendRows } from './quality-trend.js';
import { short } from './rate.js';
import { reach } from './reach.js';
import type { VerificationInput } from './verification-input.js';

/** Rows and curves, whose names all begin with `quality_bands`. */
export interface Ranked {
  readonly rows: readonly MetricRow[];
  readonly curves: readonly Curve[];
}

/** The bands of one quality alone, and whether the FNMR falls along them, without rows: what `eval` tells of quality. */
export function bandsInBrief(
  input: VerificationInput,
  quality: JudgedQuality,
  wishes: BandWishes,
): Ranked {
  const { scores, genuine } = input.scores;
  // No sweep, which is as large as all that bands need.
  const { threshold } = operatingPoints(scores, genuine, [wishes.fmr], input.counted)[0]!;
  if (Number.isNaN(threshold)) {
    return { rows: [], curves: [bandsWithDet(input, { ...wishes, quality, threshold }).bands] };
  }
  const parted = bandsOf(input, quality, wishes);
  const errors = qualityErrors(input, quality, threshold, 'fnmr');
  return {
    rows: [],
    curves: [
      bandsWithDet(input, { ...wishes, quality, parted, threshold }).bands,
      trendCurve(qualityTrend(errors, parted, quality.name)),
    ],
  };
}

/**
 * Verification ranked by one quality: `quality_bands`, `quality_bands_grid`, `quality_bands_det` and `quality_bands_reach`, with
 * the rows of trends, of the FNMR with a threshold for each band, and of what is to be rejected.
 *
 * Where no impostor gives a threshold there is the empty curve `quality_bands` alone.
 */
export function rankedVerification(
  input: VerificationInput,
  quality: JudgedQuality,
  { targets, ...wishes }: BandWishes & { readonly targets?: readonly number[] | undefined },
): Ranked {
  const { fmr } = wishes;
  const { threshold } = lowestAtMost(input.sweep, fmr);
  if (Number.isNaN(threshold)) return bandsInBrief(input, quality, wishes);
  const parted = bandsOf(input, quality, wishes);
  const { bands, dets } = bandsWithDet(input, { ...wishes, quality, parted, threshold }, true);
  const grid = qualityGrid(input, quality, wishes);
  const errorsOf = (error: JudgedError) => qualityErrors(input, quality, threshold, error);
  const trends = JUDGED_ERRORS.map((error) => qualityTrend(errorsOf(error), parted, quality.name));
  const reached = reach(input, quality, errorsOf('fnmr'), { fmr, threshold, targets });
  return {
    rows: [...trends.flatMap(trendRows), ownRow(bands, quality.name), ...reached.rows],
    curves: [
      bands,
      ...trends.map(trendCurve),
      ...(grid === undefined ? [] : [grid]),
      ...dets,
      ...reached.curves,
    ],
  };
}

/**
 * The row of the FNMR where every band of `bands` has its own threshold, so that in none of them more impostors pass than asked
 * for. Undefined where a band with genuine comparisons has none.
 */
function ownRow({ columns }: Curve, quality: string): MetricRow {
  const metric = `quality_bands_own_fnmr@quality=${quality}`;
  const read = (name: string, band: number) => columns[name]![band]!;
  const filled = Array.from(columns['genuine']!.keys()).filter((b) => read('genuine', b) > 0);
  const lacking = filled.filter((b) => Number.isNaN(read('own_fnmr', b)));
  if (filled.length === 0) return undefinedRow(metric, 'iso', 'no genuine comparisons', []);
  if (lacking.length > 0) {
    const which = `${lacking.length} of ${filled.length} bands`;
    const reason = `in ${which} the FMR asks for less than one impostor`;
    return undefinedRow(metric, 'iso', reason, []);
  }
  const sum = (share: string) =>
    filled.reduce((total, b) => total + Math.round(read(share, b) * read('genuine', b)), 0);
  const count = filled.reduce((total, b) => total + read('genuine', b), 0);
  const hits = sum('own_fnmr');
  const row = { metric, value: hits / count, hits, count, convention: 'iso' };
  return noted(row, [
    `a threshold for each band, chosen on the comparisons it is judged on; one for all gives ${short((100 * sum('fnmr')) / count)} %`,
  ]);
}
