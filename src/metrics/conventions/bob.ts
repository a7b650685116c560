import { bobEqualErrorThreshold, bobFarThreshold } from '../bob-thresholds.js';
import { type EqualError, midpointOf } from '../eer.js';
import { errorRatesAbove } from '../error-rates.js';
import { bobMinimumHter } from '../hter.js';
import { partedMinimumCllr } from '../min-cllr.js';
import { type OperatingPoint, pointAt, undefinedPoint } from '../operating-point.js';
import { short } from '../rate.js';
import { percent, tooHigh } from '../reasons.js';
import { lowestAtLeast, type Sweep } from '../sweep.js';
import type { Convention } from './convention.js';

/**
 * The operating point at bob.measure's `far_threshold`, see {@link bobFarThreshold}.
 *
 * It is the highest threshold of its FAR: genuine scores between it and the next impostor below are rejected, which the
 * lowest threshold of the same FAR would accept. All NaN with fewer than two impostors.
 */
export function bobPoint(sweep: Sweep, far: number): OperatingPoint {
  const threshold = bobFarThreshold(sweep, far);
  if (Number.isNaN(threshold)) {
    return undefinedPoint(sweep, far, ['bob refuses fewer than two impostors']);
  }
  return { ...pointAt(sweep, lowestAtLeast(sweep, threshold), far), threshold };
}

/** The equal error rate of bob.measure: (FAR + FRR) / 2, counted, at its `eer_threshold`. NaN without a class. */
export function bobEqualError(sweep: Sweep): EqualError {
  const { fmr, fnmr, threshold } = errorRatesAbove(sweep, bobEqualErrorThreshold(sweep));
  return midpointOf(fmr, fnmr, threshold);
}

export const BOB: Convention = {
  name: 'bob',
  summary:
    'TAR: the lowest impostor score whose FAR is at most the one asked for, itself accepted. ' +
    'EER: mean of FAR and FRR halfway between two scores, where they differ least; HTER likewise, where their mean is least. ' +
    'Minimum Cllr: equal scores taken apart. Accuracy as insightface',
  reference:
    'bioidiap/bob.measure _library.py (far_threshold, frr_threshold, eer_threshold, min_hter_threshold), calibration.py (min_cllr) @b58fe75',
  defects: [
    'the threshold is the highest of its FAR, so the TAR is lower than that FAR allows',
    'the rates behind the thresholds of EER and HTER are sums of 1/n with their rounding, so a tie between two thresholds falls by chance',
    'where both classes have the greatest score, that score stands for the threshold that accepts nobody',
    'frr_threshold counts tied genuine scores as rejected, and exceeds the FRR asked for where the least ones alone are too many',
    'the HTER printed is (FAR + FRR) / 2, failures included, though its help says (FMR + FNMR) / 2',
    'min_cllr and eer_rocch raise NotImplementedError; the minimum Cllr here is the one that its disabled test asserts',
    'the minimum Cllr tells equal scores of both classes apart, which no threshold can',
  ],
  tarAtFar: ({ sweep }, far) => bobPoint(sweep, far),
  eer: ({ sweep }) => bobEqualError(sweep),
  hter: bobMinimumHter,
  minCllr: partedMinimumCllr,
  why: {
    tarAtFar: ({ sweep }, own) =>
      tooHigh(sweep, own, `the threshold is the impostor score ${short(own.threshold)} itself`),
    eer: (_, { low, high, threshold }, usual) => [
      `mean of ${percent(low)} and ${percent(high)} at ${short(threshold)}, halfway between two scores; the default has ${percent(usual.low)} and ${percent(usual.high)}`,
    ],
  },
};
