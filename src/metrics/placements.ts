import type { ScoreSet } from '../types.js';
import { levelFinder } from './levels.js';
import type { Sweep } from './sweep.js';

/**
 * How many scores of the other class lie above the score of comparison `k`, those equal to it counting half; for comparisons that
 * `sweep` counts.
 *
 * A score is sought among the distinct scores of the other class alone: where genuine comparisons are few, those of millions of
 * impostors are found in a list that a cache holds.
 */
export function placements({ scores, genuine }: ScoreSet, sweep: Sweep): (k: number) => number {
  const amongImpostors = aboveIn(sweep, sweep.impostorAccepted);
  const amongGenuine = aboveIn(sweep, sweep.genuineAccepted);
  return (k) => (genuine[k] === 1 ? amongImpostors(scores[k]!) : amongGenuine(scores[k]!));
}

/** How many of the class that `accepted` counts lie above a score, equal ones half. */
function aboveIn({ thresholds }: Sweep, accepted: Sweep['genuineAccepted']) {
  let distinct = 0;
  for (let i = 0; i < accepted.length; i++) if (accepted[i]! > (accepted[i - 1] ?? 0)) distinct++;
  // Of each distinct score of the class, and in the end of none: how many lie above it.
  const own = thresholds.slice(0, distinct);
  const above = new Float64Array(distinct + 1);
  let next = 0;
  for (let i = 0; i < accepted.length; i++) {
    const before = accepted[i - 1] ?? 0;
    if (!(accepted[i]! > before)) continue;
    own[next] = thresholds[i]!;
    above[++next] = accepted[i]!;
  }
  const { level } = levelFinder(own);
  return (score: number) => {
    const at = level(score);
    return own[at] === score ? (above[at]! + above[at + 1]!) / 2 : above[at]!;
  };
}
