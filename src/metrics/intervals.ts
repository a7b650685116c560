import cephes from 'cephes';

// Its arithmetic is WebAssembly, which is compiled in the background.
await cephes.compiled;

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
 * Comparisons that share a face are not independent, so the interval is too narrow for them; `count` may then be an
 * effective number of trials, which need not be whole.
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

/**
 * Clopper and Pearson's exact interval for a share of `hits` in `count` independent trials: it covers at least 95 % of the
 * time, mostly more.
 *
 * It reaches 0 exactly for no hit and 1 exactly for all. NaN at both ends where `count` is 0.
 *
 * Source: Clopper & Pearson, The use of confidence or fiducial limits, Biometrika 26 (1934), by quantiles of the beta
 * distribution.
 */
export function clopperPearson(hits: number, count: number, level = 0.95): Interval {
  if (count === 0) return { low: NaN, high: NaN };
  const tail = (1 - level) / 2;
  const misses = count - hits;
  return {
    low: hits === 0 ? 0 : cephes.incbi(hits, misses + 1, tail),
    high: misses === 0 ? 1 : cephes.incbi(hits + 1, misses, 1 - tail),
  };
}

/**
 * The quantile of 0.975 of Student's t distribution with `freedom` degrees of freedom, rounded down to a whole number of at
 * least 1.
 */
export function student95(freedom: number): number {
  return cephes.stdtri(Math.max(1, Math.min(1e6, Math.floor(freedom))), 0.975);
}

/**
 * The chance of a value at least as great as `t` by Student's t distribution with `freedom` degrees of freedom, at least 1.
 *
 * The degrees are an estimate and need not be whole: rounded, they would make p jump where sums differ in their last bits.
 */
export function studentAbove(t: number, freedom: number): number {
  if (Number.isNaN(t)) return NaN;
  const degrees = Math.max(1, Math.min(1e6, freedom));
  const beyond = cephes.incbet(degrees / 2, 0.5, degrees / (degrees + t * t)) / 2;
  return t >= 0 ? beyond : 1 - beyond;
}

/** The chance of a value at least as great as `z` by the standard normal distribution. */
export function normalAbove(z: number): number {
  return cephes.ndtr(-z);
}
