import type { Interval } from './intervals.js';
import { student95 } from './intervals.js';
import type { RankCorrelation } from './rank-influence.js';
import { varianceOf } from './sampling.js';
import type { VerificationInput } from './verification-input.js';

/**
 * The 95 % interval of a correlation over the persons of `input`, whose comparisons are the rows: symmetric in Fisher's z, so
 * that it stays within [-1, 1]. NaN where the correlation is undefined or 1 in size.
 */
export function correlationInterval(
  input: VerificationInput,
  { value, influence }: RankCorrelation,
): Interval {
  if (!(Math.abs(value) < 1)) return { low: NaN, high: NaN };
  const { variance, weighty } = varianceOf(input, { of: (k) => influence[k]! });
  const half = (student95(weighty) * Math.sqrt(variance)) / (1 - value * value);
  const centre = Math.atanh(value);
  return { low: Math.tanh(centre - half), high: Math.tanh(centre + half) };
}
