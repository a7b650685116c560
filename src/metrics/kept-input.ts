import { indexColumn } from '../index-column.js';
import { acceptedBy } from './accepted-at.js';
import { decisiveComparisons } from './decisive-comparisons.js';
import { levelsOf } from './levels.js';
import { once } from './once.js';
import { operatingPoints } from './operating-points.js';
import type { Selection } from './selection.js';
import { countPersons } from './shared-persons.js';
import type { Sweep } from './sweep.js';
import type { VerificationInput } from './verification-input.js';

/**
 * The input as if only those of its counted comparisons had been made that `kept` picks. Nothing is sorted again: operating points are
 * selected, and the counts of a sweep come from the levels of the one sweep.
 */
export function keptInput(input: VerificationInput, kept: Selection): VerificationInput {
  const { scores, genuine } = input.scores;
  // Asked once, since each comparison is looked at ten times and more.
  const isKept = new Uint8Array(scores.length);
  for (let k = 0; k < isKept.length; k++) if (input.counted(k) && kept(k)) isKept[k] = 1;
  const counted = (k: number) => isKept[k] === 1;
  const sweep = once(() => keptSweep(input, counted));
  return {
    ...input,
    get sweep() {
      return sweep();
    },
    acceptedAt: acceptedBy({ scores: input.scores, counted }),
    operatingPoints: (fmrs) => operatingPoints(scores, genuine, fmrs, counted),
    counted,
    shared: once(() => countPersons(input.shared(), genuine, counted)),
    decisive: decisiveComparisons(input.scores, counted),
    levels: once(() => levelsOf(sweep(), scores)),
  };
}

/** The sweep of the comparisons that `kept` picks among the counted ones, with their own thresholds alone. */
function keptSweep({ scores, sweep, levels }: VerificationInput, kept: Selection): Sweep {
  const depth = sweep.thresholds.length;
  const counts = [new Uint32Array(depth), new Uint32Array(depth)] as const;
  const level = levels();
  for (let k = 0; k < level.length; k++) {
    if (kept(k)) counts[scores.genuine[k] === 1 ? 1 : 0][level[k]!]! += 1;
  }
  const [impostors, mated] = counts;
  let [length, genuineTotal, impostorTotal] = [0, 0, 0];
  for (let i = 0; i < depth; i++) {
    genuineTotal += mated[i]!;
    impostorTotal += impostors[i]!;
    if (impostors[i]! + mated[i]! > 0) length++;
  }
  const thresholds = new Float64Array(length);
  const genuineAccepted = indexColumn(length, genuineTotal + 1);
  const impostorAccepted = indexColumn(length, impostorTotal + 1);
  let [next, genuine, impostor] = [0, 0, 0];
  for (let i = 0; i < depth; i++) {
    const here = impostors[i]! + mated[i]!;
    if (here === 0) continue;
    genuine += mated[i]!;
    impostor += impostors[i]!;
    thresholds[next] = sweep.thresholds[i]!;
    genuineAccepted[next] = genuine;
    impostorAccepted[next++] = impostor;
  }
  return { ...sweep, thresholds, genuineAccepted, impostorAccepted, genuineTotal, impostorTotal };
}
