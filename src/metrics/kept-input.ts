import { indexColumn } from '../index-column.js';
import { decisiveComparisons } from './decisive-comparisons.js';
import { levelsOf } from './levels.js';
import type { Selection } from './selection.js';
import { countPersons } from './shared-persons.js';
import type { Sweep } from './sweep.js';
import type { VerificationInput } from './verification-input.js';

/**
 * The input as if only those of its counted comparisons had been made that `kept` picks. Nothing is sorted again: the counts
 * come from the levels of the one sweep.
 */
export function keptInput(input: VerificationInput, kept: Selection): VerificationInput {
  const { scores } = input;
  const counted = (k: number) => input.counted(k) && kept(k);
  const sweep = keptSweep(input, counted);
  let shared: ReturnType<VerificationInput['shared']> | undefined;
  let levels: Uint32Array | undefined;
  return {
    ...input,
    sweep,
    counted,
    shared: () => (shared ??= countPersons(input.shared(), scores.genuine, counted)),
    decisive: decisiveComparisons(scores, counted),
    levels: () => (levels ??= levelsOf(sweep, scores.scores)),
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
