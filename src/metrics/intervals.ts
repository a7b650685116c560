/** The standard normal quantile of 0.975: half-width of a two-sided 95 % interval. */
export const Z95 = 1.959963984540054;

/** What `low` and `high` of a row are when they come from {@link wilson} at its default. */
export const WILSON_95 = 'wilson 95%';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Wilson's score interval for a share of `hits` in `count` independent trials.
 *
 * It stays within [0, 1], reaching 0 exactly for no hit and 1 exactly for all. NaN at both ends where `count` is 0.
 * Comparisons that share a face are not independent, so the interval is too narrow for them.
 *
 * Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927).
 *
 * @param z standard normal quantile; {@link Z95} for 95 %
 */
export function wilson(hits: number, count: number, z = Z95): Interval {
  if (count === 0) return { low: NaN, high: NaN };
  const share = hits / count;
  const spread = (z * z) / count;
  const centre = share + spread / 2;
  const half = z * Math.sqrt((share * (1 - share)) / count + spread / (4 * count));
  return {
    low: hits === 0 ? 0 : (centre - half) / (1 + spread),
    high: hits === count ? 1 : (centre + half) / (1 + spread),
  };
}
