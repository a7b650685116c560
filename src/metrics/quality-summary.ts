import { student95 } from './intervals.js';
import { quantile } from './quantile.js';
import { deviation, mean } from './spread.js';

/** The shares of pictures at which the magnitude is told. */
export const SUMMARY_SHARES: readonly number[] = [0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1];

/** What a quality is like over a set of pictures. Everything but `count` is NaN where no value is known. */
export interface QualitySummary {
  /** Pictures of which it is known. */
  readonly count: number;
  readonly mean: number;
  /** Over n - 1; NaN for one picture. */
  readonly deviation: number;
  /** The 95 % interval of the mean; NaN for fewer than two persons. */
  readonly low: number;
  readonly high: number;
  /** Persons that the interval rests on: its pictures of one person are not independent. */
  readonly persons: number;
  /** At {@link SUMMARY_SHARES}, type 7. */
  readonly quantiles: Float64Array;
}

/**
 * The summary of `values`, NaN left out.
 *
 * The variance of the mean is that between the sums over persons (the cluster-robust one, with k / (k - 1) for few persons), its
 * interval that of Student's t with k - 1 degrees of freedom.
 *
 * @param person of each value, from 0; -1 where nobody is known, and then the picture is a person of its own
 */
export function qualitySummary(
  values: ArrayLike<number>,
  person: ArrayLike<number>,
): QualitySummary {
  const known: number[] = [];
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i])) known.push(i);
  const column = Float64Array.from(known, (i) => values[i]!);
  const centre = mean(column);
  const sums = new Map<number, number>();
  let squares = 0;
  let alone = 0;
  for (const i of known) {
    const off = values[i]! - centre;
    const who = person[i]!;
    if (who < 0) {
      alone++;
      squares += off * off;
    } else sums.set(who, (sums.get(who) ?? 0) + off);
  }
  for (const sum of sums.values()) squares += sum * sum;
  const persons = sums.size + alone;
  const half =
    persons < 2
      ? NaN
      : (student95(persons - 1) * Math.sqrt((persons / (persons - 1)) * squares)) / column.length;
  const sorted = column.slice().sort();
  return {
    count: column.length,
    mean: centre,
    deviation: deviation(column, 1),
    low: centre - half,
    high: centre + half,
    persons,
    quantiles: Float64Array.from(SUMMARY_SHARES, (share) =>
      sorted.length === 0 ? NaN : quantile(sorted, share),
    ),
  };
}
