import type { Interval } from '../intervals.js';
import { holm } from '../holm.js';
import { central, normalTail } from '../quantile.js';
import { deviation } from '../spread.js';
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
  /** That a difference to the best as great as this is chance, adjusted for all pairs; NaN for the best itself. */
  readonly p: number;
}

/** The level at which qualities are told apart. */
const SURE = 0.05;

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
 * A quality is surely better than another where p is below 0.05: two-sided, of the difference of their areas over its standard
 * deviation in the same draws, all pairs together held to that level (Holm). Without draws intervals and p are NaN, and the
 * rank is the place.
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
  const draws = (quality: number) => drawn?.drawn[quality]?.areas[index] ?? new Float64Array();
  const pairs = order.flatMap((better, i) =>
    order.slice(i + 1).map((worse) => ({ better, worse, p: differ(better, worse) })),
  );
  const adjusted = holm(pairs.map(({ p }) => p));
  const pOf = (better: number, worse: number) =>
    adjusted[pairs.findIndex((pair) => pair.better === better && pair.worse === worse)]!;
  return order.map((quality, place) => {
    const area = areas[quality]!;
    const own = draws(quality);
    const gains = own.map((value, draw) => gain(value, drawn!.starts[draw]!, limit));
    const beaten = order.slice(0, place).filter((better) => pOf(better, quality) < SURE);
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
      p: quality === best ? NaN : pOf(best, quality),
    };
  });

  /** That two areas as far apart are equal, by the normal distribution. */
  function differ(better: number, worse: number): number {
    const [less, more] = [draws(better), draws(worse)];
    if (less.length === 0) return NaN;
    const spread = deviation(
      more.map((area, draw) => area - less[draw]!),
      1,
    );
    const difference = areas[worse]! - areas[better]!;
    return difference === 0 ? 1 : 2 * normalTail(difference / spread);
  }
}

/** The areas of chance and of the attainable best up to `limit`, between which those of qualities lie. */
export function extremeAreas(error: number, limit: number): { chance: number; oracle: number } {
  return { chance: error * limit, oracle: oracleArea(error, limit) };
}
