import type { ComparedQuality, Curve } from '../../types.js';
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
  members.forEach((k, m) => (sorted[m] = known(k)));
  sorted.sort();
  return DET_DISCARDS.map((discard) => {
    const cut = cutAt(sorted, discard);
    const left = sweepOfKept(input, members, (k) => known(k) >= cut.least);
    return {
      name: 'erc_det',
      labels: { quality: quality.name, discard, discarded: cut.discard },
      columns: detCurve(left, POINTS).columns,
    };
  });
}

/** The sweep of what is kept of `members`, without a sort: scores that nothing kept has are passed over. */
function sweepOfKept(
  input: VerificationInput,
  members: Uint32Array,
  keep: (k: number) => boolean,
): Sweep {
  const { sweep: whole, scores } = input;
  const levels = input.levels();
  const depth = whole.thresholds.length;
  const counts = [new Uint32Array(depth), new Uint32Array(depth)] as const;
  for (const k of members) if (keep(k)) counts[scores.genuine[k] === 1 ? 1 : 0][levels[k]!]! += 1;
  let present = 0;
  for (let level = 0; level < depth; level++) {
    if (counts[0][level]! + counts[1][level]! > 0) present++;
  }
  const thresholds = new Float64Array(present);
  const impostorAccepted = new Uint32Array(present);
  const genuineAccepted = new Uint32Array(present);
  let [impostorTotal, genuineTotal, at] = [0, 0, 0];
  for (let level = 0; level < depth; level++) {
    if (counts[0][level]! + counts[1][level]! === 0) continue;
    impostorTotal += counts[0][level]!;
    genuineTotal += counts[1][level]!;
    thresholds[at] = whole.thresholds[level]!;
    impostorAccepted[at] = impostorTotal;
    genuineAccepted[at++] = genuineTotal;
  }
  return { ...whole, thresholds, impostorAccepted, genuineAccepted, impostorTotal, genuineTotal };
}
