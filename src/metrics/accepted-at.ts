import type { VerificationInput } from './verification-input.js';

/** What a threshold makes of the comparisons of each class. */
export interface Accepted {
  readonly genuineAccepted: number;
  readonly genuineTotal: number;
  readonly impostorAccepted: number;
  readonly impostorTotal: number;
}

/**
 * What counts the comparisons that score at least a threshold, by one look at all of them; NaN accepts none. The last answer is kept,
 * since rates, intervals and accuracy ask for one threshold in turn.
 */
export function acceptedBy(
  compared: Pick<VerificationInput, 'scores' | 'counted'>,
): (threshold: number) => Accepted {
  let last: { readonly threshold: number; readonly accepted: Accepted } | undefined;
  return (threshold) => {
    if (last === undefined || !Object.is(last.threshold, threshold)) {
      last = { threshold, accepted: countAt(compared, threshold) };
    }
    return last.accepted;
  };
}

function countAt(
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
