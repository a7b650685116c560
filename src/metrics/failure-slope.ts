import type { Scores } from '../types.js';
import { deviation, mean } from './spread.js';

/** How the log odds of a failure change with the quality. */
export interface Slope {
  /** By one standard deviation of the quality; NaN where it cannot be had, and then `reason` says why. */
  readonly value: number;
  /** What each row adds to its error, to first order. */
  readonly influence: Float64Array;
  readonly reason?: string;
}

const STEPS = 50;
/** A change of the log odds that no finite sample supports: failures and the others are parted. */
const BEYOND = 30;

/**
 * The slope of the logistic regression of `failed` (1 or 0) on the quality, by maximum likelihood.
 *
 * Undefined where everything or nothing fails, where the quality does not vary, and where a quality parts what fails from
 * the rest, so that the likelihood has no greatest slope.
 */
export function failureSlope(quality: Scores, failed: Uint8Array): Slope {
  const count = failed.length;
  const influence = new Float64Array(count).fill(NaN);
  const undefinedFor = (reason: string): Slope => ({ value: NaN, influence, reason });
  let failures = 0;
  for (const one of failed) failures += one;
  if (failures === 0) return undefinedFor('none fails');
  if (failures === count) return undefinedFor('all fail');
  const values = Float64Array.from(quality);
  const [centre, spread] = [mean(values), deviation(values, 0)];
  if (!(spread > 0)) return undefinedFor('the quality does not vary');
  let [constant, slope] = [Math.log(failures / (count - failures)), 0];
  for (let step = 0; step < STEPS; step++) {
    const { g0, g1, h00, h01, h11 } = derivatives(values, failed, centre, spread, constant, slope);
    const det = h00 * h11 - h01 * h01;
    const [d0, d1] = [(h11 * g0 - h01 * g1) / det, (h00 * g1 - h01 * g0) / det];
    // The likelihood has one summit, which a step of bounded length cannot leap over and lose.
    const limit = Math.min(1, 2 / Math.max(Math.abs(d0), Math.abs(d1)));
    constant += limit * d0;
    slope += limit * d1;
    if (!(Math.abs(slope) < BEYOND))
      return undefinedFor('a quality parts what fails from the rest');
    if (Math.max(Math.abs(d0), Math.abs(d1)) < 1e-10) {
      const inverse = { one: -h01 / det, both: h00 / det };
      for (let k = 0; k < count; k++) {
        const z = (values[k]! - centre) / spread;
        const rest = failed[k]! - logistic(constant + slope * z);
        influence[k] = (inverse.one + inverse.both * z) * rest;
      }
      return { value: slope, influence };
    }
  }
  return undefinedFor('the fit does not settle');
}

function derivatives(
  values: Float64Array,
  failed: Uint8Array,
  centre: number,
  spread: number,
  constant: number,
  slope: number,
) {
  let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0];
  for (let k = 0; k < values.length; k++) {
    const z = (values[k]! - centre) / spread;
    const chance = logistic(constant + slope * z);
    const rest = failed[k]! - chance;
    const weight = chance * (1 - chance);
    g0 += rest;
    g1 += rest * z;
    h00 += weight;
    h01 += weight * z;
    h11 += weight * z * z;
  }
  return { g0, g1, h00, h01, h11 };
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
