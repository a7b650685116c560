import type { Interval } from '../intervals.js';
import { central } from '../quantile.js';
import { bestArea, gain, oracleArea, relativePlaces } from './area.js';
import type { DrawnErcs } from './draws.js';

/** One quality's place by the area under its curve up to one discard. */
export interface ErcPlace {
  readonly quality: string;
  readonly area: number;
  readonly low: number;
  readonly high: number;
  /** The area less that under dasec's idealised best. */
  readonly overBest: number;
  /** Of what the attainable best gains over chance, the share that this quality gains. */
  readonly gain: number;
  readonly gainLow: number;
  readonly gainHigh: number;
  /** 0 for the least area of all, 1 for the greatest; chance and oracle have no part in it. */
  readonly relative: number;
  /** 1 more than the number of qualities that are surely better; qualities that cannot be told apart may share it. */
  readonly rank: number;
  /** Of the difference to the best: two-sided, from the draws; NaN for the best itself. */
  readonly p: number;
}

/** What is known of a quality's areas. */
export interface RankedQuality {
  readonly quality: string;
  /** Up to each limit. */
  readonly areas: readonly number[];
  /** Of each area; absent without draws. */
  readonly intervals?: readonly Interval[] | undefined;
}

/**
 * The places of the qualities by their area up to `limits[index]`, the least area first; equal areas in the order given.
 *
 * A quality is surely better than another where the interval of the difference of their areas, in the same draws, lies to
 * one side of 0, at a level of 95 % for all pairs together (Bonferroni). Without draws intervals and p are NaN, and the rank is
 * the place.
 *
 * Source of relative places and of the subtraction of the best: Schlett et al., Considerations on the evaluation of biometric
 * quality assessment algorithms, arXiv 2303.13294.
 *
 * @param error the rate before any discard
 * @param gainable false where chance and the oracle have other areas than those of a share of counted comparisons
 */
export function ercPlaces(
  qualities: readonly RankedQuality[],
  drawn: DrawnErcs | undefined,
  error: number,
  limit: number,
  index: number,
  gainable: boolean,
): ErcPlace[] {
  const areas = qualities.map((quality) => quality.areas[index]!);
  const relative = relativePlaces(areas);
  const order = [...areas.keys()].sort((a, b) => areas[a]! - areas[b]! || a - b);
  const best = order[0]!;
  const pairs = (qualities.length * (qualities.length - 1)) / 2;
  const level = 1 - 0.05 / Math.max(1, pairs);
  const draws = (quality: number) => drawn?.drawn[quality]?.areas[index] ?? new Float64Array();
  const beyond = (from: number, to: number) =>
    draws(to).map((area, draw) => area - draws(from)[draw]!);
  return order.map((quality, place) => {
    const area = areas[quality]!;
    const own = draws(quality);
    const gains = own.map((value, draw) => gain(value, drawn!.starts[draw]!, limit));
    const beaten = order.filter(
      (other) => other !== quality && central(beyond(other, quality), level).low > 0,
    );
    const { low = NaN, high = NaN } = qualities[quality]!.intervals?.[index] ?? {};
    const { low: gainLow, high: gainHigh } = central(gains);
    return {
      quality: qualities[quality]!.quality,
      area,
      low,
      high,
      overBest: area - bestArea(error, limit),
      gain: gainable ? gain(area, error, limit) : NaN,
      gainLow: gainable ? gainLow : NaN,
      gainHigh: gainable ? gainHigh : NaN,
      relative: relative[quality]!,
      rank: Number.isNaN(area) ? NaN : own.length === 0 ? 1 + place : 1 + beaten.length,
      p: quality === best ? NaN : twoSided(beyond(best, quality)),
    };
  });
}

/** Twice the share of draws on the rarer side of 0, draws at 0 half on each; at least one draw is taken to be there. */
function twoSided(differences: Float64Array): number {
  if (differences.length === 0) return NaN;
  let below = 0;
  for (const difference of differences) below += difference < 0 ? 1 : difference === 0 ? 0.5 : 0;
  const rarer = Math.min(below, differences.length - below);
  return Math.min(1, (2 * (rarer + 1)) / (differences.length + 1));
}

/** The areas of chance and of the attainable best up to `limit`, between which those of qualities lie. */
export function extremeAreas(error: number, limit: number): { chance: number; oracle: number } {
  return { chance: error * limit, oracle: oracleArea(error, limit) };
}
