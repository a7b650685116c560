import type { Curve, MetricRow, Report, SearchSet } from '../../types.js';
import { WILSON_95, type Interval, wilson } from '../intervals.js';
import { noted, undefinedRow } from '../metric-row.js';
import { formatRate } from '../rate.js';
import { cumulativeMatches, isMated, rankOf, withinRank } from './cmc.js';
import type { IdentificationConvention, IdentificationPoint } from './conventions.js';
import { fnirCurve, openSetSweep } from './open-set.js';
import {
  OVER_PERSONS_95,
  shareErrors,
  shareOverSubjects,
  type Trials,
  widenedByThreshold,
} from './probe-intervals.js';
import { countKept, keptAt, rejectCurve, tellsApart } from './reject-probes.js';

/** The search of one gallery. */
export interface SearchedGallery {
  readonly name: string;
  readonly set: SearchSet;
  /** What is known of its searches, where they are not one for each probe. */
  readonly facts?: ProbeFacts;
  /**
   * Rows of the comparisons behind it, where it was searched with one mate at a time. There is then nobody to be found who is not
   * there, so no TPIR at an FPIR, and no mean over galleries.
   */
  readonly oneMate?: readonly MetricRow[];
}

/** What is known of the probes besides their scores. */
export interface ProbeFacts {
  /** Subject of each probe, -1 where it is not known; probes of one subject are not independent. */
  readonly subject: Int32Array;
  /** How good each probe is, such as its magnitude. */
  readonly quality: Float32Array;
}

export interface IdentificationWishes {
  /** Ranks of the closed-set rows, and of the DIR. */
  readonly ranks: readonly number[];
  readonly fpirs: readonly number[];
  readonly conventions: readonly IdentificationConvention[];
  /** Shares of the probes, those of the lowest quality, without which rows are wanted. */
  readonly reject?: readonly number[];
}

/** A row, and which probes of its gallery it is the share of; absent where no count of probes is behind it. */
interface OwnRow {
  readonly row: MetricRow;
  readonly trials?: Trials;
  /** Of a TPIR whose threshold was chosen for an FPIR. */
  readonly chosen?: Chosen;
}

/** The threshold that was chosen for an FPIR by all probes, and the rank where a mate must be found. */
interface Chosen {
  readonly fpir: number;
  readonly threshold: number;
  readonly rank: number;
}

/** A CMC goes no further: beyond, nobody reads candidates. */
const MOST_RANKS = 100;

/**
 * What the searches of all galleries give: `rank-K`, `tpir@fpir=X` (at rank 1) by every convention and `dir@fpir=X,rank=K`
 * of each gallery, the same without the probes of low quality where `reject` asks for it, and the curves `cmc`, `fnir` and
 * `reject`.
 *
 * With several galleries the names end in `:GALLERY`, and rows in `:mean` follow, the mean of the galleries' values with the
 * sums of their counts. Intervals of `iso` are over subjects ({@link shareOverSubjects}), those of other conventions Wilson's
 * over probes, and their means have none.
 */
export function identification(
  galleries: readonly SearchedGallery[],
  probes: ProbeFacts,
  wishes: IdentificationWishes,
): Pick<Report, 'rows' | 'curves'> {
  return {
    rows: identificationRows(galleries, probes, wishes),
    curves: galleries.flatMap((gallery) => curvesOf(gallery, gallery.facts ?? probes, wishes)),
  };
}

/** The rows of {@link identification}, without its curves. */
export function identificationRows(
  galleries: readonly SearchedGallery[],
  probes: ProbeFacts,
  wishes: IdentificationWishes,
): MetricRow[] {
  const several = galleries.length > 1;
  const each = galleries.map(({ set, facts = probes, oneMate }) =>
    rowsOf(set, facts, oneMate === undefined ? wishes : { ...wishes, fpirs: [] }),
  );
  const rows = galleries.flatMap(({ name, set, facts = probes, oneMate = [] }, g) => {
    const measured = each[g]!.map((one) => withInterval(one.row, [{ ...one, set }], facts));
    const own = [...measured, ...oneMate];
    return several ? own.map((row) => ({ ...row, metric: `${row.metric}:${name}` })) : own;
  });
  // Where each probe is searched with one mate at a time, sizes of galleries are compared, not averaged.
  const averaged = several && galleries.every(({ oneMate }) => oneMate === undefined);
  return averaged ? [...rows, ...meanRows(galleries, each, probes)] : rows;
}

function rowsOf(set: SearchSet, probes: ProbeFacts, wishes: IdentificationWishes): OwnRow[] {
  const { ranks, fpirs, conventions, reject = [] } = wishes;
  const iso = conventions.filter(({ name }) => name === 'iso');
  return [
    ...ranks.map((rank): OwnRow => {
      const { hits, count } = withinRank(set, rank);
      const metric = `rank-${rank}`;
      if (count === 0) return { row: undefinedRow(metric, 'iso', 'no mated probes', []) };
      const row = { metric, value: hits / count, hits, count, convention: 'iso' };
      return { row, trials: matedTrials(set, (p) => rankOf(set, p) <= rank) };
    }),
    ...fpirs.flatMap((fpir) =>
      conventions.map((convention) =>
        pointRow(set, `tpir@fpir=${formatRate(fpir)}`, fpir, convention, 1),
      ),
    ),
    ...iso.flatMap((convention) =>
      fpirs.flatMap((fpir) =>
        ranks
          .filter((rank) => rank > 1)
          .map((rank) =>
            pointRow(set, `dir@fpir=${formatRate(fpir)},rank=${rank}`, fpir, convention, rank),
          ),
      ),
    ),
    ...reject.flatMap((share) => [
      rejectRow(set, probes, `rank-1,reject=${share}`, share, undefined),
      ...iso.flatMap((convention) =>
        fpirs.map((fpir) => {
          const { threshold = NaN } = convention.tpirAtFpir(set, fpir, 1);
          const metric = `tpir@fpir=${formatRate(fpir)},reject=${share}`;
          return rejectRow(set, probes, metric, share, { fpir, threshold, rank: 1 });
        }),
      ),
    ]),
  ];
}

function matedTrials(set: SearchSet, succeeded: (p: number) => boolean): Trials {
  return { counted: (p) => isMated(set, p), succeeded };
}

function pointRow(
  set: SearchSet,
  metric: string,
  fpir: number,
  { name: convention, tpirAtFpir }: IdentificationConvention,
  rank: number,
): OwnRow {
  const point: IdentificationPoint = tpirAtFpir(set, fpir, rank);
  const { tpir: value, hits, count, threshold, achieved, note } = point;
  const notes = [...unsupported(set, fpir), ...(note === undefined ? [] : [note])];
  if (point.undefined !== undefined) {
    return { row: undefinedRow(metric, convention, point.undefined, []) };
  }
  const counts = {
    metric,
    value,
    count,
    convention,
    ...(hits === undefined ? {} : { hits }),
    ...(threshold === undefined ? {} : { threshold }),
    ...(achieved === undefined ? {} : { achieved }),
  };
  if (convention !== 'iso' || threshold === undefined) {
    return { row: noted(hits === undefined ? counts : withWilson({ ...counts, hits }), notes) };
  }
  return {
    row: noted(counts, notes),
    trials: matedTrials(set, (p) => rankOf(set, p) <= rank && set.mate[p]! >= threshold),
    chosen: { fpir, threshold, rank },
  };
}

/** @param chosen by all probes; undefined where rank 1 is enough */
function rejectRow(
  set: SearchSet,
  { quality }: ProbeFacts,
  metric: string,
  share: number,
  chosen: Chosen | undefined,
): OwnRow {
  const threshold = chosen?.threshold;
  const undefinedFor = (why: string) => ({ row: undefinedRow(metric, 'iso', why, []) });
  if (!tellsApart(quality)) {
    return undefinedFor(
      'the magnitudes of the probes do not differ: vectors of unit length have none',
    );
  }
  if (Number.isNaN(threshold)) return undefinedFor('no mated or no non-mated probes');
  const kept = keptAt(quality, share);
  const { mated, nonMated, first, identified, alarms } = countKept(set, kept, threshold ?? NaN);
  if (mated === 0) return undefinedFor('no mated probes are left');
  const hits = threshold === undefined ? first : identified;
  const row = {
    metric,
    value: hits / mated,
    hits,
    count: mated,
    convention: 'iso',
    ...(threshold === undefined ? {} : { threshold, achieved: alarms / nonMated }),
  };
  const notes = [
    `${(100 * kept.rejected).toFixed(1)} % of all probes rejected, those of magnitude below ${kept.quality.toFixed(2)}`,
    ...(threshold === undefined ? [] : ['the threshold is that of all probes']),
  ];
  const succeeded = (p: number) =>
    rankOf(set, p) === 1 && !(threshold !== undefined && set.mate[p]! < threshold);
  return {
    row: noted(row, notes),
    trials: { counted: (p) => kept.has(p) && isMated(set, p), succeeded },
    ...(chosen === undefined ? {} : { chosen }),
  };
}

function withWilson<Row extends MetricRow & { readonly hits: number }>(row: Row): Row {
  return { ...row, ...wilson(row.hits, row.count), interval: WILSON_95 };
}

/** The row with its interval over subjects, where what is known of all galleries behind it allows one. */
function withInterval(
  row: MetricRow,
  parts: readonly (OwnRow & { readonly set: SearchSet })[],
  { subject }: ProbeFacts,
): MetricRow {
  const trials = parts.flatMap((part) => part.trials ?? []);
  if (trials.length < parts.length || Number.isNaN(row.value)) return row;
  const own = shareOverSubjects(subject, trials);
  const { low, high } = byThreshold(row.value, own, parts, subject);
  return noted({ ...row, low, high, interval: OVER_PERSONS_95 }, []);
}

function byThreshold(
  value: number,
  own: Interval,
  parts: readonly (OwnRow & { readonly set: SearchSet })[],
  subject: Int32Array,
): Interval {
  if (parts[0]!.chosen === undefined) return own;
  const { fpir } = parts[0]!.chosen;
  const galleries = parts.map(({ set, chosen, trials }) => ({
    open: openSetSweep(set, chosen!.rank, (p) => !isMated(set, p) || trials!.counted(p)),
    alarms: shareErrors(
      subject,
      {
        counted: (p) => !isMated(set, p),
        succeeded: (p) => set.other[p]! >= chosen!.threshold,
      },
      fpir,
    ),
  }));
  return widenedByThreshold(value, own, fpir, galleries);
}

/** Says of an FPIR that the probes cannot tell it from 0. */
function unsupported({ mate }: SearchSet, fpir: number): string[] {
  let nonMated = 0;
  for (const score of mate) if (Number.isNaN(score)) nonMated++;
  if (fpir * nonMated >= 1) return [];
  return [`unsupported: FPIR ${formatRate(fpir)} is less than one of ${nonMated} non-mated probes`];
}

/** Row by row the mean over galleries. */
function meanRows(
  galleries: readonly SearchedGallery[],
  each: readonly (readonly OwnRow[])[],
  probes: ProbeFacts,
): MetricRow[] {
  return each[0]!.map(({ row: { metric, convention } }, i) => {
    const parts = each.map((own, g) => ({ ...own[i]!, set: galleries[g]!.set }));
    const name = `${metric}:mean`;
    if (parts.some(({ row }) => Number.isNaN(row.value))) {
      return undefinedRow(name, convention, 'it is so of a gallery', []);
    }
    const sum = (read: (row: MetricRow) => number) =>
      parts.reduce((total, { row }) => total + read(row), 0);
    const value = sum((row) => row.value) / parts.length;
    const row = { metric: name, value, count: sum(({ count }) => count), convention };
    return withInterval(row, parts, probes);
  });
}

function curvesOf(
  { name, set }: SearchedGallery,
  { quality }: ProbeFacts,
  { ranks, fpirs }: IdentificationWishes,
): Curve[] {
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
  if (!tellsApart(quality)) return curves;
  for (const fpir of fpirs) {
    const columns = rejectCurve(set, quality, fpir);
    curves.push({ name: 'reject', labels: { gallery: name, target_fpir: fpir }, columns });
  }
  return curves;
}
