import type { ScoreSet } from '../types.js';
import { levelFinder } from './levels.js';
import type { Counts, Sweep } from './sweep.js';

/** A class is small where there are this many times as many thresholds. */
const SMALL = 4;

/**
 * How many scores of the other class lie above the score of comparison `k`, those equal to it counting half; for comparisons that
 * `sweep` counts.
 *
 * Where genuine comparisons are few, the scores of millions of impostors are sought among theirs alone, which a cache holds.
 */
export function placements({ scores, genuine }: ScoreSet, sweep: Sweep): (k: number) => number {
  const { genuineAccepted, impostorAccepted, genuineTotal, impostorTotal } = sweep;
  const amongGenuine = aboveIn(sweep, genuineAccepted, genuineTotal);
  const amongImpostors = aboveIn(sweep, impostorAccepted, impostorTotal);
  return (k) => (genuine[k] === 1 ? amongImpostors(scores[k]!) : amongGenuine(scores[k]!));
}

/** How many of the class that `accepted` counts lie above a score of either class, equal ones half. */
function aboveIn({ thresholds }: Sweep, accepted: Counts, total: number) {
  if (total * SMALL > thresholds.length) {
    const { level } = levelFinder(thresholds);
    return (score: number) => {
      const at = level(score);
      return ((accepted[at - 1] ?? 0) + accepted[at]!) / 2;
    };
  }
  // The class's own distinct scores, and how many of it lie above each, and above none.
  const own = thresholds.slice(0, total);
  const above = new Float64Array(total + 1);
  let distinct = 0;
  for (let i = 0; i < accepted.length; i++) {
    if (accepted[i] === above[distinct]) continue;
    own[distinct++] = thresholds[i]!;
    above[distinct] = accepted[i]!;
  }
  const { level } = levelFinder(own.subarray(0, distinct));
  return (score: number) => {
    const at = level(score);
    return own[at] === score && at < distinct ? (above[at]! + above[at + 1]!) / 2 : above[at]!;
  };
}
