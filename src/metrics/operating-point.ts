import type { Convention } from './conventions/convention.js';
import { firstWhere } from './bisect.js';
import { nextAbove } from './next-float.js';
import { lowestAtLeast, type Sweep, thresholdAboveAll } from './sweep.js';
import type { VerificationInput } from './verification-input.js';

/** What happens at one threshold, chosen for a target false match rate. */
export interface OperatingPoint {
  /** The false match rate that was asked for. */
  readonly target: number;
  /**
   * A comparison is accepted when its score is at least this, or greater than this where `strict`; NaN where nothing can
   * be chosen, and where the rates were drawn between two thresholds.
   */
  readonly threshold: number;
  /** Set where a score at the threshold is rejected. */
  readonly strict?: true;
  /** NaN, like `impostorAccepted`, where the rates were drawn between two thresholds. */
  readonly genuineAccepted: number;
  readonly genuineTotal: number;
  readonly impostorAccepted: number;
  readonly impostorTotal: number;
  /** Share of genuine comparisons accepted, TAR; NaN where nothing can be chosen. */
  readonly tar: number;
  /** Share of impostor comparisons accepted, FMR; NaN where nothing can be chosen. */
  readonly fmr: number;
  /** What the peer prints as its threshold, where that is not the one at which it took the rates. */
  readonly printedThreshold?: number;
  /** What a reader must know of this point; why nothing can be chosen where there are impostors to choose by. */
  readonly notes?: readonly string[];
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
  const beyond = firstWhere(
    impostorAccepted.length,
    (i) => !(impostorAccepted[i]! / impostorTotal <= target),
  );
  return pointAt(sweep, beyond - 1, target);
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

/** The operating point that accepts only scores above `thresholds[index]`. */
export function pointAbove(sweep: Sweep, index: number, target: number): OperatingPoint {
  return {
    ...pointAt(sweep, index - 1, target),
    threshold: sweep.thresholds[index]!,
    strict: true,
  };
}

/** The least score that `point` accepts, in the width of the scores: above its threshold where that must be exceeded. */
export function acceptedFrom({ threshold, strict }: OperatingPoint, sweep: Sweep): number {
  return strict === true ? nextAbove(threshold, sweep.width) : threshold;
}

/** The operating point that `convention` chooses for `far`, or iso where it has no rule of its own. */
export function pointOf(
  input: VerificationInput,
  far: number,
  { tarAtFar }: Convention,
): OperatingPoint {
  return tarAtFar === undefined ? lowestAtMost(input.sweep, far) : tarAtFar(input, far);
}

/** The share of impostor comparisons with a score of at least `threshold`; NaN without impostors. */
export function fmrAt(sweep: Sweep, threshold: number): number {
  return (sweep.impostorAccepted[lowestAtLeast(sweep, threshold)] ?? 0) / sweep.impostorTotal;
}

/** The operating point where no threshold can be chosen: for lack of impostors, or because of what `notes` say. */
export function undefinedPoint(
  sweep: Sweep,
  target: number,
  notes: readonly string[] = [],
): OperatingPoint {
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
    ...(notes.length === 0 ? {} : { notes }),
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
