import { UNDECIDED } from './decisions.js';
import type { FoldAccuracy } from './fold-accuracy.js';
import type { Selection } from './selection.js';
import { failureNotes, thresholdAboveAll } from './sweep.js';
import type { VerificationInput } from './verification-input.js';

/**
 * The accuracy at the one threshold that decides most comparisons rightly, judged on the very comparisons it was chosen on,
 * so that it says more than the scores can keep on others.
 *
 * Candidates are the indices that `candidates` picks, -1 being the threshold above every score. Of equally good ones the
 * lowest threshold. NaN with count 0 without comparisons.
 *
 * @param strict whether a score at the threshold is rejected
 */
export function inSampleAccuracy(
  { sweep, scores, counted }: VerificationInput,
  { candidates, strict }: { readonly candidates: Selection; readonly strict: boolean },
): FoldAccuracy {
  const { thresholds, genuineAccepted, impostorAccepted, genuineTotal, impostorTotal } = sweep;
  const count = genuineTotal + impostorTotal;
  let correct = -1;
  let best = -1;
  for (let i = thresholds.length - 1; i >= -1; i--) {
    if (!candidates(i)) continue;
    const at = strict ? i - 1 : i;
    const right = (genuineAccepted[at] ?? 0) + impostorTotal - (impostorAccepted[at] ?? 0);
    if (right <= correct) continue;
    correct = right;
    best = i;
  }
  const threshold = thresholds[best] ?? thresholdAboveAll(sweep);
  const accepts = (score: number) => (strict ? score > threshold : score >= threshold);
  return {
    folds: [],
    accuracy: new Float64Array(),
    thresholds: Float64Array.of(threshold),
    right: scores.genuine.map((label, k) => {
      if (!counted(k)) return UNDECIDED;
      return accepts(scores.scores[k]!) === (label === 1) ? 1 : 0;
    }),
    correct: Math.max(0, correct),
    count,
    mean: count === 0 ? NaN : correct / count,
    std: 0,
    inSample: true,
    notes: [
      'in-sample: the threshold was chosen on the comparisons it is judged on',
      ...failureNotes(sweep),
    ],
  };
}
