import { type FoldAccuracy } from '../fold-accuracy.js';
import { inSampleAccuracy } from '../in-sample-accuracy.js';
import { nextAbove } from '../next-float.js';
import { type OperatingPoint, pointAt, undefinedPoint } from '../operating-point.js';
import { rightDecisions } from '../reasons.js';
import { formatRate, short } from '../rate.js';
import type { Sweep } from '../sweep.js';
import type { VerificationInput } from '../verification-input.js';
import type { Convention } from './convention.js';

/**
 * The operating point of insightface's GUI of 2026 (`_tar_far_from_scores`): of the thresholds that accept no more
 * impostors than the budget `floor(far * impostors)`, the lowest; it is the one with the greatest TAR.
 *
 * Thresholds are the distinct scores and the next float64 above the greatest impostor. A budget of 0 is skipped as
 * insufficient data: everything is NaN, with that note.
 */
export function guiPoint({ sweep, fars }: VerificationInput, far: number): OperatingPoint {
  const { impostorTotal } = sweep;
  if (impostorTotal === 0) return undefinedPoint(sweep, far);
  const budget = Math.floor(far * impostorTotal);
  if (budget === 0) {
    return undefinedPoint(sweep, far, ['insufficient data: the budget of false accepts is 0']);
  }
  const notes = keyNotes(fars, far);
  return { ...withinBudget(sweep, budget, far), ...(notes.length === 0 ? {} : { notes }) };
}

function withinBudget(sweep: Sweep, budget: number, far: number): OperatingPoint {
  const { thresholds, impostorAccepted } = sweep;
  let index = -1;
  while (index + 1 < impostorAccepted.length && impostorAccepted[index + 1]! <= budget) index++;
  const point = pointAt(sweep, index, far);
  if (point.impostorAccepted > 0) return point;
  // No impostor passes: the next float above the greatest is a lower threshold than any genuine score there.
  const greatest = impostorAccepted.findIndex((count) => count > 0);
  return { ...point, threshold: nextAbove(thresholds[greatest]!, 64) };
}

/** What the key under which the GUI prints a FAR does to it: it has one digit, and FARs with the same digit collide. */
function keyNotes(fars: readonly number[], far: number): string[] {
  const key = guiKey(far);
  const sharing = fars.filter((other) => other !== far && guiKey(other) === key);
  if (sharing.length > 0) {
    return [`the GUI prints ${sharing.map(formatRate).join(' and ')} under the same key, ${key}`];
  }
  return Number(key) === far ? [] : [`the GUI prints it under the key ${key}`];
}

/** The key under which the GUI prints what it found at `rate`: Python's `.0e`, one digit, halves to even: `3e-3`. */
export function guiKey(rate: number): string {
  // A hundred digits are the whole of any double that is a rate people ask for.
  const [mantissa = '', exponent = ''] = rate.toExponential(100).split('e');
  const first = Number(mantissa[0]);
  const rest = mantissa.slice(2);
  const half = /^50*$/.test(rest);
  const up = half ? first % 2 === 1 : rest >= '5';
  const digit = first + (up ? 1 : 0);
  const power = Number(exponent) + (digit === 10 ? 1 : 0);
  return `${digit === 10 ? 1 : digit}e${power}`;
}

/** The accuracy at the best of all distinct scores, judged on the same comparisons; the lowest among equals. */
export function guiAccuracy(input: VerificationInput): FoldAccuracy {
  return inSampleAccuracy(input, { candidates: (i) => i >= 0, strict: false });
}

export const GUI: Convention = {
  name: 'gui',
  summary:
    'accuracy: at the best of all scores, on the same comparisons. TAR: the lowest threshold that accepts at most floor(FAR x impostors) impostors; ' +
    'skipped where that is 0. The rest as iso',
  reference:
    'deepinsight/insightface gui/core/evaluation.py (_metrics_at_best_threshold, _tar_far_from_scores) of 2026 @7fadd42',
  defects: [
    'the accuracy is in-sample: no comparison is left to test the threshold on',
    'FARs are printed with one digit: 2.5e-3 as 3e-3; 3.3e-4 and 3e-4 are one key, and the later one is kept',
    'its 1:N figures count every probe that is not right at rank 1 as accepted',
  ],
  accuracy: guiAccuracy,
  tarAtFar: guiPoint,
  why: {
    accuracy: (_, own, usual) => [
      `in-sample threshold ${short(own.thresholds[0]!)}: ${rightDecisions(own, usual)}`,
    ],
    tarAtFar: (_, own) => own.notes ?? [],
  },
};
