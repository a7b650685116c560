import type { ComparedQuality, Scores } from '../../types.js';
import { combinedQuality } from '../combined-quality.js';
import type { OperatingPoint } from '../operating-point.js';
import { indicesOf } from '../selection.js';
import type { VerificationInput } from '../verification-input.js';
import { EMPTY_CURVE, rejectCurve, type RejectCurve } from './reject-curve.js';
import { repickedCurve, type RepickedStep } from './repicked.js';
import type { ErcRule } from './rule.js';
import { startingPoint } from './start.js';

/** An exact curve, and the operating point its errors were counted at. */
export interface ErrorVersusReject {
  readonly curve: RejectCurve;
  /** Before anything is discarded. */
  readonly point: OperatingPoint;
  /** Of a threshold that is picked anew: what each step of the curve but its last was picked from. */
  readonly repicked?: readonly RepickedStep[];
}

/**
 * The error-versus-reject curve of `quality` by `rule`.
 *
 * Comparisons without a score are left out. Empty where there are none of the class whose error is counted, or none to
 * choose the threshold by.
 *
 * @throws RangeError where the qualities cannot be combined so, or pictures are to be discarded by qualities of comparisons
 */
export function errorVersusReject(
  input: VerificationInput,
  quality: ComparedQuality,
  rule: ErcRule,
): ErrorVersusReject {
  const { scores, sweep } = input;
  const point = startingPoint(sweep, rule.start);
  const members = countedComparisons(input, rule);
  if (members.length === 0 || Number.isNaN(point.threshold)) return { curve: EMPTY_CURVE, point };
  if (rule.repicked) {
    const combined = combinedQuality(quality, rule.combine);
    const discardable = discardableQualities(input, quality, rule);
    const { curve, steps } = repickedCurve(input, combined, discardable, rule);
    return { curve, point, repicked: steps };
  }
  const rejected = rule.error === 'fnmr';
  const wrong = new Uint8Array(members.length);
  const qualities = combinedQuality(quality, rule.combine, members);
  for (let m = 0; m < members.length; m++) {
    const k = members[m]!;
    wrong[m] = scores.scores[k]! >= point.threshold === rejected ? 0 : 1;
  }
  const own = rule.shareOf === 'counted';
  const discardable = own ? qualities : discardableQualities(input, quality, rule);
  return { curve: rejectCurve(qualities, wrong, discardable), point };
}

/** The comparisons whose error is counted: those of the class, in a test fold, with a score. */
export function countedComparisons(
  { scores, counted }: VerificationInput,
  { error }: Pick<ErcRule, 'error'>,
): Uint32Array {
  const label = error === 'fnmr' ? 1 : 0;
  return indicesOf(scores.scores.length, (k) => scores.genuine[k] === label && counted(k));
}

/** Quality of each thing that the discarded share is a share of. */
function discardableQualities(
  input: VerificationInput,
  quality: ComparedQuality,
  rule: ErcRule,
): Scores {
  if (rule.shareOf === 'pictures') {
    const pictures = comparedPictures(input, quality);
    return Float64Array.from(pictures, (picture) => quality.values[picture]!);
  }
  const members =
    rule.shareOf === 'all'
      ? indicesOf(input.scores.scores.length, input.counted)
      : countedComparisons(input, rule);
  return combinedQuality(quality, rule.combine, members);
}

/**
 * The pictures that take part in a comparison that counts, ascending.
 * @throws RangeError where only comparisons have qualities
 */
export function comparedPictures(
  { counted, scores }: VerificationInput,
  { name, values, left, right }: ComparedQuality,
): Uint32Array {
  if (ofComparisons({ left, right })) {
    throw new RangeError(
      `${name} is a quality of comparisons: it cannot say which pictures to discard`,
    );
  }
  const present = new Uint8Array(values.length);
  for (let k = 0; k < scores.scores.length; k++) {
    if (!counted(k)) continue;
    present[left[k]!] = 1;
    present[right[k]!] = 1;
  }
  return indicesOf(values.length, (picture) => present[picture] === 1);
}

/** Whether qualities are of comparisons as a whole: both sides of each are the same entry. */
export function ofComparisons({ left, right }: Pick<ComparedQuality, 'left' | 'right'>): boolean {
  return left.length > 0 && left.every((picture, k) => picture === right[k]);
}
