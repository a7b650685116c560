import type { ErcRule } from './rule.js';

/** Points of a curve whose discards ascend from 0 to 1. */
export interface ErcPoints {
  readonly discard: Float64Array;
  readonly error: Float64Array;
}

/**
 * The area under the curve from discard 0 to `limit`, the pAUC of ISO/IEC 29794-1; NaN on an empty curve.
 *
 * By `steps` a value holds until the next discard, by `lines` it changes evenly up to it. Areas compare only at one limit
 * and one starting error: subtract {@link bestArea} to compare across, or take {@link gain}.
 */
export function partialArea(
  { discard, error }: ErcPoints,
  limit: number,
  join: ErcRule['join'] = 'steps',
): number {
  if (discard.length === 0) return NaN;
  let area = 0;
  for (let step = 0; step < discard.length - 1; step++) {
    const whole = discard[step + 1]! - discard[step]!;
    const width = Math.min(discard[step + 1]!, limit) - discard[step]!;
    if (discard[step]! >= limit) break;
    if (width <= 0) continue;
    const rise = join === 'steps' ? 0 : ((error[step + 1]! - error[step]!) * width) / whole;
    area += (error[step]! + rise / 2) * width;
  }
  return area;
}

/**
 * The area up to `limit` under the line by which dasec idealises the best quality, which falls from `error` to 0 over
 * the first `error` of discards.
 *
 * Source: dasec quality-assessment-evaluation (theoretical best), Schlett et al., arXiv 2303.13294.
 */
export function bestArea(error: number, limit: number): number {
  return error ** 2 / 2 - Math.max(0, error - limit) ** 2 / 2;
}

/**
 * The area up to `limit` of the attainable best: discards take exactly the errors first, so that the rate falls as
 * (error - x) / (1 - x) and reaches 0 at x = error. Above {@link bestArea}, since what is discarded is no longer counted.
 */
export function oracleArea(error: number, limit: number): number {
  const end = Math.min(limit, error);
  return end + (1 - error) * Math.log1p(-end);
}

/**
 * Of the area up to `limit` that could be gained over discarding at random, the share that a curve of this `area` gains: 1 for
 * the attainable best, 0 for chance, below 0 for a quality that discards the good. NaN where there is no error to lose.
 *
 * @param error the rate before any discard
 */
export function gain(area: number, error: number, limit: number): number {
  const chance = error * limit;
  const gainable = chance - oracleArea(error, limit);
  return gainable > 0 ? (chance - area) / gainable : NaN;
}

/**
 * Of each area its place between the least of them, 0, and the greatest, 1; NaN where all are equal or one is undefined.
 *
 * Source: relative rankings of Schlett et al., arXiv 2303.13294.
 */
export function relativePlaces(areas: readonly number[]): number[] {
  const [least, most] = [Math.min(...areas), Math.max(...areas)];
  return areas.map((area) => (area - least) / (most - least));
}
