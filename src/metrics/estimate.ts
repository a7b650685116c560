import { INTERVALS } from './interval-methods.js';
import type { Interval } from './intervals.js';
import { type Sampling, withInterval } from './sampling.js';
import type { VerificationInput } from './verification-input.js';

/** A value with its interval, NaN where there is none. */
export interface Estimate extends Interval {
  readonly value: number;
  /** What `low` and `high` are; absent where they are NaN. */
  readonly interval?: string;
}

/** The value of no trials. */
export const UNKNOWN: Estimate = { value: NaN, low: NaN, high: NaN };

/**
 * The share of `hits` in `count` with the interval that `input.interval` asks for; unknown where `count` is 0.
 *
 * No draw of a bootstrap has an error where there is none, which would make a point of its interval: then it is the one over
 * persons.
 */
export function estimatedShare(
  input: VerificationInput,
  { hits, count }: { readonly hits: number; readonly count: number },
  sampling: Sampling,
): Estimate {
  if (count === 0) return UNKNOWN;
  const value = hits / count;
  const row = { metric: '', value, hits, count, convention: 'iso', sampling };
  const { interval, ...drawn } = withInterval(input, row);
  const settled = drawn.low !== drawn.high ? drawn : withInterval(overPersons(input), row);
  const { low = NaN, high = NaN } = settled;
  return { value, low, high, ...(interval === undefined ? {} : { interval }) };
}

function overPersons(input: VerificationInput): VerificationInput {
  return { ...input, interval: INTERVALS[0]! };
}
