import type { Curve, MetricRow, Report, SearchSet } from '../../types.js';
import { WILSON_95, wilson } from '../intervals.js';
import { noted, undefinedRow } from '../metric-row.js';
import { formatRate } from '../rate.js';
import { cumulativeMatches, withinRank } from './cmc.js';
import type { IdentificationConvention, IdentificationPoint } from './conventions.js';
import { fnirCurve, openSetSweep } from './open-set.js';

/** The search of one gallery. */
export interface SearchedGallery {
  readonly name: string;
  readonly set: SearchSet;
  /**
   * Rows of the comparisons behind it, where it was searched with one mate at a time. Rows have then no interval, since searches
   * share their pictures, and there is nobody to be found who is not there, and no mean over galleries.
   */
  readonly oneMate?: readonly MetricRow[];
}

export interface IdentificationWishes {
  /** Ranks of the closed-set rows, and of the DIR. */
  readonly ranks: readonly number[];
  readonly fpirs: readonly number[];
  readonly conventions: readonly IdentificationConvention[];
}

/** A CMC goes no further: beyond, nobody reads candidates. */
const MOST_RANKS = 100;

/**
 * What the searches of all galleries give: `rank-K`, `tpir@fpir=X` (at rank 1) by every convention and `dir@fpir=X,rank=K`
 * of each gallery, and the curves `cmc` and `fnir`.
 *
 * With several galleries the names end in `:GALLERY`, and rows in `:mean` follow, the mean of the galleries' values with the
 * sums of their counts and no interval, since the galleries share their probes. Intervals are Wilson's over probes.
 */
export function identification(
  galleries: readonly SearchedGallery[],
  wishes: IdentificationWishes,
): Pick<Report, 'rows' | 'curves'> {
  const several = galleries.length > 1;
  const each = galleries.map(({ set, oneMate }) =>
    oneMate === undefined
      ? rowsOf(set, wishes)
      : [...rowsOf(set, { ...wishes, fpirs: [] }).map(withoutInterval), ...oneMate],
  );
  const labelled = each.flatMap((rows, g) =>
    several ? rows.map((row) => ({ ...row, metric: `${row.metric}:${galleries[g]!.name}` })) : rows,
  );
  return {
    rows:
      several && galleries.every(({ oneMate }) => oneMate === undefined)
        ? [...labelled, ...meanRows(each)]
        : labelled,
    curves: galleries.flatMap((gallery) => curvesOf(gallery, wishes)),
  };
}

function rowsOf(set: SearchSet, wishes: IdentificationWishes): MetricRow[] {
  const { ranks, fpirs, conventions } = wishes;
  return [
    ...ranks.map((rank) => {
      const { hits, count } = withinRank(set, rank);
      const metric = `rank-${rank}`;
      if (count === 0) return undefinedRow(metric, 'iso', 'no mated probes', []);
      return withWilson({ metric, value: hits / count, hits, count, convention: 'iso' });
    }),
    ...fpirs.flatMap((fpir) =>
      conventions.map((convention) =>
        pointRow(
          set,
          `tpir@fpir=${formatRate(fpir)}`,
          fpir,
          convention.name,
          convention.tpirAtFpir(set, fpir, 1),
        ),
      ),
    ),
    ...conventions
      .filter(({ name }) => name === 'iso')
      .flatMap((convention) =>
        fpirs.flatMap((fpir) =>
          ranks
            .filter((rank) => rank > 1)
            .map((rank) =>
              pointRow(
                set,
                `dir@fpir=${formatRate(fpir)},rank=${rank}`,
                fpir,
                convention.name,
                convention.tpirAtFpir(set, fpir, rank),
              ),
            ),
        ),
      ),
  ];
}

function pointRow(
  set: SearchSet,
  metric: string,
  fpir: number,
  convention: string,
  point: IdentificationPoint,
): MetricRow {
  const { tpir: value, hits, count, threshold, achieved, note } = point;
  const notes = [...unsupported(set, fpir), ...(note === undefined ? [] : [note])];
  if (point.undefined !== undefined) return undefinedRow(metric, convention, point.undefined, []);
  const row = {
    metric,
    value,
    count,
    convention,
    ...(hits === undefined ? {} : { hits }),
    ...(threshold === undefined ? {} : { threshold }),
    ...(achieved === undefined ? {} : { achieved }),
  };
  return noted(hits === undefined ? row : withWilson({ ...row, hits }), notes);
}

function withWilson<Row extends MetricRow & { readonly hits: number }>(row: Row): Row {
  return { ...row, ...wilson(row.hits, row.count), interval: WILSON_95 };
}

function withoutInterval({ metric, value, hits, count, convention, note }: MetricRow): MetricRow {
  const row = { metric, value, count, convention };
  return {
    ...row,
    ...(hits === undefined ? {} : { hits }),
    ...(note === undefined ? {} : { note }),
  };
}

/** Says of an FPIR that the probes cannot tell it from 0. */
function unsupported({ mate }: SearchSet, fpir: number): string[] {
  let nonMated = 0;
  for (const score of mate) if (Number.isNaN(score)) nonMated++;
  if (fpir * nonMated >= 1) return [];
  return [`unsupported: FPIR ${formatRate(fpir)} is less than one of ${nonMated} non-mated probes`];
}

/** Row by row the mean over galleries. */
function meanRows(each: readonly (readonly MetricRow[])[]): MetricRow[] {
  return each[0]!.map(({ metric, convention }, i) => {
    const rows = each.map((own) => own[i]!);
    const name = `${metric}:mean`;
    if (rows.some(({ value }) => Number.isNaN(value))) {
      return undefinedRow(name, convention, 'it is so of a gallery', []);
    }
    const sum = (read: (row: MetricRow) => number) =>
      rows.reduce((total, row) => total + read(row), 0);
    const value = sum((row) => row.value) / rows.length;
    return { metric: name, value, count: sum(({ count }) => count), convention };
  });
}

function curvesOf({ name, set }: SearchedGallery, { ranks }: IdentificationWishes): Curve[] {
  const { count } = withinRank(set, 1);
  if (count === 0) return [];
  const within = cumulativeMatches(set, MOST_RANKS);
  const rank = Float64Array.from(within, (_, i) => i + 1);
  const cmc = { rank, tpir: Float64Array.from(within, (hits) => hits / count) };
  const curves: Curve[] = [{ name: 'cmc', labels: { gallery: name }, columns: cmc }];
  if (count === set.probes) return curves;
  for (const most of new Set([1, ...ranks])) {
    const columns = fnirCurve(openSetSweep(set, most));
    curves.push({ name: 'fnir', labels: { gallery: name, rank: most }, columns });
  }
  return curves;
}
