import { type Estimate, UNKNOWN } from './estimate.js';
import { studentAbove } from './intervals.js';
import { varianceOf, withInterval } from './sampling.js';
import type { VerificationInput } from './verification-input.js';

/** The step from one band to the next at which the share of errors rises most. */
export interface LargestRise {
  /** Share of errors of the upper band less that of the lower; below 0 where it falls at every step. */
  readonly rise: Estimate;
  /** The two bands, from 0. */
  readonly from: number;
  readonly to: number;
  /** Steps it is the largest of. */
  readonly steps: number;
  /** The chance of such a rise if the share never rose: one-sided, times the number of steps (Bonferroni). */
  readonly p: number;
}

/**
 * The largest rise of the share of errors between neighbouring bands, those without comparisons passed over; undefined with
 * fewer than two bands. Of equal rises the one at the lowest quality.
 *
 * A share that never rises with quality is what an isotonic (monotone) regression assumes; a rise that its interval and p tell
 * from chance says that the assumption is wrong there.
 *
 * @param input comparisons labelled 1 where right and 0 where wrong
 * @param band of each comparison
 */
export function largestRise(
  input: VerificationInput,
  band: (comparison: number) => number,
  bands: number,
): LargestRise | undefined {
  const { genuine: right } = input.scores;
  const count = new Float64Array(bands);
  const errors = new Float64Array(bands);
  for (let k = 0; k < right.length; k++) {
    count[band(k)]! += 1;
    errors[band(k)]! += 1 - right[k]!;
  }
  const filled = Array.from(count.keys()).filter((one) => count[one]! > 0);
  const share = errors.map((hits, one) => hits / count[one]!);
  const steps = filled.length - 1;
  if (steps < 1) return undefined;
  let at = 0;
  const riseAt = (step: number) => share[filled[step + 1]!]! - share[filled[step]!]!;
  for (let step = 1; step < steps; step++) if (riseAt(step) > riseAt(at)) at = step;
  const [from, to] = [filled[at]!, filled[at + 1]!];
  const influence = {
    of: (k: number) => {
      const own = band(k);
      if (own !== from && own !== to) return 0;
      return ((own === to ? 1 : -1) * (1 - right[k]! - share[own]!)) / count[own]!;
    },
  };
  const value = riseAt(at);
  const row = { metric: '', value, count: count[from]! + count[to]!, convention: 'iso' };
  const { low, high, interval } = withInterval(input, {
    ...row,
    sampling: { range: 'free', influence },
  });
  const { variance, weighty } = varianceOf(input, influence);
  // Two bands without errors, or of errors alone, do not scatter and do not rise.
  const p = variance > 0 ? studentAbove(value / Math.sqrt(variance), weighty) : 1;
  return {
    rise: {
      ...UNKNOWN,
      value,
      ...(interval === undefined ? {} : { low: low!, high: high!, interval }),
    },
    from,
    to,
    steps,
    p: Math.min(1, steps * p),
  };
}
