import type { Scores } from '../../types.js';
import { indicesOf } from '../selection.js';
import type { VerificationInput } from '../verification-input.js';

/** What is left after one discard. */
export interface Kept {
  /** The share that was to go: 0, 0.05, ... 0.95. */
  readonly discard: number;
  /** The comparisons left, worst quality first. */
  readonly kept: Uint32Array;
}

const STEPS = 20;

/**
 * The comparisons left as MagFace's and CR-FIQA's scripts reject them: of all test comparisons that have a score, genuine
 * and impostor together, the worst `int(u * N)` by quality go, for u = 0, 0.05, ... 0.95.
 *
 * Equal qualities leave in the order of the protocol (numpy's quicksort leaves that open); an unknown one is the worst.
 */
export function rejectedTogether(
  { scores, counted }: VerificationInput,
  quality: Scores,
): readonly Kept[] {
  const order = indicesOf(scores.scores.length, counted);
  const qualityOf = (k: number) => (Number.isNaN(quality[k]!) ? -Infinity : quality[k]!);
  // Two unknown qualities differ by NaN, which leaves it to their places.
  order.sort((a, b) => qualityOf(a) - qualityOf(b) || a - b);
  return Array.from({ length: STEPS }, (_, step) => ({
    discard: step / STEPS,
    kept: order.subarray(Math.trunc(step * 0.05 * order.length)),
  }));
}
