import type { Sweep } from './sweep.js';
import { thresholdAboveAll } from './sweep.js';

/** What happens at one threshold, chosen for a target false match rate. */
export interface OperatingPoint {
  /** The false match rate that was asked for. */
  readonly target: number;
  /** A comparison is accepted when its score is at least this; NaN where nothing can be chosen. */
  readonly threshold: number;
  readonly genuineAccepted: number;
  readonly genuineTotal: number;
  readonly impostorAccepted: number;
  readonly impostorTotal: number;
  /** Share of genuine comparisons accepted, TAR; NaN without genuine comparisons. */
  readonly tar: number;
  /** Share of impostor comparisons accepted, FMR; NaN without impostor comparisons. */
  readonly fmr: number;
}

/**
 * The operating point at the lowest threshold whose false match rate is at most `target`: ISO/IEC 19795-1's acceptance
 * `score >= threshold`, never with more impostors than asked for.
 *
 * Thresholds are the distinct scores and the next float above the greatest (in the width of the scores), which accepts
 * nobody: it stands where even the greatest score holds too many impostors. Tied impostors stand or fall together, so the
 * rate attained can be far below the target; `fmr` tells. Everything is NaN or 0 without impostor comparisons, for then
 * there is no false match rate to keep.
 */
export function lowestAtMost(sweep: Sweep, target: number): OperatingPoint {
  const { impostorAccepted, impostorTotal } = sweep;
  if (impostorTotal === 0) return undefinedPoint(sweep, target);
  let from = 0;
  let to = impostorAccepted.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (impostorAccepted[middle]! / impostorTotal <= target) from = middle + 1;
    else to = middle;
  }
  return pointAt(sweep, from - 1, target);
}

/** The operating point at `thresholds[index]`; index -1 is the threshold above every score. */
export function pointAt(sweep: Sweep, index: number, target: number): OperatingPoint {
  const { thresholds, genuineTotal, impostorTotal } = sweep;
  const genuineAccepted = sweep.genuineAccepted[index] ?? 0;
  const impostorAccepted = sweep.impostorAccepted[index] ?? 0;
  return {
    target,
    threshold: thresholds[index] ?? thresholdAboveAll(sweep),
    genuineAccepted,
    genuineTotal,
    impostorAccepted,
    impostorTotal,
    tar: genuineAccepted / genuineTotal,
    fmr: impostorAccepted / impostorTotal,
  };
}

/** The index into the sweep of the least threshold at or above `threshold`: what it accepts is what that one does; -1 for none. */
export function levelAt({ thresholds }: Sweep, threshold: number): number {
  let from = 0;
  let to = thresholds.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (thresholds[middle]! >= threshold) from = middle + 1;
    else to = middle;
  }
  return from - 1;
}

/** The share of impostor comparisons with a score of at least `threshold`; NaN without impostors. */
export function fmrAt(sweep: Sweep, threshold: number): number {
  return (sweep.impostorAccepted[levelAt(sweep, threshold)] ?? 0) / sweep.impostorTotal;
}

/** The operating point of a sweep that has no impostors to choose a threshold by. */
export function undefinedPoint(sweep: Sweep, target: number): OperatingPoint {
  const { genuineTotal, impostorTotal } = sweep;
  return {
    target,
    threshold: NaN,
    genuineAccepted: 0,
    genuineTotal,
    impostorAccepted: 0,
    impostorTotal,
    tar: NaN,
    fmr: NaN,
  };
}

const FEW_IMPOSTORS = 10;

/** 1e-4 of 10,000 may come out a hair under 1 in binary. */
const SLACK = 1e-9;

/** Whether a false match rate of `target` asks for at least one of `impostors` comparisons. */
export function isSupported(target: number, impostors: number): boolean {
  return target * impostors >= 1 - SLACK;
}

/**
 * What a reader must know before believing a rate at a false match rate of `target` on `impostors` comparisons: that
 * it asks for less than one impostor, or that fewer than ten decide it. Nothing otherwise.
 *
 * Below one impostor the data cannot tell the target from 0 (the "rule of 3" and "rule of 30" of ISO/IEC 19795-1 ask
 * for far more still).
 */
export function supportNotes(target: number, impostors: number): string[] {
  const allowed = target * impostors;
  if (impostors === 0 || allowed >= FEW_IMPOSTORS - SLACK) return [];
  const amount = Number(allowed.toPrecision(3));
  return !isSupported(target, impostors)
    ? [`unsupported: ${amount} of an impostor, in ${impostors}`]
    : [`decided by ${amount} of ${impostors} impostors`];
}
