import { quantile } from './quantile.js';

/** How magnitudes become a quality from 0 to 100: the magnitude that gets 50, and how many units of magnitude a step is. */
export interface Sigmoid {
  /** The magnitude whose quality is 50. */
  readonly x0: number;
  /** Units of magnitude in which the odds of quality against its lack grow e-fold; above 0. */
  readonly w: number;
}

/**
 * The constants of OFIQ, the reference implementation of ISO/IEC 29794-5, for the one MagFace model that it brings (pictures
 * aligned as it aligns them, BGR, x / 255). They say nothing about another model.
 */
export const OFIQ_SIGMOID: Sigmoid = { x0: 23, w: 2.6 };

/**
 * The unified quality score of ISO/IEC 29794-5, a whole number from 0 to 100, of a picture of this magnitude: 100 times the
 * logistic function of (magnitude - x0) / w, rounded.
 *
 * A half is rounded up, as C's `round` does above 0; no published score falls on a half, so none tells otherwise. NaN for a
 * magnitude or constants of NaN.
 *
 * Source: BSI-OFIQ/OFIQ-Project, measure UnifiedQualityScore, and the table of its conformance test.
 */
export function unifiedQuality(magnitude: number, { x0, w }: Sigmoid): number {
  const score = Math.round(100 / (1 + Math.exp((x0 - magnitude) / w)));
  return Math.min(100, Math.max(0, score));
}

/** The shares of pictures at whose magnitudes a calibrated sigmoid is fixed, and the qualities they get. */
export const CALIBRATED_AT = { low: 0.05, middle: 0.5, high: 0.95 } as const;

/** Fewer pictures than this tell no quantile of 5 %. */
export const LEAST_PICTURES = 20;

/** What a sigmoid was calibrated on. */
export interface Calibrated extends Sigmoid {
  /** Magnitudes at the shares of {@link CALIBRATED_AT}. */
  readonly low: number;
  readonly middle: number;
  readonly high: number;
  readonly pictures: number;
}

/**
 * The sigmoid that spreads these magnitudes over 0..100: 50 at their median, and as far between their 5 % and 95 % quantiles
 * (type 7) as from 5 to 95. Where the two quantiles lie equally far from the median they get just these scores.
 *
 * Quantiles, since a few blurred pictures would drag a mean and a standard deviation along. The scores then rank pictures
 * among those it was made on, and mean nothing beyond them. NaN constants for fewer than {@link LEAST_PICTURES} magnitudes,
 * and where the quantiles are one number. NaN magnitudes are left out.
 */
export function calibrated(magnitudes: ArrayLike<number>): Calibrated {
  const sorted = Float64Array.from(magnitudes)
    .filter((magnitude) => !Number.isNaN(magnitude))
    .sort();
  const pictures = sorted.length;
  if (pictures < LEAST_PICTURES) {
    return { x0: NaN, w: NaN, low: NaN, middle: NaN, high: NaN, pictures };
  }
  const [low, middle, high] = [
    quantile(sorted, CALIBRATED_AT.low),
    quantile(sorted, CALIBRATED_AT.middle),
    quantile(sorted, CALIBRATED_AT.high),
  ];
  // The log odds of 95 % less those of 5 %.
  const odds = 2 * Math.log(CALIBRATED_AT.high / CALIBRATED_AT.low);
  const spread = high > low;
  return {
    x0: spread ? middle : NaN,
    w: spread ? (high - low) / odds : NaN,
    low,
    middle,
    high,
    pictures,
  };
}
