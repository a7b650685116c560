import { type Interval, wilson, Z95 } from '../intervals.js';
import { lowestAtMost } from '../operating-point.js';
import { effectiveWilson } from '../sampling.js';
import { matedOf } from './open-set.js';
import type { Sweep } from '../sweep.js';

/** What `low` and `high` of a row from {@link shareOverSubjects} are. */
export const OVER_PERSONS_95 = 'over persons 95%';

/** Some of the probes in one gallery, and which of them succeed. */
export interface Trials {
  /** Whether probe `p` is one of them. */
  readonly counted: (p: number) => boolean;
  readonly succeeded: (p: number) => boolean;
}

/**
 * The 95 % interval of the mean over galleries of the share of `trials` that succeed, of one gallery its share.
 *
 * Probes of one subject are not independent: the variance is that of the sums over subjects (Fogliato et al., IJCV 2024, for one
 * person in place of two), never below that of independent probes, and never beyond that of subjects all of whose probes fail
 * or succeed together. From it follows Wilson's interval with the number of independent probes that would have it. A probe whose
 * subject is not known is a subject of its own. The galleries are taken as given.
 *
 * @param subject of each probe, -1 where it is not known
 */
export function shareOverSubjects(subject: Int32Array, trials: readonly Trials[]): Interval {
  const sums = new Map<number, { error: number; weight: number }>();
  let [share, independent] = [0, 0];
  for (const { counted, succeeded } of trials) {
    let [hits, count] = [0, 0];
    subject.forEach((_, p) => {
      if (!counted(p)) return;
      count++;
      if (succeeded(p)) hits++;
    });
    if (count === 0) return { low: NaN, high: NaN };
    const own = hits / count;
    const weight = 1 / count / trials.length;
    share += own / trials.length;
    independent += count * weight ** 2 * own * (1 - own);
    subject.forEach((person, p) => {
      if (!counted(p)) return;
      const key = person < 0 ? -1 - p : person;
      const sum = sums.get(key) ?? { error: 0, weight: 0 };
      sum.error += weight * ((succeeded(p) ? 1 : 0) - own);
      sum.weight += weight;
      sums.set(key, sum);
    });
  }
  let [clustered, fourths, squares] = [0, 0, 0];
  for (const { error, weight } of sums.values()) {
    clustered += error ** 2;
    fourths += error ** 4;
    squares += weight ** 2;
  }
  const persons = sums.size;
  const few = persons > 1 ? persons / (persons - 1) : 1;
  const variance = independent + few * Math.max(0, clustered - independent);
  const weighty = fourths === 0 ? 0 : clustered ** 2 / fourths;
  const estimated = effectiveWilson(share, { variance, independent, persons, weighty });
  const together = wilson(share === 1 ? 1 / squares : share / squares, 1 / squares);
  return {
    low: Math.max(estimated.low, together.low),
    high: Math.min(estimated.high, together.high),
  };
}

/**
 * The interval `own` of a TPIR of `value`, widened by what is not known of the threshold: the FPIR seen at the true one lies within
 * 1.96 standard deviations of the target, those over subjects of the non-mated probes, and the curve tells what the TPIR would be
 * there. The distances are joined as the sides of a right triangle (MOVER), as for a TAR.
 *
 * @param fpirs what is known of the FPIR in each gallery
 */
export function widenedByThreshold(
  value: number,
  own: Interval,
  fpir: number,
  fpirs: readonly { readonly open: Sweep; readonly deviation: number }[],
): Interval {
  const shift = (sign: number) =>
    fpirs.reduce((sum, { open, deviation }) => {
      const at = Math.min(1, Math.max(0, fpir + sign * Z95 * deviation));
      return sum + (tpirAt(open, at) - tpirAt(open, fpir)) / fpirs.length;
    }, 0);
  return {
    low: Math.max(0, value - Math.hypot(value - own.low, shift(-1))),
    high: Math.min(1, value + Math.hypot(own.high - value, shift(1))),
  };
}

/** The standard deviation of the share of the `counted` probes that succeed, over subjects; of at least one probe more or less. */
export function deviationOverSubjects(
  subject: Int32Array,
  { counted, succeeded }: Trials,
  share: number,
): number {
  const sums = new Map<number, number>();
  let count = 0;
  subject.forEach((person, p) => {
    if (!counted(p)) return;
    count++;
    const key = person < 0 ? -1 - p : person;
    sums.set(key, (sums.get(key) ?? 0) + (succeeded(p) ? 1 : 0) - share);
  });
  let clustered = 0;
  for (const sum of sums.values()) clustered += sum ** 2;
  const independent = count * share * (1 - share);
  return Math.sqrt(Math.max(clustered, independent, 1)) / count;
}

function tpirAt(open: Sweep, fpir: number): number {
  return lowestAtMost(open, fpir).genuineAccepted / matedOf(open);
}
