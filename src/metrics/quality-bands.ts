import type { Curve } from '../types.js';
import { inTestFolds } from './folds.js';
import { wilson } from './intervals.js';
import { lowestAtMost } from './operating-point.js';
import { indicesOf } from './selection.js';
import type { VerificationInput } from './verification-input.js';

/**
 * How verification goes in bands of quality, at the one threshold that the iso rule gives for `fmr` on all test
 * comparisons: a curve `quality_bands` labelled `at_fmr`, lowest quality first, with the columns `quality_low`,
 * `quality_high` (the least and greatest quality in the band), `genuine`, `impostor` (comparisons), `accuracy`, `tar`,
 * `fnmr`, `fmr`, `fnmr_low` and `fnmr_high` (Wilson).
 *
 * The test comparisons, genuine and impostor together, are cut at quantiles of their quality into `bands` of nearly equal
 * size; equal qualities are never parted but join the upper band, so there may be fewer bands than asked for. A rate is
 * NaN where the band has no comparison of its class. Comparisons without a score or without a known quality are left out;
 * columns are empty where that leaves none, or where no impostor gives a threshold.
 */
export function qualityBands(
  { scores, sweep }: VerificationInput,
  { fmr, bands = 10 }: { readonly fmr: number; readonly bands?: number | undefined },
): Curve {
  const { scores: values, genuine, quality } = scores;
  const { threshold } = lowestAtMost(sweep, fmr);
  const tested = inTestFolds(scores);
  const possible = quality !== undefined && !Number.isNaN(threshold);
  const members = indicesOf(
    possible ? values.length : 0,
    (k) => tested(k) && !Number.isNaN(values[k]!) && !Number.isNaN(quality![k]!),
  );
  const sorted = Float64Array.from(members, (k) => quality![k]!).sort();
  const least = leastOfBands(sorted, bands);
  const greatest = least.map((_, band) => {
    const next = least[band + 1];
    return next === undefined ? sorted.at(-1)! : sorted[firstAtLeast(sorted, next) - 1]!;
  });
  const totals = least.map(() => [0, 0] as [number, number]);
  const accepted = least.map(() => [0, 0] as [number, number]);
  for (const k of members) {
    const label = genuine[k] === 1 ? 1 : 0;
    const band = bandOf(quality![k]!, least);
    totals[band]![label]++;
    if (values[k]! >= threshold) accepted[band]![label]++;
  }
  const column = (read: (total: [number, number], passed: [number, number]) => number) =>
    Float64Array.from(totals, (total, band) => read(total, accepted[band]!));
  return {
    name: 'quality_bands',
    labels: { at_fmr: fmr },
    columns: {
      quality_low: Float64Array.from(least),
      quality_high: Float64Array.from(greatest),
      genuine: column((total) => total[1]),
      impostor: column((total) => total[0]),
      accuracy: column(
        (total, passed) => (passed[1] + total[0] - passed[0]) / (total[0] + total[1]),
      ),
      tar: column((total, passed) => passed[1] / total[1]),
      fnmr: column((total, passed) => (total[1] - passed[1]) / total[1]),
      fmr: column((total, passed) => passed[0] / total[0]),
      fnmr_low: column((total, passed) => wilson(total[1] - passed[1], total[1]).low),
      fnmr_high: column((total, passed) => wilson(total[1] - passed[1], total[1]).high),
    },
  };
}

/** The least quality of each band, ascending; the first is the least of all, and none stands twice. */
function leastOfBands(sorted: Float64Array, bands: number): number[] {
  if (sorted.length === 0) return [];
  const cuts = Array.from(
    { length: bands },
    (_, i) => sorted[Math.floor((i * sorted.length) / bands)]!,
  );
  return [...new Set(cuts)];
}

/** The last band that begins at or below `quality`. */
function bandOf(quality: number, least: readonly number[]): number {
  let band = least.length - 1;
  while (least[band]! > quality) band--;
  return band;
}

/** The index of the first value of `sorted` that is at least `value`. */
function firstAtLeast(sorted: Float64Array, value: number): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (sorted[middle]! < value) from = middle + 1;
    else to = middle;
  }
  return from;
}
