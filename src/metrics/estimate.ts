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

/** The share of `hits` in `count` with the interval that `input.interval` asks for; unknown where `count` is 0. */
export function estimatedShare(
  input: VerificationInput,
  { hits, count }: { readonly hits: number; readonly count: number },
  sampling: Sampling,
): Estimate {
  if (count === 0) return UNKNOWN;
  const value = hits / count;
  const row = { metric: '', value, hits, count, convention: 'iso', sampling };
  const { low = NaN, high = NaN, interval } = withInterval(input, row);
  return { value, low, high, ...(interval === undefined ? {} : { interval }) };
}
