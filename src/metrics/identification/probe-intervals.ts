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

/** How far the FPIR seen in a gallery may lie from the truth. */
export interface ShareErrors {
  /** The standard deviation over subjects; of at least one probe more or less. */
  readonly deviation: number;
  /** What each subject adds to the error, in probes. */
  readonly bySubject: ReadonlyMap<number, number>;
}

/**
 * The interval `own` of a TPIR of `value`, the mean over `galleries`, widened by what is not known of the thresholds: the FPIR seen
 * at the true one lies within 1.96 standard deviations of the target, those over subjects of the non-mated probes, and the curve
 * tells what the TPIR would be there. Galleries err together as far as their non-mated subjects do: not at all where these are
 * others. The distances are joined as the sides of a right triangle (MOVER), as for a TAR.
 *
 * @param galleries what each accepts at every threshold, and how far its FPIR may err
 */
export function widenedByThreshold(
  value: number,
  own: Interval,
  fpir: number,
  galleries: readonly { readonly open: Sweep; readonly alarms: ShareErrors }[],
): Interval {
  const alike = galleries.map(({ alarms }) =>
    galleries.map((other) => correlation(alarms.bySubject, other.alarms.bySubject)),
  );
  const shift = (sign: number) => {
    const shifts = galleries.map(({ open, alarms }) => {
      const at = Math.min(1, Math.max(0, fpir + sign * Z95 * alarms.deviation));
      return tpirAt(open, at) - tpirAt(open, fpir);
    });
    let square = 0;
    shifts.forEach((one, g) => {
      shifts.forEach((other, h) => (square += alike[g]![h]! * one * other));
    });
    return Math.sqrt(square) / galleries.length;
  };
  return {
    low: Math.max(0, value - Math.hypot(value - own.low, shift(-1))),
    high: Math.min(1, value + Math.hypot(own.high - value, shift(1))),
  };
}

/** The errors of the share of the `counted` probes that succeed, by subject, where it is meant to be `share`. */
export function shareErrors(
  subject: Int32Array,
  { counted, succeeded }: Trials,
  share: number,
): ShareErrors {
  const bySubject = new Map<number, number>();
  let count = 0;
  subject.forEach((person, p) => {
    if (!counted(p)) return;
    count++;
    const key = person < 0 ? -1 - p : person;
    bySubject.set(key, (bySubject.get(key) ?? 0) + (succeeded(p) ? 1 : 0) - share);
  });
  const independent = count * share * (1 - share);
  const deviation =
    Math.sqrt(Math.max(sumOfProducts(bySubject, bySubject), independent, 1)) / count;
  return { deviation, bySubject };
}

/** How far two errors come from the same subjects: 0 where none is in both, 1 where they are the same; never less than 0. */
function correlation(one: ReadonlyMap<number, number>, other: ReadonlyMap<number, number>): number {
  if (one === other) return 1;
  const scale = Math.sqrt(sumOfProducts(one, one) * sumOfProducts(other, other));
  // Errors that cannot be told apart are taken to be the same.
  return scale === 0 ? 1 : Math.max(0, sumOfProducts(one, other) / scale);
}

function sumOfProducts(
  one: ReadonlyMap<number, number>,
  other: ReadonlyMap<number, number>,
): number {
  let sum = 0;
  for (const [subject, error] of one) sum += error * (other.get(subject) ?? 0);
  return sum;
}

function tpirAt(open: Sweep, fpir: number): number {
  return lowestAtMost(open, fpir).genuineAccepted / matedOf(open);
}
