import type { VerificationInput } from '../verification-input.js';
import { byLevel } from './repicked.js';
import type { ErcRule } from './rule.js';
import { weightOf } from './weighted-groups.js';

/** Comparisons that are walked through at every discard of every draw; more would take minutes. */
const MOST = 200_000;

/** Whether thresholds can be picked anew in every draw: few enough comparisons stand above the one they start at. */
export function repickedIsDrawable({ sweep }: VerificationInput, { start }: ErcRule): boolean {
  const { genuineTotal, impostorTotal } = sweep;
  const walked =
    start.kind === 'fmr'
      ? genuineTotal + start.value * impostorTotal
      : genuineTotal + impostorTotal;
  return walked <= MOST;
}

/**
 * Gives, under the signs of one draw, for each group the weight of what is decided wrongly among it and all better groups, at
 * the threshold that these alone give.
 *
 * @param group of every comparison by its quality, 0 the lowest
 */
export function drawnRepicked(
  input: VerificationInput,
  group: Uint32Array,
  groups: number,
  { start, error }: ErcRule,
  damping: number,
): (signs: Int8Array, draw: number, sums: Float64Array) => void {
  const { genuine } = input.scores;
  const levels = input.levels();
  const { left, right } = input.shared();
  const order = byLevel(input);
  const weights = new Float64Array(order.length);
  const totals = [new Float64Array(groups), new Float64Array(groups)] as const;
  const byFmr = start.kind === 'fmr';
  return (signs, _draw, sums) => {
    for (const column of totals) column.fill(0);
    order.forEach((k, i) => {
      const [a, b] = [left[k]!, right[k]!];
      weights[i] = weightOf(signs[a]!, signs[b]!, a === b, damping);
      totals[genuine[k] === 1 ? 1 : 0][group[k]!]! += weights[i];
    });
    for (let g = groups - 2; g >= 0; g--) {
      totals[0][g]! += totals[0][g + 1]!;
      totals[1][g]! += totals[1][g + 1]!;
    }
    for (let g = 0; g < groups; g++) {
      const [impostors, mated] = [totals[0][g]!, totals[1][g]!];
      const [passed, found] = acceptedFrom(g, impostors, mated);
      sums[g] = error === 'fnmr' ? Math.max(0, mated - found) : passed;
    }
  };

  /** Weights of impostor and genuine comparisons accepted among group `least` and better ones. */
  function acceptedFrom(least: number, impostors: number, mated: number): [number, number] {
    const budget = start.value * (byFmr ? impostors : mated) * (1 + 1e-12);
    let [passed, found] = [0, 0];
    let i = 0;
    while (i < order.length) {
      const level = levels[order[i]!]!;
      let [nextPassed, nextFound] = [passed, found];
      for (; i < order.length && levels[order[i]!] === level; i++) {
        const k = order[i]!;
        if (group[k]! < least) continue;
        if (genuine[k] === 1) nextFound += weights[i]!;
        else nextPassed += weights[i]!;
      }
      if (byFmr && nextPassed > budget) break;
      [passed, found] = [nextPassed, nextFound];
      if (!byFmr && mated - found <= budget) break;
    }
    return [passed, found];
  }
}
