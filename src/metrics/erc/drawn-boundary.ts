import { indicesOf } from '../selection.js';
import { lowestAtLeast } from '../sweep.js';
import type { VerificationInput } from '../verification-input.js';
import type { Start } from './rule.js';
import { weightedGroups, weightOf } from './weighted-groups.js';

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
  const { left, right } = input.shared();
  const levels = input.levels();
  const members = indicesOf(levels.length, (k) => scores.genuine[k] === label && input.counted(k));
  const sides = {
    left: Uint32Array.from(members, (k) => left[k]!),
    right: Uint32Array.from(members, (k) => right[k]!),
  };
  const weigh = weightedGroups(sides, new Uint32Array(members.length), 1, damping);
  const depth = sweep.thresholds.length;
  const total = new Float64Array(1);
  // What is counted from its end towards the threshold: accepted impostors from the top, rejected genuine from the bottom.
  const nearness = (m: number) => (byFmr ? levels[members[m]!]! : depth - 1 - levels[members[m]!]!);
  const near = nearestFirst(members.length, nearness, depth);
  return (signs) => {
    total[0] = 0;
    weigh(signs, total);
    const budget = start.value * total[0]!;
    let sum = 0;
    for (let reach = Math.ceil(LEAST + FACTOR * start.value * members.length); ; reach *= FACTOR) {
      const order = near(reach);
      let at = 0;
      sum = 0;
      while (at < order.length) {
        const level = nearness(order[at]!);
        for (; at < order.length && nearness(order[at]!) === level; at++) {
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

/** Gives at least the first `reach` of the members by nearness, runs of equal ones whole, each list made once. */
function nearestFirst(
  count: number,
  nearness: (m: number) => number,
  depth: number,
): (reach: number) => Uint32Array {
  const upTo = new Uint32Array(depth + 1);
  for (let m = 0; m < count; m++) upTo[nearness(m) + 1]! += 1;
  for (let level = 0; level < depth; level++) upTo[level + 1]! += upTo[level]!;
  const known = new Map<number, Uint32Array>();
  return (reach) => {
    let last = 0;
    while (last < depth && upTo[last]! < reach) last++;
    const before = known.get(last);
    if (before !== undefined) return before;
    const next = upTo.slice(0, last + 1);
    const order = new Uint32Array(upTo[last]!);
    for (let m = 0; m < count; m++) {
      const level = nearness(m);
      if (level < last) order[next[level]!++] = m;
    }
    known.set(last, order);
    return order;
  };
}
