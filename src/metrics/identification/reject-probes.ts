import type { SearchSet } from '../../types.js';
import { lowestAtMost } from '../operating-point.js';
import { isMated, rankOf } from './cmc.js';
import { matedOf, openSetSweep } from './open-set.js';

/** Shares of the probes that a curve rejects: every hundredth up to 95. */
const GRID = Float64Array.from({ length: 96 }, (_, i) => i / 100);

/** What is left of a search when the probes of low quality are rejected. */
export interface Kept {
  /** The share of all probes really rejected: those of equal quality are rejected together or not at all. */
  readonly rejected: number;
  /** The least quality that is kept. */
  readonly quality: number;
  /** Whether probe `p` is kept. */
  readonly has: (p: number) => boolean;
}

/**
 * The search without the share `share` of its probes that have the lowest quality, or as many fewer as ties make it. NaN is no
 * quality and is rejected first.
 */
export function keptAt(quality: Float32Array, share: number): Kept {
  const ranked = quality.map((value) => (Number.isNaN(value) ? -Infinity : value)).sort();
  const least = ranked[Math.min(ranked.length - 1, Math.floor(share * ranked.length))]!;
  const has = (p: number) => quality[p]! >= least || least === -Infinity;
  let kept = 0;
  for (let p = 0; p < quality.length; p++) if (has(p)) kept++;
  return { rejected: 1 - kept / quality.length, quality: least, has };
}

/** Whether qualities differ, so that rejecting by them means something. */
export function tellsApart(quality: Float32Array): boolean {
  let [least, most] = [Infinity, -Infinity];
  for (const value of quality) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  // Vectors that were made unit before have lengths of 1 but for rounding.
  return most - least > 1e-4 * most;
}

/** Counts of the probes that are kept, at rank 1: with a threshold, and without. */
export interface KeptCounts {
  readonly mated: number;
  readonly nonMated: number;
  /** Mated probes whose mate is first; those of them that score at least the threshold; and non-mated ones with a candidate that does. */
  readonly first: number;
  readonly identified: number;
  readonly alarms: number;
}

export function countKept(set: SearchSet, { has }: Kept, threshold: number): KeptCounts {
  let [mated, nonMated, first, identified, alarms] = [0, 0, 0, 0, 0];
  for (let p = 0; p < set.probes; p++) {
    if (!has(p)) continue;
    if (isMated(set, p)) {
      mated++;
      if (rankOf(set, p) !== 1) continue;
      first++;
      if (set.mate[p]! >= threshold) identified++;
    } else {
      nonMated++;
      if (set.other[p]! >= threshold) alarms++;
    }
  }
  return { mated, nonMated, first, identified, alarms };
}

/**
 * How rank-1 and TPIR rise as probes of low quality are rejected: columns over the share rejected. The threshold is that of all
 * probes for `fpir`, as error-versus-reject curves fix theirs (ISO/IEC 29794-1), so `fpir` moves too; `tpir_repicked` is the TPIR at the
 * threshold that the probes left would choose. NaN where nothing is left to count. Empty where all probes are mated or none is.
 */
export function rejectCurve(
  set: SearchSet,
  quality: Float32Array,
  fpir: number,
): Readonly<Record<string, Float64Array>> {
  const open = openSetSweep(set, 1);
  const { threshold } = lowestAtMost(open, fpir);
  const steps = GRID.length;
  const columns = {
    rejected: new Float64Array(steps),
    quality: new Float64Array(steps),
    mated: new Float64Array(steps),
    non_mated: new Float64Array(steps),
    rank_1: new Float64Array(steps),
    fpir: new Float64Array(steps),
    tpir: new Float64Array(steps),
    tpir_repicked: new Float64Array(steps),
  };
  let at = 0;
  for (const share of GRID) {
    const kept = keptAt(quality, share);
    if (at > 0 && kept.rejected === columns.rejected[at - 1]) continue;
    const { mated, nonMated, first, identified, alarms } = countKept(set, kept, threshold);
    columns.rejected[at] = kept.rejected;
    columns.quality[at] = kept.quality;
    columns.mated[at] = mated;
    columns.non_mated[at] = nonMated;
    columns.rank_1[at] = first / mated;
    columns.fpir[at] = alarms / nonMated;
    columns.tpir[at] = identified / mated;
    columns.tpir_repicked[at] = repicked(set, kept, fpir);
    at++;
  }
  return Object.fromEntries(
    Object.entries(columns).map(([name, values]) => [name, values.subarray(0, at)]),
  );
}

/** The TPIR of the probes that are kept, at the lowest threshold at which their FPIR is at most `fpir`. */
function repicked(set: SearchSet, { has }: Kept, fpir: number): number {
  const open = openSetSweep(set, 1, has);
  if (matedOf(open) === 0 || open.impostorTotal === 0) return NaN;
  return lowestAtMost(open, fpir).genuineAccepted / matedOf(open);
}
