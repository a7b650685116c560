import { firstWhere } from '../bisect.js';
import { isSupported, supportNotes } from '../operating-point.js';
import { indicesOf, type Selection } from '../selection.js';
import type { Scores } from '../../types.js';
import type { VerificationInput } from '../verification-input.js';
import { DISCARD_GRID, type RejectCurve } from './reject-curve.js';
import type { ErcRule } from './rule.js';

/** A threshold picked on what one discard left. */
export interface RepickedStep {
  readonly discard: number;
  /** NaN where nothing is left to pick by. */
  readonly threshold: number;
  /** Comparisons left of the class that it is picked on. */
  readonly left: number;
  /** What of them the rate allows on the wrong side of it: below 1, any threshold would do. */
  readonly allowed: number;
}

/**
 * The curve at the discards 0, 0.01, ... 0.99 with the threshold picked anew on all comparisons that each leaves, genuine and
 * impostor, whose quality reaches the same cut.
 *
 * Equal qualities leave together, so a discard may be less than the one asked for and stands once. A step without a
 * comparison to pick by, or without one that counts, is not there; the curve closes with (1, 0).
 *
 * @param combined quality of every comparison
 * @param discardable quality of each thing that the share is of
 */
export function repickedCurve(
  input: VerificationInput,
  combined: Scores,
  discardable: Scores,
  rule: ErcRule,
): { readonly curve: RejectCurve; readonly steps: readonly RepickedStep[] } {
  const cuts = cutsOf(discardable);
  const order = byLevel(input);
  const { genuine } = input.scores;
  // How many of the cuts each comparison survives, and how many comparisons of a class survive so many.
  const survived = new Uint8Array(combined.length);
  const kept = cuts.map(() => [0, 0]);
  for (const k of order) {
    const value = known(combined[k]!);
    survived[k] = firstWhere(cuts.length, (cut) => !(cuts[cut]!.least <= value));
    if (survived[k] > 0) kept[survived[k] - 1]![genuine[k]!]! += 1;
  }
  for (let cut = cuts.length - 2; cut >= 0; cut--) {
    for (const label of [0, 1]) kept[cut]![label]! += kept[cut + 1]![label]!;
  }
  const found = cuts.map(({ discard }, cut) => ({
    discard,
    ...pick(input, order, (k) => survived[k]! > cut, kept[cut]!, rule),
  }));
  const usable = found.filter(({ kept, threshold }) => kept > 0 && !Number.isNaN(threshold));
  const column = <T extends Float64Array | Uint32Array>(
    into: T,
    read: (step: (typeof found)[number]) => number,
  ): T => {
    usable.forEach((step, i) => (into[i] = read(step)));
    return into;
  };
  const size = usable.length === 0 ? 0 : usable.length + 1;
  const discard = column(new Float64Array(size), (step) => step.discard);
  if (size > 0) discard[size - 1] = 1;
  return {
    curve: {
      discard,
      error: column(new Float64Array(size), ({ errors, kept }) => errors / kept),
      errors: column(new Uint32Array(size), ({ errors }) => errors),
      kept: column(new Uint32Array(size), ({ kept }) => kept),
    },
    steps: usable.map(({ threshold, left, allowed, ...step }) => ({
      discard: step.discard,
      threshold,
      left,
      allowed,
    })),
  };
}

/** One discard: what leaves is below `least`. */
export interface Cut {
  readonly discard: number;
  readonly least: number;
}

/** The cuts whose discards come nearest to 0, 0.01, ... 0.99 from below, each once. */
export function cutsOf(discardable: Scores): Cut[] {
  const sorted = Float64Array.from(discardable, known).sort();
  const cuts: Cut[] = [];
  if (sorted.length === 0) return cuts;
  for (const at of DISCARD_GRID.subarray(0, -1)) {
    const cut = cutAt(sorted, at);
    if (cut.discard !== cuts.at(-1)?.discard) cuts.push(cut);
  }
  return cuts;
}

/** The cut whose discard comes nearest to the share `at` from below, of ascending qualities, at least one. */
function cutAt(sorted: Scores, at: number): Cut {
  let first = rankAt(sorted.length, at);
  // Equal qualities leave together, so those that would be parted all stay.
  while (first > 0 && sorted[first - 1] === sorted[first]) first--;
  return { discard: first / sorted.length, least: sorted[first] ?? NaN };
}

/** The rank among `count` ascending qualities of the first that stays where the share `at` of them is to leave. */
export function rankAt(count: number, at: number): number {
  // 0.29 * 100 is a hair under 29.
  return Math.min(count - 1, Math.floor(at * count + 1e-9));
}

/** A quality as it is ordered: an unknown one stands below all others. */
function known(quality: number): number {
  return Number.isNaN(quality) ? -Infinity : quality;
}

/** The comparisons that count, the greatest score first, equal scores in the order of the protocol. */
export function byLevel(input: VerificationInput): Uint32Array {
  const levels = input.levels();
  const members = indicesOf(levels.length, input.counted);
  const depth = input.sweep.thresholds.length;
  const next = new Uint32Array(depth + 1);
  for (const k of members) next[levels[k]! + 1]! += 1;
  for (let level = 0; level < depth; level++) next[level + 1]! += next[level]!;
  const order = new Uint32Array(members.length);
  for (const k of members) order[next[levels[k]!]!++] = k;
  return order;
}

/** The threshold on what is kept, and what it decides wrongly. */
function pick(
  { scores: { scores, genuine } }: VerificationInput,
  order: Uint32Array,
  isKept: Selection,
  kept: readonly number[],
  { start, error }: ErcRule,
) {
  const [impostors = 0, mated = 0] = kept;
  const byFmr = start.kind === 'fmr';
  const total = byFmr ? impostors : mated;
  const accepted = [0, 0];
  let threshold = byFmr ? NaN : (scores[order[0]!] ?? NaN);
  let at = 0;
  while (at < order.length) {
    const score = scores[order[at]!]!;
    const reached = [accepted[0]!, accepted[1]!];
    let next = at;
    let seen = 0;
    for (; next < order.length && scores[order[next]!] === score; next++) {
      const k = order[next]!;
      if (!isKept(k)) continue;
      reached[genuine[k]!]! += 1;
      seen++;
    }
    if (seen > 0) {
      if (byFmr && !(reached[0]! / impostors <= start.value)) break;
      [accepted[0], accepted[1]] = [reached[0]!, reached[1]!];
      threshold = score;
      if (!byFmr && (mated - accepted[1]) / mated <= start.value) break;
    }
    at = next;
  }
  const errors = error === 'fnmr' ? mated - accepted[1]! : accepted[0]!;
  return {
    // Where even the greatest score holds too many impostors nothing is accepted.
    threshold: total === 0 ? NaN : Number.isNaN(threshold) ? Infinity : threshold,
    errors,
    kept: error === 'fnmr' ? mated : impostors,
    left: total,
    allowed: start.value * total,
  };
}

/**
 * What a reader must know of thresholds that were picked anew: from which discard on too few comparisons are left to pick by,
 * so that the curve shows their number and not quality. Nothing where all are supported.
 */
export function repickedNotes(steps: readonly RepickedStep[], { start }: ErcRule): string[] {
  const weak = steps.find(({ left }) => supportNotes(start.value, left).length > 0);
  if (weak === undefined) return [];
  const unsupported = steps.find(({ left }) => !isSupported(start.value, left));
  const of = start.kind === 'fmr' ? 'impostor' : 'genuine';
  const decided = `fewer than 10 ${of} comparisons decide the threshold from discard ${share(weak.discard)} on`;
  return unsupported === undefined
    ? [decided]
    : [
        `${decided}, less than one from ${share(unsupported.discard)} on: there it moves with their number, not with quality`,
      ];
}

function share(discard: number): string {
  return String(Number(discard.toPrecision(3)));
}
