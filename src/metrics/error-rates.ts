import { lowestAtLeast, type Sweep, thresholdAboveAll } from './sweep.js';

/** Both error rates at one threshold. */
export interface ErrorRates {
  /** A comparison is accepted when its score is at least this. */
  readonly threshold: number;
  /** Share of impostor comparisons accepted; NaN without impostor comparisons. */
  readonly fmr: number;
  /** Share of genuine comparisons rejected; NaN without genuine comparisons. */
  readonly fnmr: number;
}

/** The error rates at `thresholds[index]`; index -1 is the threshold above every score. */
export function errorRatesAt(sweep: Sweep, index: number): ErrorRates {
  const { thresholds, genuineAccepted, impostorAccepted, genuineTotal, impostorTotal } = sweep;
  return {
    threshold: thresholds[index] ?? thresholdAboveAll(sweep),
    fmr: (impostorAccepted[index] ?? 0) / impostorTotal,
    // From counts, since 1 - TAR would round twice.
    fnmr: (genuineTotal - (genuineAccepted[index] ?? 0)) / genuineTotal,
  };
}

/**
 * The error rates at any `threshold`, whether it is a score or not; NaN at a threshold that is NaN.
 */
export function errorRatesAbove(sweep: Sweep, threshold: number): ErrorRates {
  if (Number.isNaN(threshold)) return { threshold, fmr: NaN, fnmr: NaN };
  return { ...errorRatesAt(sweep, lowestAtLeast(sweep, threshold)), threshold };
}
