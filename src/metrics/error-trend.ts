import { normalAbove, studentAbove } from './intervals.js';
import { varianceOf } from './sampling.js';
import type { VerificationInput } from './verification-input.js';

/** Whether errors become rarer or more frequent along some order of the comparisons. */
export interface Trend {
  /**
   * How many standard deviations the errors lie above where chance would put them: below 0 where they become rarer. NaN
   * where all or none are errors, or all comparisons have one place.
   */
  readonly z: number;
  /** Two-sided, by Student's t with as many degrees of freedom as persons of equal weight would give the variance. */
  readonly p: number;
  /** The same if every comparison were independent of every other, by the normal distribution. */
  readonly independent: { readonly z: number; readonly p: number };
}

const NONE: Trend = { z: NaN, p: NaN, independent: { z: NaN, p: NaN } };

/**
 * The score test for a trend of the share of errors over `place`, such as the number of a band or a rank.
 *
 * T is the sum over comparisons of (place - mean place) (error - share of errors); with independent comparisons its variance is
 * share (1 - share) times the squares of the former, which with bands for places is the test of Cochran and Armitage, and with
 * midranks that of Wilcoxon, Mann and Whitney. Here the variance of T is that over persons: every product of two comparisons
 * that share a person is added. Estimating the mean and the share adds nothing to it, since both factors sum to 0.
 *
 * Source: Cochran, Some methods for strengthening the common chi-squared tests, Biometrics 10 (1954); Armitage, Tests for
 * linear trends in proportions and frequencies, Biometrics 11 (1955); for clusters Boos, On generalized score tests, American
 * Statistician 46 (1992), and Rosner, Glynn & Lee, Extension of the rank sum test for clustered data, Biometrics 59 (2003).
 *
 * @param input comparisons labelled 1 where right and 0 where wrong, see `QualityErrors`
 * @param place of each comparison
 */
export function errorTrend(input: VerificationInput, place: (comparison: number) => number): Trend {
  const { genuine: right } = input.scores;
  const count = right.length;
  let [sum, errors] = [0, 0];
  for (let k = 0; k < count; k++) {
    sum += place(k);
    errors += 1 - right[k]!;
  }
  const [mean, share] = [sum / count, errors / count];
  let [total, squares] = [0, 0];
  for (let k = 0; k < count; k++) {
    const off = place(k) - mean;
    total += off * (1 - right[k]! - share);
    squares += off * off;
  }
  if (!(squares > 0) || errors === 0 || errors === count) return NONE;
  const { variance, weighty } = varianceOf(input, {
    of: (k) => (place(k) - mean) * (1 - right[k]! - share),
  });
  const z = total / Math.sqrt(variance);
  const alone = total / Math.sqrt(share * (1 - share) * squares);
  return {
    z,
    p: 2 * studentAbove(Math.abs(z), weighty),
    independent: { z: alone, p: 2 * normalAbove(Math.abs(alone)) },
  };
}

/** The midrank of each comparison's score among all, as a share of their number: equal scores have one rank, their mean. */
export function midranks({ sweep, levels }: VerificationInput): (comparison: number) => number {
  const { genuineAccepted, impostorAccepted, genuineTotal, impostorTotal } = sweep;
  const count = genuineTotal + impostorTotal;
  const above = (level: number) =>
    level < 0 ? 0 : genuineAccepted[level]! + impostorAccepted[level]!;
  const level = levels();
  return (k) => 1 - (above(level[k]! - 1) + above(level[k]!) - 1) / 2 / count;
}
