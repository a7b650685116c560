import { firstWhere } from '../bisect.js';
import { levelsOf } from '../levels.js';
import { indicesOf } from '../selection.js';
import { lowestAtLeast } from '../sweep.js';
import { picked } from '../subset.js';
import type { VerificationInput } from '../verification-input.js';
import type { Start } from './rule.js';
import { sidesOf, weightedGroups, weightOf } from './weighted-groups.js';

/** How many times as many impostors as a rate allows are looked at first, and how many at least. */
const FACTOR = 4;
const LEAST = 256;

/**
 * Gives, under the signs of one draw, the level (index among the sweep's descending thresholds) from which on comparisons are
 * rejected: the threshold that `start` chooses on the comparisons as the draw weighs them. A threshold that is given stays.
 *
 * @param damping of comparisons about two persons
 */
export function drawnBoundary(
  input: VerificationInput,
  start: Start,
  damping: number,
): (signs: Int8Array) => number {
  const { sweep, scores } = input;
  if (start.kind === 'threshold') {
    const fixed = lowestAtLeast(sweep, start.value) + 1;
    return () => fixed;
  }
  const byFmr = start.kind === 'fmr';
  const label = byFmr ? 0 : 1;
  const members = indicesOf(
    scores.scores.length,
    (k) => scores.genuine[k] === label && input.counted(k),
    byFmr ? sweep.impostorTotal : sweep.genuineTotal,
  );
  const weigh = weightedGroups(
    sidesOf(input, members),
    new Uint32Array(members.length),
    1,
    damping,
  );
  const { left, right, of } = input.shared();
  const depth = sweep.thresholds.length;
  const total = new Float64Array(1);
  const near = nearestFirst(input, byFmr);
  return (signs) => {
    total[0] = 0;
    weigh(signs, total);
    const budget = start.value * total[0];
    for (let reach = Math.ceil(LEAST + FACTOR * start.value * members.length); ; reach *= FACTOR) {
      const { comparisons, nearness } = near(reach);
      let [at, sum] = [0, 0];
      while (at < comparisons.length) {
        const level = nearness[at]!;
        for (; at < comparisons.length && nearness[at] === level; at++) {
          const k = comparisons[at]!;
          const [a, b] = [of[left[k]!]!, of[right[k]!]!];
          sum += weightOf(signs[a]!, signs[b]!, a === b, damping);
        }
        // Sums in another order may differ in their last bits.
        if (sum > budget * (1 + 1e-12)) return byFmr ? level : depth - level;
      }
      if (comparisons.length === members.length) return byFmr ? depth : 0;
    }
  };
}

/** Comparisons of one class, the nearest first, and how near each is: 0 for the very first level. */
interface Nearest {
  readonly comparisons: Uint32Array;
  readonly nearness: Uint32Array;
}

/**
 * Gives at least the first `reach` of what is counted from its end towards the threshold, accepted impostors from the top or
 * rejected genuine comparisons from the bottom, runs of equal ones whole; each list is made once.
 */
function nearestFirst(
  { sweep, scores: { scores }, decisive }: VerificationInput,
  byFmr: boolean,
): (reach: number) => Nearest {
  const { thresholds, impostorAccepted, genuineAccepted, genuineTotal } = sweep;
  const depth = thresholds.length;
  // How many are nearer than a level.
  const before = (level: number) =>
    byFmr
      ? (impostorAccepted[level - 1] ?? 0)
      : genuineTotal - (level === depth ? 0 : genuineAccepted[depth - 1 - level]!);
  const within = (last: number) => {
    if (last === 0) return new Uint32Array();
    if (byFmr) return decisive.acceptedImpostors(thresholds[last - 1]!);
    return decisive.genuine().filter((k) => scores[k]! <= thresholds[depth - last]!);
  };
  const known = new Map<number, Nearest>();
  return (reach) => {
    const last = firstWhere(depth, (level) => before(level) >= reach);
    const made = known.get(last);
    if (made !== undefined) return made;
    const found = within(last);
    const levels = levelsOf(sweep, picked(scores, found));
    const next = Uint32Array.from({ length: last }, (_, level) => before(level));
    const comparisons = new Uint32Array(found.length);
    const nearness = new Uint32Array(found.length);
    for (let i = 0; i < found.length; i++) {
      const level = byFmr ? levels[i]! : depth - 1 - levels[i]!;
      const place = next[level]!++;
      comparisons[place] = found[i]!;
      nearness[place] = level;
    }
    known.set(last, { comparisons, nearness });
    return { comparisons, nearness };
  };
}
