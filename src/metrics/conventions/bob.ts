import { type EqualError, midpointOf, undefinedEqualError } from '../eer.js';
import { minimizingThreshold } from '../minimizing-threshold.js';
import { nextAbove, nextBelow } from '../next-float.js';
import { type OperatingPoint, pointAt, undefinedPoint } from '../operating-point.js';
import { percent, short, tooHigh } from '../reasons.js';
import { lowestAtLeast, type Sweep } from '../sweep.js';
import type { Convention } from './convention.js';

/**
 * The operating point of bob.measure's `far_threshold`: the lowest impostor score at which FAR is at most `far`, tied
 * impostors together; accepted itself.
 *
 * It is the highest threshold of its FAR: genuine scores between it and the next impostor below are rejected, which the
 * lowest threshold of the same FAR would accept. Where none may pass it is the next float64 above the greatest impostor,
 * for a FAR of 1 the next below the least. All NaN without impostor comparisons.
 */
export function bobPoint(sweep: Sweep, far: number): OperatingPoint {
  if (sweep.impostorTotal === 0) return undefinedPoint(sweep, far);
  const threshold = farThreshold(sweep, far);
  return { ...pointAt(sweep, lowestAtLeast(sweep, threshold), far), threshold };
}

function farThreshold({ thresholds, impostorAccepted, impostorTotal }: Sweep, far: number): number {
  const least = impostorAccepted.indexOf(impostorTotal);
  if (far >= 1) return nextBelow(thresholds[least]!, 64);
  const isImpostor = (i: number) => impostorAccepted[i]! > (impostorAccepted[i - 1] ?? 0);
  const greatest = impostorAccepted.findIndex((count) => count > 0);
  let threshold = nextAbove(thresholds[greatest]!, 64);
  for (let i = greatest; i <= least; i++) {
    if (impostorAccepted[i]! / impostorTotal > far) break;
    if (isImpostor(i)) threshold = thresholds[i]!;
  }
  return threshold;
}

/**
 * The threshold of bob.measure's `frr_threshold`: the greatest genuine score that leaves at most a share `frr` of the
 * genuine comparisons below it, each tie counted by its last place, so that equal scores count as rejected but for one.
 *
 * Where even the least score leaves too many it is the next float64 below it, for an FRR of 1 the next above the greatest.
 * NaN without genuine comparisons.
 */
export function bobFrrThreshold(
  { thresholds, genuineAccepted, genuineTotal }: Sweep,
  frr: number,
): number {
  if (genuineTotal === 0) return NaN;
  const greatest = genuineAccepted.findIndex((count) => count > 0);
  const least = genuineAccepted.indexOf(genuineTotal);
  if (frr >= 1) return nextAbove(thresholds[greatest]!, 64);
  let threshold = nextBelow(thresholds[least]!, 64);
  for (let i = least; i >= greatest; i--) {
    const above = genuineAccepted[i - 1] ?? 0;
    if (genuineAccepted[i] === above) continue;
    const lastPlace = genuineTotal - above - 1;
    if (lastPlace / genuineTotal > frr) break;
    threshold = thresholds[i]!;
  }
  return threshold;
}

/** The equal error rate of bob.measure: (FAR + FRR) / 2 at its `eer_threshold`, where |FAR - FRR| is least. */
export function bobEqualError(sweep: Sweep): EqualError {
  return errorsAt(
    sweep,
    minimizingThreshold(sweep, (far, frr) => Math.abs(far - frr)),
  );
}

/** Half the sum of FAR and FRR where bob.measure's `min_hter_threshold` finds it least. */
export function bobMinimumHter(sweep: Sweep): EqualError {
  return errorsAt(
    sweep,
    minimizingThreshold(sweep, (far, frr) => (far + frr) / 2),
  );
}

/** Both rates, counted, at a threshold. */
function errorsAt(sweep: Sweep, threshold: number): EqualError {
  if (Number.isNaN(threshold)) return undefinedEqualError();
  const { tar, fmr } = pointAt(sweep, lowestAtLeast(sweep, threshold), NaN);
  return midpointOf(fmr, 1 - tar, threshold);
}

export const BOB: Convention = {
  name: 'bob',
  summary:
    'TAR: the lowest impostor score whose FAR is at most the one asked for, itself accepted. ' +
    'EER: mean of FAR and FRR halfway between two scores, where they differ least. Accuracy as insightface',
  reference:
    'bioidiap/bob.measure (far_threshold, frr_threshold, eer_threshold, min_hter_threshold) @b58fe75',
  defects: [
    'the threshold is the highest of its FAR, so the TAR is lower than that FAR allows',
    'the rates behind the EER threshold are sums of 1/n with their rounding, so a tie between two thresholds falls by chance',
    'frr_threshold counts tied genuine scores as rejected',
    'the HTER printed is (FAR + FRR) / 2, failures included, though its help says (FMR + FNMR) / 2',
    'minCllr and the EER on the convex hull raise NotImplementedError',
  ],
  tarAtFar: ({ sweep }, far) => bobPoint(sweep, far),
  eer: ({ sweep }) => bobEqualError(sweep),
  unweighted: true,
  why: {
    tarAtFar: ({ sweep }, own) =>
      tooHigh(sweep, own, `the threshold is the impostor score ${short(own.threshold)} itself`),
    eer: (_, { low, high, threshold }, usual) => [
      `mean of ${percent(low)} and ${percent(high)} at ${short(threshold)}, halfway between two scores; the default has ${percent(usual.low)} and ${percent(usual.high)}`,
    ],
  },
};
