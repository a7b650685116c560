import { firstWhere } from '../bisect.js';
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
  const levels = input.levels();
  const members = indicesOf(levels.length, (k) => scores.genuine[k] === label && input.counted(k));
  const sides = sidesOf(input, members);
  const weigh = weightedGroups(sides, new Uint32Array(members.length), 1, damping);
  const depth = sweep.thresholds.length;
  const total = new Float64Array(1);
  // What is counted from its end towards the threshold: accepted impostors from the top, rejected genuine from the bottom.
  const nearness = picked(levels, members);
  if (!byFmr) for (let m = 0; m < nearness.length; m++) nearness[m] = depth - 1 - nearness[m]!;
  const { impostorAccepted, genuineAccepted, genuineTotal } = sweep;
  const near = nearestFirst(nearness, depth, (level) =>
    byFmr
      ? (impostorAccepted[level - 1] ?? 0)
      : genuineTotal - (level === depth ? 0 : genuineAccepted[depth - 1 - level]!),
  );
  return (signs) => {
    total[0] = 0;
    weigh(signs, total);
    const budget = start.value * total[0];
    for (let reach = Math.ceil(LEAST + FACTOR * start.value * members.length); ; reach *= FACTOR) {
      const order = near(reach);
      let [at, sum] = [0, 0];
      while (at < order.length) {
        const level = nearness[order[at]!]!;
        for (; at < order.length && nearness[order[at]!] === level; at++) {
          const m = order[at]!;
          const [a, b] = [sides.left[m]!, sides.right[m]!];
          sum += weightOf(signs[a]!, signs[b]!, a === b, damping);
        }
        // Sums in another order may differ in their last bits.
        if (sum > budget * (1 + 1e-12)) return byFmr ? level : depth - level;
      }
      if (order.length === members.length) return byFmr ? depth : 0;
    }
  };
}

/**
 * Gives at least the first `reach` of the members by nearness, runs of equal ones whole, each list made once.
 * @param before how many members are nearer than a level
 */
function nearestFirst(
  nearness: Uint32Array,
  depth: number,
  before: (level: number) => number,
): (reach: number) => Uint32Array {
  const known = new Map<number, Uint32Array>();
  return (reach) => {
    const last = firstWhere(depth, (level) => before(level) >= reach);
    const made = known.get(last);
    if (made !== undefined) return made;
    const next = Uint32Array.from({ length: last }, (_, level) => before(level));
    const order = new Uint32Array(before(last));
    for (let m = 0; m < nearness.length; m++) {
      const level = nearness[m]!;
      if (level < last) order[next[level]!++] = m;
    }
    known.set(last, order);
    return order;
  };
}
