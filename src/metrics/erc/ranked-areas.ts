import type { Curve, MetricRow, Report } from '../../types.js';
import type { Interval } from '../intervals.js';
import type { OperatingPoint } from '../operating-point.js';
import { partialArea } from './area.js';
import type { DrawnErcs } from './draws.js';
import { ercPlaces, extremeAreas } from './ranking.js';
import type { RejectCurve } from './reject-curve.js';
import { labelsOf, type ErcRule } from './rule.js';

/** What is known of the curves of some qualities by one rule. */
export interface CurvesOfQualities {
  readonly names: readonly string[];
  readonly curves: readonly RejectCurve[];
  readonly drawn: DrawnErcs | undefined;
  /** Of the area of each curve up to each limit; absent without draws. */
  readonly intervals?: readonly (readonly Interval[])[] | undefined;
  readonly limits: readonly number[];
  readonly rule: ErcRule;
  /** What a reader must know of the threshold. */
  readonly notes: readonly string[];
  /** Before any discard. */
  readonly point?: OperatingPoint;
}

/**
 * The areas under the curves, as rows `erc_area@discard=LIMIT:NAME` and `erc_gain@discard=LIMIT:NAME`; and the
 * places of the qualities as curves `erc_ranking` with the columns `limit`, `area`, `low`, `high`, `over_best`, `gain`,
 * `gain_low`, `gain_high`, `relative`, `rank` and `p`, of chance and the attainable best with `limit` and `area` alone.
 *
 * Gains, chance and the attainable best are told where the discarded share is of the comparisons counted and the threshold
 * stays.
 */
export function rankedAreas(known: CurvesOfQualities): Pick<Report, 'rows' | 'curves'> {
  const { names, curves, drawn, intervals, limits, rule, notes, point } = known;
  const gainable = rule.shareOf === 'counted' && !rule.repicked;
  const error = curves[0]?.error[0] ?? NaN;
  if (names.length === 0) return { rows: [], curves: [] };
  const qualities = names.map((quality, i) => ({
    quality,
    areas: limits.map((limit) => partialArea(curves[i]!, limit, rule.join)),
    intervals: intervals?.[i],
  }));
  const places = limits.map((limit, l) => ercPlaces(qualities, drawn, error, limit, l, gainable));
  const label = drawn === undefined ? undefined : 'bootstrap over persons 95%';
  const rowOf = (
    name: string,
    at: number,
    value: number,
    low: number,
    high: number,
    quality: string,
  ): MetricRow => {
    const why = Number.isNaN(value)
      ? [
          Number.isNaN(error)
            ? 'undefined: no comparisons, or none to choose a threshold by'
            : 'undefined: no error to lose',
        ]
      : [];
    const remarks = [...why, ...notes];
    return {
      metric: `${name}@discard=${limits[at]!}:${quality}`,
      value,
      ...(label === undefined || Number.isNaN(low) ? {} : { low, high, interval: label }),
      count: curves[0]!.kept[0] ?? 0,
      ...(point === undefined
        ? {}
        : {
            threshold: point.threshold,
            achieved: rule.start.kind === 'fnmr' ? 1 - point.tar : point.fmr,
          }),
      convention: 'iso',
      ...(remarks.length === 0 ? {} : { note: remarks.join('; ') }),
    };
  };
  const eachPlace = (visit: (place: (typeof places)[number][number], at: number) => MetricRow) =>
    names.flatMap((name) =>
      places.map((all, at) =>
        visit(
          all.find(({ quality }) => quality === name)!,
          at,
        ),
      ),
    );
  const areaRows = eachPlace(({ area, low, high, quality }, at) =>
    rowOf('erc_area', at, area, low, high, quality),
  );
  const gainRows = gainable
    ? eachPlace(({ gain, gainLow, gainHigh, quality }, at) =>
        rowOf('erc_gain', at, gain, gainLow, gainHigh, quality),
      )
    : [];
  return {
    rows: [...areaRows, ...gainRows],
    curves: [
      ...places[0]!.map(({ quality }) => rankingOf(quality, places, limits, rule)),
      ...(gainable && !Number.isNaN(error) ? extremes(error, limits, rule) : []),
    ],
  };
}

function rankingOf(
  name: string,
  places: readonly ReturnType<typeof ercPlaces>[],
  limits: readonly number[],
  rule: ErcRule,
): Curve {
  const own = places.map((all) => all.find(({ quality }) => quality === name)!);
  const column = (read: (place: (typeof own)[number]) => number) => Float64Array.from(own, read);
  return {
    name: 'erc_ranking',
    labels: labelsOf(rule, name),
    columns: {
      limit: Float64Array.from(limits),
      area: column(({ area }) => area),
      low: column(({ low }) => low),
      high: column(({ high }) => high),
      over_best: column(({ overBest }) => overBest),
      gain: column(({ gain }) => gain),
      gain_low: column(({ gainLow }) => gainLow),
      gain_high: column(({ gainHigh }) => gainHigh),
      relative: column(({ relative }) => relative),
      rank: column(({ rank }) => rank),
      p: column(({ p }) => p),
    },
  };
}

function extremes(error: number, limits: readonly number[], rule: ErcRule): Curve[] {
  const areas = limits.map((limit) => extremeAreas(error, limit));
  const curve = (name: string, read: (area: (typeof areas)[number]) => number): Curve => ({
    name: 'erc_ranking',
    labels: labelsOf(rule, name),
    columns: { limit: Float64Array.from(limits), area: Float64Array.from(areas, read) },
  });
  return [curve('random', ({ chance }) => chance), curve('oracle', ({ oracle }) => oracle)];
}
