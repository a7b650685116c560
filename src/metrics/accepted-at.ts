import type { VerificationInput } from './verification-input.js';

/** What a threshold makes of the comparisons of each class. */
export interface Accepted {
  readonly genuineAccepted: number;
  readonly genuineTotal: number;
  readonly impostorAccepted: number;
  readonly impostorTotal: number;
}

/** Counts of the comparisons that score at least `threshold`, from one look at all of them; NaN accepts none. */
export function acceptedAt(
  { scores: { scores, genuine }, counted }: Pick<VerificationInput, 'scores' | 'counted'>,
  threshold: number,
): Accepted {
  const [accepted, total] = [new Uint32Array(2), new Uint32Array(2)];
  for (let k = 0; k < scores.length; k++) {
    if (!counted(k)) continue;
    const label = genuine[k]!;
    total[label]! += 1;
    if (scores[k]! >= threshold) accepted[label]! += 1;
  }
  return {
    genuineAccepted: accepted[1]!,
    genuineTotal: total[1]!,
    impostorAccepted: accepted[0]!,
    impostorTotal: total[0]!,
  };
}
