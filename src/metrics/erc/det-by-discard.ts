import type { ComparedQuality, Curve, Scores } from '../../types.js';
import { type Combination, combinedQuality } from '../combined-quality.js';
import { detCurve } from '../roc.js';
import { indicesOf } from '../selection.js';
import type { Sweep } from '../sweep.js';
import type { VerificationInput } from '../verification-input.js';
import { cutAt } from './repicked.js';

/** Shares discarded that a DET is given for. */
export const DET_DISCARDS: readonly number[] = [0, 0.05, 0.1, 0.2, 0.3, 0.5];

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
  const combined = combinedQuality(quality, combine);
  const members = indicesOf(combined.length, input.counted);
  const known = (k: number) => (Number.isNaN(combined[k]!) ? -Infinity : combined[k]!);
  const sorted = new Float64Array(members.length);
  for (let m = 0; m < members.length; m++) sorted[m] = known(members[m]!);
  sorted.sort();
  const cuts = DET_DISCARDS.map((discard) => cutAt(sorted, discard));
  // The last discard that each comparison survives.
  const survived = new Uint8Array(members.length);
  for (let m = 0; m < members.length; m++) {
    const value = known(members[m]!);
    let last = 0;
    while (last + 1 < cuts.length && value >= cuts[last + 1]!.least) last++;
    survived[m] = last;
  }
  const { sweep: whole, scores } = input;
  const levels = input.levels();
  const counts = [
    new Uint32Array(whole.thresholds.length),
    new Uint32Array(whole.thresholds.length),
  ] as const;
  const curves: Curve[] = [];
  // Of one discard more each holds less, so that what the last leaves is counted first and added to.
  for (let last = cuts.length - 1; last >= 0; last--) {
    for (let m = 0; m < members.length; m++) {
      if (survived[m] !== last) continue;
      const k = members[m]!;
      counts[scores.genuine[k] === 1 ? 1 : 0][levels[k]!]! += 1;
    }
    const left = { ...whole, ...cumulated(whole.thresholds, counts) };
    curves.unshift({
      name: 'erc_det',
      labels: {
        quality: quality.name,
        discard: DET_DISCARDS[last]!,
        discarded: cuts[last]!.discard,
      },
      columns: detCurve(left, POINTS).columns,
    });
  }
  return curves;
}

/** What is accepted at each threshold that anything has for its score; the others are passed over. */
function cumulated(
  thresholds: Scores,
  [impostor, genuine]: readonly [Uint32Array, Uint32Array],
): Omit<Sweep, 'width' | 'genuineFailures' | 'impostorFailures'> {
  const depth = thresholds.length;
  const present = new Float64Array(depth);
  const impostorAccepted = new Uint32Array(depth);
  const genuineAccepted = new Uint32Array(depth);
  let [impostorTotal, genuineTotal, at] = [0, 0, 0];
  for (let level = 0; level < depth; level++) {
    const held = impostor[level]! + genuine[level]!;
    if (held === 0) continue;
    impostorTotal += impostor[level]!;
    genuineTotal += genuine[level]!;
    present[at] = thresholds[level]!;
    impostorAccepted[at] = impostorTotal;
    genuineAccepted[at++] = genuineTotal;
  }
  return {
    thresholds: present.subarray(0, at),
    impostorAccepted: impostorAccepted.subarray(0, at),
    genuineAccepted: genuineAccepted.subarray(0, at),
    impostorTotal,
    genuineTotal,
  };
}
