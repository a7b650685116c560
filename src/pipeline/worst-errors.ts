import { lowestAtMost } from '../metrics/operating-point.js';
import type { VerificationInput } from '../metrics/index.js';
import type { PairProtocol, QualityFindings, WrongComparison } from '../types.js';

/** How many of each kind are told of. */
const MOST = 1000;

/**
 * The comparisons that go wrong at the threshold that the iso rule gives for `fmr`: the false non-matches from the lowest
 * score up, and the false matches from the highest down, of each at most a thousand; equal scores in the order of the
 * protocol. Undefined without impostors, which a threshold is chosen by.
 */
export function worstErrors(
  input: VerificationInput,
  { images, left, right }: Pick<PairProtocol, 'images' | 'left' | 'right'>,
  magnitudes: Float32Array,
  fmr: number,
): QualityFindings['errors'] {
  const { threshold } = lowestAtMost(input.sweep, fmr);
  if (Number.isNaN(threshold)) return undefined;
  const { scores, genuine } = input.scores;
  const wrong: [impostor: number[], genuine: number[]] = [[], []];
  for (let k = 0; k < scores.length; k++) {
    if (!input.counted(k)) continue;
    const accepted = scores[k]! >= threshold;
    if (genuine[k] === 1 ? !accepted : accepted) wrong[genuine[k] === 1 ? 1 : 0].push(k);
  }
  const told = (k: number): WrongComparison => ({
    left: images[left[k]!]!,
    right: images[right[k]!]!,
    score: scores[k]!,
    leftMagnitude: magnitudes[left[k]!]!,
    rightMagnitude: magnitudes[right[k]!]!,
  });
  const [falseMatches, falseNonMatches] = wrong;
  falseNonMatches.sort((a, b) => scores[a]! - scores[b]! || a - b);
  falseMatches.sort((a, b) => scores[b]! - scores[a]! || a - b);
  return {
    fmr,
    threshold,
    falseNonMatchCount: falseNonMatches.length,
    falseMatchCount: falseMatches.length,
    falseNonMatches: falseNonMatches.slice(0, MOST).map(told),
    falseMatches: falseMatches.slice(0, MOST).map(told),
  };
}
