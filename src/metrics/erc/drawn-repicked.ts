import { picked } from '../subset.js';
import type { VerificationInput } from '../verification-input.js';
import { byLevel } from './repicked.js';
import type { ErcRule } from './rule.js';
import { sidesOf, weightedGroups, weightOf } from './weighted-groups.js';

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
  // In the order of the walk, which goes over them thousands of times.
  const levelAt = picked(levels, order);
  const groupAt = picked(group, order);
  const isGenuine = new Uint8Array(order.length);
  for (let i = 0; i < order.length; i++) isGenuine[i] = genuine[order[i]!]!;
  // Up to where the weights of this draw are known.
  let weighed = 0;
  const byFmr = start.kind === 'fmr';
  const totals = [0, 1].map((label) => {
    const members = order.filter((k) => genuine[k] === label);
    const sums = new Float64Array(groups);
    const weigh = weightedGroups(sidesOf(input, members), picked(group, members), groups, damping);
    return { sums, weigh };
  });
  return (signs, _draw, wrong) => {
    weighed = 0;
    for (const { sums, weigh } of totals) {
      sums.fill(0);
      weigh(signs, sums);
      for (let g = groups - 2; g >= 0; g--) sums[g]! += sums[g + 1]!;
    }
    for (let g = 0; g < groups; g++) {
      const [impostors = 0, mated = 0] = totals.map(({ sums }) => sums[g]!);
      const [passed, found] = acceptedFrom(signs, g, impostors, mated);
      wrong[g] = error === 'fnmr' ? Math.max(0, mated - found) : passed;
    }
  };

  /** Weights of impostor and genuine comparisons accepted among group `least` and better ones. */
  function acceptedFrom(
    signs: Int8Array,
    least: number,
    impostors: number,
    mated: number,
  ): [number, number] {
    const budget = start.value * (byFmr ? impostors : mated) * (1 + 1e-12);
    let [passed, found] = [0, 0];
    let i = 0;
    while (i < order.length) {
      const level = levelAt[i]!;
      let [nextPassed, nextFound] = [passed, found];
      for (; i < order.length && levelAt[i] === level; i++) {
        if (i === weighed) {
          const k = order[i]!;
          const [a, b] = [left[k]!, right[k]!];
          weights[weighed++] = weightOf(signs[a]!, signs[b]!, a === b, damping);
        }
        if (groupAt[i]! < least) continue;
        if (isGenuine[i] === 1) nextFound += weights[i]!;
        else nextPassed += weights[i]!;
      }
      if (byFmr && nextPassed > budget) break;
      [passed, found] = [nextPassed, nextFound];
      if (!byFmr && mated - found <= budget) break;
    }
    return [passed, found];
  }
}
