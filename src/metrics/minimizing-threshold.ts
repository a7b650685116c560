import type { Sweep } from './sweep.js';

/**
 * The threshold at which `criterion` of FAR and FRR is least, as bob.measure searches it (`_minimizing_threshold`).
 *
 * Scores are walked upward, distinct value by distinct value, from FAR 1 and FRR 0. The rates are not counted but summed
 * up, `far -= 1 / n` for each impostor left behind, so they carry the rounding of every step, and with it the order of
 * nearly equal minima. Thresholds lie halfway between neighbouring scores, the first at the least score. The walk ends
 * with the last score of either class; of equally low values the last wins, but where it ends only a lower one does.
 *
 * NaN without genuine or without impostor comparisons.
 */
export function minimizingThreshold(
  sweep: Sweep,
  criterion: (far: number, frr: number) => number,
): number {
  const { thresholds, genuineAccepted, impostorAccepted, genuineTotal, impostorTotal } = sweep;
  if (genuineTotal === 0 || impostorTotal === 0) return NaN;
  const impostorStep = 1 / impostorTotal;
  const genuineStep = 1 / genuineTotal;
  let far = 1;
  let frr = 0;
  let i = thresholds.length - 1;
  let current = thresholds[i]!;
  let best = current;
  let least = Infinity;
  while (i >= 0 && genuineAccepted[i]! > 0 && impostorAccepted[i]! > 0) {
    const value = criterion(far, frr);
    if (value <= least) {
      least = value;
      best = current;
    }
    const impostorsHere = impostorAccepted[i]! - (impostorAccepted[i - 1] ?? 0);
    const genuineHere = genuineAccepted[i]! - (genuineAccepted[i - 1] ?? 0);
    for (let k = 0; k < impostorsHere; k++) far -= impostorStep;
    for (let k = 0; k < genuineHere; k++) frr += genuineStep;
    const here = thresholds[i]!;
    current = i === 0 ? here : (here + thresholds[i - 1]!) / 2;
    i--;
  }
  return criterion(far, frr) < least ? current : best;
}
