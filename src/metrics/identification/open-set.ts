import type { SearchSet } from '../../types.js';
import { type Sweep, sweep } from '../sweep.js';
import { isMated, rankOf } from './cmc.js';

/**
 * What is accepted at every threshold of an open-set search: genuine are the mated probes by the score of their mate, impostor
 * the non-mated probes by their best score. A mated probe whose mate is beyond `rank` has no score, and counts as a failure
 * at every threshold.
 *
 * TPIR is `genuineAccepted` over {@link matedOf}; FPIR is `impostorAccepted` over `impostorTotal` (ISO/IEC 19795-1).
 *
 * @param rank Infinity where only the threshold decides
 * @param has whether probe `p` takes part; all do where it is left out
 */
export function openSetSweep(
  set: SearchSet,
  rank: number,
  has: (p: number) => boolean = () => true,
): Sweep {
  const scores = new Float32Array(set.probes);
  const mated = new Uint8Array(set.probes);
  let count = 0;
  for (let p = 0; p < set.probes; p++) {
    if (!has(p)) continue;
    if (isMated(set, p)) {
      mated[count] = 1;
      scores[count++] = rankOf(set, p) <= rank ? set.mate[p]! : NaN;
    } else scores[count++] = set.other[p]!;
  }
  return sweep(scores.subarray(0, count), mated.subarray(0, count));
}

/** All mated probes behind `openSetSweep`, those beyond the rank too. */
export function matedOf({ genuineTotal, genuineFailures }: Sweep): number {
  return genuineTotal + genuineFailures;
}

/** Curves have at most about this many points, closer together where FPIR is low. */
const STEPS = 200;

/**
 * FNIR for FPIR, from the highest threshold to the lowest: at every number of false alarms up to 200, then at numbers that grow
 * by a twentieth; each at the lowest threshold that keeps to it. Empty without probes of both kinds.
 */
export function fnirCurve(open: Sweep): {
  readonly threshold: Float64Array;
  readonly fpir: Float64Array;
  readonly fnir: Float64Array;
} {
  const { thresholds, genuineAccepted, impostorAccepted, impostorTotal } = open;
  const mated = matedOf(open);
  const kept: number[] = [];
  let allowed = 0;
  if (mated > 0 && impostorTotal > 0) {
    for (let i = 0; i < thresholds.length; i++) {
      const next = impostorAccepted[i + 1] ?? Infinity;
      // The last threshold with this number of false alarms, where that number is due.
      if (next === impostorAccepted[i] || impostorAccepted[i]! < allowed) continue;
      kept.push(i);
      const alarms = impostorAccepted[i]!;
      allowed = alarms < STEPS ? alarms + 1 : Math.ceil(alarms * 1.05);
      if (next === Infinity) break;
    }
  }
  return {
    threshold: Float64Array.from(kept, (i) => thresholds[i]!),
    fpir: Float64Array.from(kept, (i) => impostorAccepted[i]! / impostorTotal),
    fnir: Float64Array.from(kept, (i) => 1 - genuineAccepted[i]! / mated),
  };
}
