import { firstWhere } from './bisect.js';
import { judgedComparisons, type JudgedQuality, knownQuality } from './judged-quality.js';
import { levelTally } from './level-tally.js';
import { isSupported } from './operating-point.js';
import type { QualityErrors } from './quality-errors.js';
import { indicesOf } from './selection.js';
import type { VerificationInput } from './verification-input.js';

/** Beyond this share of genuine comparisons rejected nobody rejects, and too few are left to tell. */
export const MOST_REJECTED = 0.95;

/** Most cuts that are tried; more genuine qualities than that are passed over evenly. */
const MOST_CUTS = 20_000;

/** What is left where every comparison below a cut is rejected, cut by cut, ascending. */
export interface RejectionWalk {
  /** The least quality that is kept; the first rejects nothing. */
  readonly cut: Float64Array;
  /** Genuine comparisons kept, and those of them below the threshold. */
  readonly genuine: Float64Array;
  readonly errors: Float64Array;
  /** Share of the genuine comparisons rejected. */
  readonly discard: Float64Array;
  /** FNMR of those kept; NaN where no threshold can be had. */
  readonly fnmr: Float64Array;
}

/**
 * The cuts worth trying: the least quality of all, then the distinct qualities of the genuine comparisons `errors`, until
 * {@link MOST_REJECTED} of them are rejected.
 */
function cutsOf(
  input: VerificationInput,
  quality: JudgedQuality,
  { input: { sweep } }: QualityErrors,
): { readonly cut: Float64Array; readonly at: Int32Array } {
  const { thresholds, genuineAccepted, impostorAccepted } = sweep;
  const last = thresholds.length - 1;
  const all = sweep.genuineTotal + sweep.impostorTotal;
  const kept = (i: number) => genuineAccepted[i]! + impostorAccepted[i]!;
  const first = firstWhere(last + 1, (i) => (all - kept(i)) / all <= MOST_REJECTED);
  const count = last - first + 1;
  const tried = Math.min(count, MOST_CUTS);
  const at = new Int32Array(tried);
  for (let j = 0; j < tried; j++) {
    at[j] = last - (tried === count ? j : Math.round((j * (count - 1)) / (tried - 1)));
  }
  const cut = Float64Array.from(at, (i) => thresholds[i]!);
  const own = knownQuality(input, quality);
  let least = cut[0] ?? Infinity;
  for (let k = 0; k < input.scores.scores.length; k++) {
    const value = own(k);
    if (value < least) least = value;
  }
  if (cut.length > 0 && least < cut[0]!) {
    return {
      cut: Float64Array.from([least, ...cut]),
      at: Int32Array.from([at[0]!, ...at]),
    };
  }
  return { cut, at };
}

/** The walk with the threshold fixed at which `errors` were counted. Empty without genuine comparisons. */
export function walkAtGlobal(
  input: VerificationInput,
  quality: JudgedQuality,
  errors: QualityErrors,
): RejectionWalk {
  const { cut, at } = cutsOf(input, quality, errors);
  const { genuineAccepted: right, impostorAccepted: wrong } = errors.input.sweep;
  const total = errors.members.length;
  const genuine = Float64Array.from(at, (i) => right[i]! + wrong[i]!);
  const rejected = Float64Array.from(at, (i) => wrong[i]!);
  return {
    cut,
    genuine,
    errors: rejected,
    discard: genuine.map((kept) => (total - kept) / total),
    fnmr: rejected.map((hits, j) => hits / genuine[j]!),
  };
}

/**
 * The walk with the threshold chosen anew at every cut by the iso rule for `fmr` on the impostor comparisons kept; FNMR is NaN
 * where that asks for less than one of them.
 *
 * Comparisons leave a tally of levels in the order of their quality, so that no cut needs a sort of its own.
 */
export function walkAtKept(
  input: VerificationInput,
  quality: JudgedQuality,
  errors: QualityErrors,
  fmr: number,
): RejectionWalk {
  const { cut } = cutsOf(input, quality, errors);
  const { scores, sweep, levels } = input;
  const { of } = quality;
  const judged = judgedComparisons(input, quality);
  const level = levels();
  const depth = sweep.thresholds.length;
  const [impostors, mated] = [levelTally(depth), levelTally(depth)];
  const tallyOf = (k: number) => (scores.genuine[k] === 1 ? mated : impostors);
  const { members, begin } = byLastCut(cut, of, indicesOf(scores.scores.length, judged));
  for (const k of members) tallyOf(k).add(level[k]!, 1);
  const walk = {
    cut,
    genuine: new Float64Array(cut.length),
    errors: new Float64Array(cut.length),
    discard: new Float64Array(cut.length),
    fnmr: new Float64Array(cut.length),
  };
  const all = mated.total();
  for (let j = 0; j < cut.length; j++) {
    // Those whose last cut was the one before are below this one.
    for (let m = begin[j]!; m < begin[j + 1]! && j > 0; m++) {
      tallyOf(members[m]!).add(level[members[m]!]!, -1);
    }
    const kept = impostors.total();
    walk.genuine[j] = mated.total();
    walk.discard[j] = (all - mated.total()) / all;
    if (!isSupported(fmr, kept)) {
      walk.errors[j] = NaN;
      walk.fnmr[j] = NaN;
      continue;
    }
    const beyond = impostors.firstBeyond((accepted) => accepted / kept <= fmr);
    walk.errors[j] = mated.total() - mated.below(beyond);
    walk.fnmr[j] = walk.errors[j]! / mated.total();
  }
  return walk;
}

/**
 * The comparisons `judged` in the order of the last cut that keeps them: those from `begin[j]` on are kept by cut `j - 1` and by no
 * later one.
 */
function byLastCut(
  cut: Float64Array,
  of: JudgedQuality['of'],
  judged: Uint32Array,
): { readonly members: Uint32Array; readonly begin: Uint32Array } {
  const reached = (quality: number) => {
    let from = 0;
    let to = cut.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (cut[middle]! <= quality) from = middle + 1;
      else to = middle;
    }
    return from;
  };
  const begin = new Uint32Array(cut.length + 2);
  // Looked up once: a search for each of millions takes longer than all that is done with it. There are at most MOST_CUTS + 1.
  const last = new Uint16Array(judged.length);
  for (let i = 0; i < judged.length; i++) {
    last[i] = reached(of(judged[i]!));
    begin[last[i]! + 1]! += 1;
  }
  for (let j = 0; j <= cut.length; j++) begin[j + 1]! += begin[j]!;
  const next = begin.slice();
  const members = new Uint32Array(begin[cut.length + 1]!);
  for (let i = 0; i < judged.length; i++) members[next[last[i]!]!++] = judged[i]!;
  return { members, begin };
}
