import type { ComparedQuality, Curve, Scores } from '../../types.js';
import type { Combination } from '../combined-quality.js';
import { judgedQuality } from '../judged-quality.js';
import { levelFinder } from '../levels.js';
import { orderStatistics } from '../order-statistics.js';
import { detCurve } from '../roc.js';
import type { Sweep } from '../sweep.js';
import type { VerificationInput } from '../verification-input.js';
import { rankAt } from './repicked.js';

/** Shares discarded that a DET is given for. */
export const DET_DISCARDS: readonly number[] = [0, 0.05, 0.1, 0.2, 0.3, 0.5];

/** What stands for the last discard of a comparison that is not counted. */
const NONE = 0xff;

/** More points than that nobody can see. */
const POINTS = 200;

/**
 * The DET of what is left after the worst 0, 5, 10, 20, 30 and 50 % of all comparisons, genuine and impostor together, are
 * discarded: curves `erc_det` labelled `quality` and `discard` with the columns `threshold`, `fmr`, `fnmr`.
 *
 * Equal qualities leave together, so less may have gone than the label says: `discarded` tells. A discard that leaves a class
 * empty has no columns.
 *
 * Source: ISO/IEC 29794-1 (DET versus discard).
 */
export function detByDiscard(
  input: VerificationInput,
  quality: ComparedQuality,
  combine: Combination = 'min',
): Curve[] {
  const { length } = input.scores.scores;
  const of = orderedQuality(input, quality, combine);
  const cuts = orderStatistics(length, of, (n) => DET_DISCARDS.map((at) => rankAt(n, at)));
  // The last discard that each comparison survives.
  const survived = new Uint8Array(length).fill(NONE);
  const counts = DET_DISCARDS.map(() => 0);
  for (let k = 0; k < length; k++) {
    const value = of(k);
    if (Number.isNaN(value)) continue;
    let last = 0;
    while (last + 1 < cuts.length && value >= cuts[last + 1]!) last++;
    survived[k] = last;
    counts[last]! += 1;
  }
  const all = counts.reduce((sum, count) => sum + count, 0);
  const gaps = gapSweep(input);
  const curves: Curve[] = [];
  let kept = 0;
  // Of one discard more each holds less, so that what the last leaves is counted first and added to.
  for (let last = DET_DISCARDS.length - 1; last >= 0; last--) {
    for (let k = 0; k < length; k++) if (survived[k] === last) gaps.add(k);
    kept += counts[last]!;
    curves.unshift({
      name: 'erc_det',
      labels: {
        quality: quality.name,
        discard: DET_DISCARDS[last]!,
        discarded: (all - kept) / all,
      },
      columns: detCurve(gaps.sweep(), POINTS).columns,
    });
  }
  return curves;
}

/** The quality of a comparison as it is ordered, an unknown one below all others; NaN where the comparison is not counted. */
function orderedQuality(
  { counted }: VerificationInput,
  quality: ComparedQuality,
  combine: Combination,
): (comparison: number) => number {
  const { of } = judgedQuality(quality, combine);
  return (k) => {
    if (!counted(k)) return NaN;
    const value = of(k);
    return Number.isNaN(value) ? -Infinity : value;
  };
}

/**
 * A sweep of comparisons that are added one by one, at those thresholds alone at which a ROC can turn: the genuine scores, the least
 * impostor score between each two of them, and the greatest score of all. Its corners are those of the sweep of them all.
 */
function gapSweep({ scores: { scores, genuine }, sweep }: VerificationInput) {
  const mated = distinctGenuine(sweep);
  const { level } = levelFinder(mated);
  // Gap `i` lies above the genuine score `i`, from that of `i - 1` on down; the last below them all.
  const count = mated.length;
  const genuineAt = new Uint32Array(count);
  const tied = new Uint32Array(count);
  const inGap = new Uint32Array(count + 1);
  const least = new Float64Array(count + 1).fill(Infinity);
  const top = { score: -Infinity, impostors: 0 };
  return {
    add: (k: number) => {
      const score = scores[k]!;
      const gap = level(score);
      if (genuine[k] === 1) {
        genuineAt[gap]! += 1;
        return;
      }
      if (gap < count && mated[gap] === score) tied[gap]! += 1;
      else {
        inGap[gap]! += 1;
        if (score < least[gap]!) least[gap] = score;
      }
      if (score > top.score) Object.assign(top, { score, impostors: 0 });
      if (score === top.score) top.impostors++;
    },
    sweep: (): Sweep => {
      const found = new Float64Array(2 * count + 2);
      const accepted = [new Uint32Array(found.length), new Uint32Array(found.length)] as const;
      let [at, impostors, own] = [0, 0, 0];
      const turn = (threshold: number, impostorsThere: number) => {
        // Adding 0 turns -0 into 0, as in any sweep.
        found[at] = threshold + 0;
        accepted[0][at] = impostorsThere;
        accepted[1][at++] = own;
      };
      for (let gap = 0; gap <= count; gap++) {
        if (inGap[gap]! > 0) {
          // Above the greatest score of all nobody is accepted.
          if (at === 0 && top.score > least[gap]!) turn(top.score, top.impostors);
          turn(least[gap]!, (impostors += inGap[gap]!));
        }
        if (gap === count || (genuineAt[gap] === 0 && tied[gap] === 0)) continue;
        own += genuineAt[gap]!;
        turn(mated[gap]!, (impostors += tied[gap]!));
      }
      return {
        ...sweep,
        thresholds: found.subarray(0, at),
        impostorAccepted: accepted[0].subarray(0, at),
        genuineAccepted: accepted[1].subarray(0, at),
        impostorTotal: impostors,
        genuineTotal: own,
      };
    },
  };
}

/** The distinct scores of genuine comparisons, descending. */
function distinctGenuine({ thresholds, genuineAccepted }: Sweep): Scores {
  let count = 0;
  const all = thresholds.slice(0, genuineAccepted.at(-1) ?? 0);
  for (let i = 0; i < thresholds.length; i++) {
    if (genuineAccepted[i]! > (genuineAccepted[i - 1] ?? 0)) all[count++] = thresholds[i]!;
  }
  return all.subarray(0, count);
}
