import { firstReaching, firstWhere } from './bisect.js';
import { nextAbove, nextBelow } from './next-float.js';
import type { Counts, Sweep } from './sweep.js';

/** How bob.measure chooses thresholds; a comparison is accepted when its score is at least the threshold. */

/**
 * The threshold at which `predicate` of FMR and FNMR is least, by bob's walk up the scores; NaN without genuine or
 * without impostor comparisons, where bob stops with an error.
 *
 * The rates are not counted but summed: FMR falls from 1 by `1/n` an impostor, FNMR rises from 0, with the rounding
 * that comes of it, and with it the order of nearly equal minima. Thresholds lie halfway between neighbouring scores, the
 * first at the least score. Of equal values the last wins as long as both classes have scores left; after that a value
 * must be less than the best so far: first where one class ends, then, above every score, for rates of exactly 0 and 1.
 * Where both classes end at one score, the last threshold is that score itself, which accepts it although the rates say
 * otherwise.
 *
 * Source: bob.measure _library.py, `_minimizing_threshold`.
 */
export function bobMinimizingThreshold(
  sweep: Sweep,
  predicate: (fmr: number, fnmr: number) => number,
): number {
  const { thresholds, genuineAccepted, impostorAccepted, genuineTotal, impostorTotal } = sweep;
  if (genuineTotal === 0 || impostorTotal === 0) return NaN;
  const fall = -1 / impostorTotal;
  const rise = 1 / genuineTotal;
  let fmr = 1;
  let fnmr = 0;
  let next = thresholds.length - 1;
  let threshold = thresholds[next]!;
  let best = threshold;
  let least = Infinity;
  while (next >= 0 && genuineAccepted[next]! > 0 && impostorAccepted[next]! > 0) {
    const here = predicate(fmr, fnmr);
    if (here <= least) {
      least = here;
      best = threshold;
    }
    const score = thresholds[next]!;
    fmr = summed(fmr, fall, countAt(impostorAccepted, next));
    fnmr = summed(fnmr, rise, countAt(genuineAccepted, next));
    next--;
    threshold = next < 0 ? score : (score + thresholds[next]!) / 2;
  }
  const ending = predicate(fmr, fnmr);
  if (ending < least) {
    least = ending;
    best = threshold;
  }
  const aboveAll = nextAbove(thresholds[0]!, 64);
  return next >= 0 && predicate(0, 1) < least ? aboveAll : best;
}

/** Comparisons with the score `thresholds[at]` itself. */
function countAt(accepted: Counts, at: number): number {
  return accepted[at]! - (accepted[at - 1] ?? 0);
}

/** `rate` with `step` added once for each of `count` comparisons, and for the fraction that a weight may leave. */
function summed(rate: number, step: number, count: number): number {
  let sum = rate;
  let left = count;
  for (; left >= 1; left--) sum += step;
  return sum + left * step;
}

/**
 * bob's threshold for the equal error rate: where FMR and FNMR differ least.
 *
 * Source: bob.measure _library.py, `eer_threshold`.
 */
export function bobEqualErrorThreshold(sweep: Sweep): number {
  return bobMinimizingThreshold(sweep, (fmr, fnmr) => Math.abs(fmr - fnmr));
}

/**
 * bob's threshold for the least `cost * FMR + (1 - cost) * FNMR`, with `cost` held to [0, 1].
 *
 * Source: bob.measure _library.py, `min_weighted_error_rate_threshold`.
 */
export function bobMinWeightedErrorThreshold(sweep: Sweep, cost: number): number {
  const ofImpostors = Math.min(1, Math.max(0, cost));
  return bobMinimizingThreshold(sweep, (fmr, fnmr) => ofImpostors * fmr + (1 - ofImpostors) * fnmr);
}

/**
 * bob's threshold for the least half total error rate.
 *
 * Source: bob.measure _library.py, `min_hter_threshold`.
 */
export function bobMinHterThreshold(sweep: Sweep): number {
  return bobMinWeightedErrorThreshold(sweep, 0.5);
}

/**
 * bob's threshold for an FMR of at most `fmr`: the lowest impostor score that reaches no more of them, or the next
 * float above the greatest impostor score where even that one is too many. For an FMR of 1 the next float below the
 * least.
 *
 * Being an impostor's own score, it can reject genuine comparisons that a lower threshold with the same FMR accepts.
 * NaN with fewer than two impostors, where bob stops with an error.
 *
 * Source: bob.measure _library.py, `far_threshold`.
 */
export function bobFarThreshold(sweep: Sweep, fmr: number): number {
  const { thresholds, impostorAccepted, impostorTotal } = sweep;
  if (impostorTotal < 2) return NaN;
  if (fmr >= 1 - Number.EPSILON) {
    return nextBelow(thresholds[firstReaching(impostorAccepted, impostorTotal)]!, 64);
  }
  const beyond = firstWhere(
    impostorAccepted.length,
    (i) => impostorAccepted[i]! / impostorTotal > fmr,
  );
  const accepted = impostorAccepted[beyond - 1] ?? 0;
  if (accepted === 0) return nextAbove(thresholds[firstSomebody(impostorAccepted)]!, 64);
  return thresholds[firstReaching(impostorAccepted, accepted)]!;
}

/**
 * bob's threshold for an FNMR of at most `fnmr`: the greatest genuine score below which, counting the ones equal to it
 * but for one, no larger share lies. For an FNMR of 1 the next float above the greatest genuine score.
 *
 * Equal scores count against it although they are accepted, so with ties the FNMR attained is lower than it could be;
 * and where already the ties at the least genuine score are too many, it is the next float above them, whose FNMR
 * exceeds what was asked for. NaN with fewer than two genuine comparisons, where bob stops with an error.
 *
 * Source: bob.measure _library.py, `frr_threshold`.
 */
export function bobFrrThreshold(sweep: Sweep, fnmr: number): number {
  const { thresholds, genuineAccepted, genuineTotal } = sweep;
  if (genuineTotal < 2) return NaN;
  if (fnmr >= 1 - Number.EPSILON) {
    return nextAbove(thresholds[firstSomebody(genuineAccepted)]!, 64);
  }
  const above = (i: number) => genuineAccepted[i - 1] ?? 0;
  const lowEnough = firstWhere(
    genuineAccepted.length,
    (i) => (genuineTotal - above(i) - 1) / genuineTotal <= fnmr,
  );
  const greatest = firstReaching(genuineAccepted, above(lowEnough) + 1);
  if (greatest < genuineAccepted.length) return thresholds[greatest]!;
  return nextAbove(thresholds[firstReaching(genuineAccepted, genuineTotal)]!, 64);
}

/** The index of the greatest score of a class; the length of the column where it has none. */
function firstSomebody(accepted: Counts): number {
  return firstWhere(accepted.length, (i) => accepted[i]! > 0);
}
