import type { Curve, MetricRow } from '../types.js';
import { type Estimate, UNKNOWN } from './estimate.js';
import { ownThreshold, ratesAt } from './group-rates.js';
import { knownQuality, type JudgedQuality } from './judged-quality.js';
import { keptInput } from './kept-input.js';
import { noted, undefinedRow } from './metric-row.js';
import { supportNotes } from './operating-point.js';
import { groupOf } from './quality-bands.js';
import type { QualityErrors } from './quality-errors.js';
import { formatRate, short, shortRate } from './rate.js';
import { type Costs, costsOf, fmrFrom } from './rejection-costs.js';
import { MOST_REJECTED, type RejectionWalk, walkAtGlobal, walkAtKept } from './rejection-walk.js';
import type { VerificationInput } from './verification-input.js';

/**
 * Where the threshold stands while comparisons are rejected: on `all`, before any is, or chosen anew on those `kept`. With the
 * first the system stays as it is; the second is told what its FMR has gained.
 */
export type ChosenOn = 'all' | 'kept';

/** Steps of the share rejected in which a cut is looked for that holds at the upper end of its interval. */
const SAFE_STEP: Readonly<Record<ChosenOn, number>> = { all: 0.01, kept: 0.05 };

/** How many targets are set where nobody says which. */
const TARGETS = 3;

/** The greatest numbers of 1, 2 and 5 times a power of ten below `fnmr`, descending; none for an FNMR of 0. */
export function usualTargets(fnmr: number): number[] {
  if (!(fnmr > 0)) return [];
  const top = Math.ceil(Math.log10(fnmr));
  return [top, top - 1, top - 2]
    .flatMap((power) => [5, 2, 1].map((digit) => Number(`${digit}e${power}`)))
    .filter((target) => target < fnmr)
    .slice(0, TARGETS);
}

/** What is asked: which FNMR is to be reached, at which FMR. */
export interface ReachWishes {
  readonly fmr: number;
  /** Of the global threshold. */
  readonly threshold: number;
  /** FNMR to be reached, each in (0, 1]; by default {@link usualTargets} of the FNMR with nothing rejected. */
  readonly targets?: readonly number[] | undefined;
}

/**
 * What has to be rejected to reach an FNMR, and what that costs: a curve `quality_bands_reach` for each way of choosing the
 * threshold, a line for each target, and a row `quality_bands_reach@...` whose value is the share of genuine comparisons
 * rejected.
 *
 * The cut is the least quality such that the FNMR of the genuine comparisons of at least that quality is at most the target,
 * while at most 95 % are rejected. An FNMR need not fall along the cuts: `above_again` is the share rejected at which it next
 * exceeds the target, NaN where it never does. The safe cut is the least, in steps of 1 % of the genuine comparisons (5 % where
 * the threshold is chosen anew), at which the upper end of the FNMR's interval is at most the target as well. NaN, with the
 * reason in the row, where no cut reaches it.
 */
export function reach(
  input: VerificationInput,
  quality: JudgedQuality,
  errors: QualityErrors,
  { fmr, threshold, targets }: ReachWishes,
): { readonly curves: readonly Curve[]; readonly rows: readonly MetricRow[] } {
  const global = walkAtGlobal(input, quality, errors);
  const asked = targets ?? usualTargets(global.fnmr[0] ?? NaN);
  const costs = costsOf(input, quality);
  const fmrAtCut = ({ at, cut, attained }: Reached) =>
    at === -1 ? NaN : fmrFrom(input, quality, { cut, threshold: attained.threshold });
  const answers = (['all', 'kept'] as const).map((chosenOn) => {
    const walk = chosenOn === 'all' ? global : walkAtKept(input, quality, errors, fmr);
    const at = attaining(input, quality, errors, { chosenOn, fmr, threshold });
    const reached = asked
      .map((target) => reachOne(walk, target, SAFE_STEP[chosenOn], at))
      .map((one) => ({ ...one, fmr: fmrAtCut(one) }));
    return { chosenOn, walk, reached };
  });
  return {
    curves: answers.map(({ chosenOn, reached }) => ({
      name: 'quality_bands_reach',
      labels: { quality: quality.name, at_fmr: fmr, chosen_on: chosenOn },
      columns: columnsOf(asked, reached, costs),
    })),
    rows: answers.flatMap(({ chosenOn, walk, reached }) =>
      reached.map((one, i) => {
        const name = `quality=${quality.name},fnmr=${formatRate(asked[i]!)},chosen_on=${chosenOn}`;
        const { impostorTotal } = input.sweep;
        return rowOf(`quality_bands_reach@${name}`, one, walk, supportNotes(fmr, impostorTotal));
      }),
    ),
  };
}

/** What is attained at a cut. */
interface Attained {
  readonly fnmr: Estimate;
  readonly threshold: number;
}

interface Reached {
  /** Index of the cut in the walk; -1 where none reaches the target. */
  readonly at: number;
  readonly cut: number;
  readonly discard: number;
  readonly kept: number;
  readonly attained: Attained;
  readonly aboveAgain: number;
  readonly safe: { readonly cut: number; readonly discard: number; readonly fnmr: Estimate };
}

/** With the FMR of the impostor comparisons kept. */
type Answered = Reached & { readonly fmr: number };

const NOTHING: Attained = { fnmr: UNKNOWN, threshold: NaN };

function reachOne(
  walk: RejectionWalk,
  target: number,
  step: number,
  attain: (cut: number) => Attained,
): Reached {
  const { fnmr, cut, discard, genuine } = walk;
  const at = fnmr.findIndex((rate) => rate <= target);
  const noSafe = { cut: NaN, discard: NaN, fnmr: UNKNOWN };
  if (at === -1) {
    const none = { cut: NaN, discard: NaN, kept: NaN, aboveAgain: NaN };
    return { at, ...none, attained: NOTHING, safe: noSafe };
  }
  const again = fnmr.findIndex((rate, j) => j > at && rate > target);
  return {
    at,
    cut: cut[at]!,
    discard: discard[at]!,
    kept: genuine[at]!,
    attained: attain(cut[at]!),
    aboveAgain: again === -1 ? NaN : discard[again]!,
    safe: safeCut(walk, { target, step, from: at }, attain) ?? noSafe,
  };
}

/** The first cut, in steps of the share rejected, that holds at the upper end of its interval. */
function safeCut(
  { fnmr, cut, discard }: RejectionWalk,
  { target, step, from }: { readonly target: number; readonly step: number; readonly from: number },
  attain: (cut: number) => Attained,
): Reached['safe'] | undefined {
  let tried = from - 1;
  for (let i = Math.ceil(discard[from]! / step - 1e-9); i * step <= MOST_REJECTED + 1e-9; i++) {
    const j = discard.findIndex((share, k) => k >= from && share >= i * step - 1e-9);
    if (j === -1) return undefined;
    if (j <= tried || !(fnmr[j]! <= target)) continue;
    tried = j;
    const { fnmr: found } = attain(cut[j]!);
    if (found.high <= target) return { cut: cut[j]!, discard: discard[j]!, fnmr: found };
  }
  return undefined;
}

/** What is attained at each cut, worked out once. */
function attaining(
  input: VerificationInput,
  quality: JudgedQuality,
  { members }: QualityErrors,
  { chosenOn, fmr, threshold }: { chosenOn: ChosenOn; fmr: number; threshold: number },
): (cut: number) => Attained {
  const own = knownQuality(input, quality);
  const atGlobal = (cut: number): Attained => {
    // The threshold stands, so only genuine comparisons are looked at.
    const kept = members.filter((k) => quality.of(k) >= cut);
    return { fnmr: ratesAt(groupOf(input, kept), threshold).fnmr, threshold };
  };
  const atKept = (cut: number): Attained => {
    const kept = keptInput(input, (k) => own(k) >= cut);
    const { fnmr, point } = ownThreshold(kept, fmr);
    return { fnmr, threshold: point.threshold };
  };
  const known = new Map<number, Attained>();
  return (cut) => {
    const before = known.get(cut);
    if (before !== undefined) return before;
    const found = chosenOn === 'all' ? atGlobal(cut) : atKept(cut);
    known.set(cut, found);
    return found;
  };
}

function columnsOf(targets: readonly number[], reached: readonly Answered[], costs: Costs) {
  const column = (read: (one: Answered) => number) => Float64Array.from(reached, read);
  return {
    target: Float64Array.from(targets),
    cut: column(({ cut }) => cut),
    genuine_rejected: column(({ discard }) => discard),
    impostor_rejected: column(({ cut }) => costs.impostors(cut)),
    pictures_below: column(({ cut }) => costs.pictures(cut)),
    genuine_kept: column(({ kept }) => kept),
    fnmr: column(({ attained }) => attained.fnmr.value),
    fnmr_low: column(({ attained }) => attained.fnmr.low),
    fnmr_high: column(({ attained }) => attained.fnmr.high),
    threshold: column(({ attained }) => attained.threshold),
    fmr: column(({ fmr }) => fmr),
    above_again: column(({ aboveAgain }) => aboveAgain),
    safe_cut: column(({ safe }) => safe.cut),
    safe_genuine_rejected: column(({ safe }) => safe.discard),
    safe_pictures_below: column(({ safe }) => costs.pictures(safe.cut)),
    safe_fnmr: column(({ safe }) => safe.fnmr.value),
    safe_fnmr_high: column(({ safe }) => safe.fnmr.high),
  };
}

function rowOf(
  metric: string,
  { at, discard, kept, attained, fmr, aboveAgain }: Answered,
  { genuine, fnmr, discard: along }: RejectionWalk,
  support: readonly string[],
): MetricRow {
  if (at === -1) return undefinedRow(metric, 'iso', whyNot(fnmr, along, genuine.length), support);
  const all = genuine[0]!;
  const row = {
    metric,
    value: discard,
    count: all,
    hits: all - kept,
    threshold: attained.threshold,
    achieved: fmr,
    convention: 'iso',
  };
  const again = Number.isNaN(aboveAgain)
    ? []
    : [`above it again where ${short(100 * aboveAgain)} % are rejected`];
  return noted(row, [...again, ...support]);
}

function whyNot(fnmr: Float64Array, discard: Float64Array, cuts: number): string {
  if (cuts === 0) return 'no genuine comparisons';
  let best = -1;
  for (let j = 0; j < cuts; j++) if (fnmr[j]! < (fnmr[best] ?? Infinity)) best = j;
  if (best === -1) return 'the FMR asks for less than one impostor';
  return `no cut reaches it; the least FNMR is ${shortRate(fnmr[best]!)}, where ${short(100 * discard[best]!)} % are rejected`;
}
