import { student95 } from './intervals.js';
import { kendall, spearman } from './rank-correlation.js';
import { deviation, mean } from './spread.js';

/** A mean over pictures with its 95 % interval by Student's t; NaN ends for fewer than two, a NaN mean for none. */
export interface MeanOverPictures {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/** The same pictures at every level of one degradation, level 0 being the picture as it is. */
export interface Degraded {
  readonly pictures: number;
  readonly levels: number;
  readonly magnitude: (level: number, picture: number) => number;
  /** To the same picture at level 0. */
  readonly similarity: (level: number, picture: number) => number;
}

export interface DegradationResponse {
  /**
   * One entry a level: `magnitude` and `similarity`, the means over the pictures, each with `_low` and `_high`; `fell`, the
   * share of pictures whose magnitude is below that of the level before (NaN at level 0).
   */
  readonly columns: Readonly<Record<string, Float64Array>>;
  /** Rank correlation of level and magnitude within a picture, over the pictures; -1 where the magnitude falls at every step. */
  readonly spearman: MeanOverPictures;
  readonly kendall: MeanOverPictures;
}

/** How magnitude and similarity answer to a degradation. Pictures are taken to be of different persons. */
export function degradationResponse(degraded: Degraded): DegradationResponse {
  const { pictures, levels, magnitude, similarity } = degraded;
  const level = Float64Array.from({ length: levels }, (_, i) => i);
  const over = (read: (picture: number) => number) =>
    meanOver(Float64Array.from({ length: pictures }, (_, picture) => read(picture)));
  const magnitudes = Array.from(level, (i) => over((picture) => magnitude(i, picture)));
  const similarities = Array.from(level, (i) => over((picture) => similarity(i, picture)));
  const fell = level.map((i) =>
    i === 0 ? NaN : over((p) => (magnitude(i, p) < magnitude(i - 1, p) ? 1 : 0)).mean,
  );
  const within = (rule: typeof spearman) => {
    const values = Float64Array.from(
      { length: pictures },
      (_, picture) =>
        rule(
          level,
          level.map((i) => magnitude(i, picture)),
        ).value,
    );
    return meanOver(values.filter((value) => !Number.isNaN(value)));
  };
  const column = (of: readonly MeanOverPictures[], what: 'mean' | 'low' | 'high') =>
    Float64Array.from(of, (one) => one[what]);
  return {
    columns: {
      magnitude: column(magnitudes, 'mean'),
      similarity: column(similarities, 'mean'),
      magnitude_low: column(magnitudes, 'low'),
      magnitude_high: column(magnitudes, 'high'),
      similarity_low: column(similarities, 'low'),
      similarity_high: column(similarities, 'high'),
      fell,
    },
    spearman: within(spearman),
    kendall: within(kendall),
  };
}

function meanOver(values: Float64Array): MeanOverPictures {
  const count = values.length;
  const centre = mean(values);
  const half = count < 2 ? NaN : (student95(count - 1) * deviation(values, 1)) / Math.sqrt(count);
  return { mean: centre, low: centre - half, high: centre + half, count };
}
