/** Sentences that say why a peer's number is another than the default's on the same comparisons, each drawn from them. */
import type { EqualError } from './eer.js';
import type { FoldAccuracy } from './fold-accuracy.js';
import { nearestPoint } from './nearest-fmr.js';
import { type OperatingPoint, pointAt } from './operating-point.js';
import { short, shortRate } from './rate.js';
import type { ScoreSet } from '../types.js';
import { splitFolds } from './fold-splits.js';
import { mean } from './spread.js';
import { lowestAtLeast, type Sweep } from './sweep.js';

export function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

/** `1 genuine comparison`, `3 genuine comparisons`. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** That more impostors pass than were asked for, and by what rule; nothing where they do not. */
export function excess({ fmr, target }: OperatingPoint, rule: string): string[] {
  if (!(fmr > target)) return [];
  return [`attained FMR ${shortRate(fmr)} exceeds the ${shortRate(target)} asked for: ${rule}`];
}

/** The rule of those who take the point nearest to the FAR. */
export const NEAREST = 'nearest, not at most';

/** That thinning took away the point nearest to the FAR; nothing where it is there. */
export function thinnedAway(sweep: Sweep, own: OperatingPoint): string[] {
  const whole = nearestPoint(sweep, own.target);
  return whole.fmr === own.fmr ? [] : [lacks(whole)];
}

/** That the thinned ROC does not have a point. */
export function lacks({ fmr }: OperatingPoint): string {
  return `the thinned ROC lacks the point at FMR ${shortRate(fmr)}`;
}

/** That the threshold is not the lowest of its FMR, and whom that costs; nothing where it is, or costs nobody. */
export function tooHigh(sweep: Sweep, own: OperatingPoint, what: string): string[] {
  let lowest = lowestAtLeast(sweep, own.threshold);
  while (sweep.impostorAccepted[lowest + 1] === own.impostorAccepted) lowest++;
  const lost = pointAt(sweep, lowest, own.target).genuineAccepted - own.genuineAccepted;
  if (lost === 0) return [];
  const whom = counted(lost, 'genuine comparison');
  return [`${what}: ${whom} below it would pass at the same FMR`];
}

/** That the EER is told as the FMR alone. */
export function fmrAlone({ rate, low, high }: EqualError): string[] {
  if (low === high) return [];
  return [`the FMR alone, ${percent(rate)}, where FNMR is ${percent(rate === low ? high : low)}`];
}

/** On how many folds the thresholds lie lower or higher than the default's, and what it comes to; nothing where on none. */
export function movedThresholds(own: FoldAccuracy, usual: FoldAccuracy): string[] {
  const moved = own.thresholds.map((threshold, i) => threshold - usual.thresholds[i]!);
  const lower = moved.filter((by) => by < -1e-12).length;
  const higher = moved.filter((by) => by > 1e-12).length;
  if (lower + higher === 0) return [];
  const parts = [
    ...(lower === 0 ? [] : [`lower on ${counted(lower, 'fold')}`]),
    ...(higher === 0 ? [] : [`higher on ${counted(higher, 'fold')}`]),
  ];
  const means = `${short(mean(own.thresholds))} against ${short(mean(usual.thresholds))} on average`;
  return [`thresholds ${parts.join(', ')}, ${means}: ${rightDecisions(own, usual)}`];
}

/** How many more or fewer comparisons are decided rightly than by the default. */
export function rightDecisions(own: FoldAccuracy, usual: FoldAccuracy): string {
  const more = own.correct - usual.correct;
  if (more === 0) return `as many of ${own.count} right`;
  return `${Math.abs(more)} ${more > 0 ? 'more' : 'fewer'} of ${own.count} right`;
}

/**
 * That on some folds this threshold and the default's, though apart, decide the training comparisons equally well; nothing
 * where on none. For rules that take the lowest of equally good thresholds.
 */
export function equallyGood(scores: ScoreSet, own: FoldAccuracy, usual: FoldAccuracy): string[] {
  const { scores: values, genuine } = scores;
  const equal = splitFolds(scores).splits.filter(({ trains }, i) => {
    const [a, b] = [own.thresholds[i]!, usual.thresholds[i]!];
    if (Math.abs(a - b) <= 1e-12) return false;
    let gained = 0;
    for (let k = 0; k < values.length; k++) {
      if (!trains(k) || values[k]! > a === values[k]! > b) continue;
      gained += values[k]! > a === (genuine[k] === 1) ? 1 : -1;
    }
    return gained === 0;
  }).length;
  if (equal === 0) return [];
  const where = counted(equal, 'fold');
  return [
    `on ${where} both thresholds decide the training folds equally well; of its equals it takes the lowest, the default the highest`,
  ];
}
