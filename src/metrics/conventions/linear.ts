import { fmrWhereErrorsMeet } from '../meeting-point.js';
import { lowestAtMost, type OperatingPoint, pointAt, undefinedPoint } from '../operating-point.js';
import { fmrAlone } from '../reasons.js';
import { lowestAtLeast, type Sweep } from '../sweep.js';
import { shortRate } from '../rate.js';
import type { Convention } from './convention.js';

/**
 * The point of the ROC at exactly `far`, on the straight line between its two neighbours: FaRE, cimat and OpenBR.
 *
 * No threshold stands behind it, and no count: those are NaN, and `fmr` is the target itself. Where the ROC rises at
 * exactly `far` its upper end is taken. All NaN without impostor or genuine comparisons.
 */
export function linearPoint(sweep: Sweep, far: number): OperatingPoint {
  const { genuineTotal, impostorTotal, thresholds } = sweep;
  if (genuineTotal === 0 || impostorTotal === 0) return undefinedPoint(sweep, far);
  const before = lowestAtMost(sweep, far);
  const next = lowestAtLeast(sweep, before.threshold) + 1;
  const after = next < thresholds.length ? pointAt(sweep, next, far) : before;
  const between = { threshold: NaN, genuineAccepted: NaN, impostorAccepted: NaN };
  if (before.fmr === far || after === before) {
    return { ...before, ...between, fmr: far };
  }
  const slope = (after.tar - before.tar) / (after.fmr - before.fmr);
  return {
    ...before,
    ...between,
    tar: slope * (far - before.fmr) + before.tar,
    fmr: far,
    notes: [`drawn between FMR ${shortRate(before.fmr)} and ${shortRate(after.fmr)}`],
  };
}

export const LINEAR: Convention = {
  name: 'linear',
  summary:
    'TAR: on the straight line between the two points of the ROC around the FAR. ' +
    'EER: the FMR where FMR and FNMR differ least. Accuracy as insightface',
  reference:
    'FaRE (cal_roc_eer) @117b6ac; awslabs/cis-matching-tasks @654483a; OpenBR @80c2576, there in float32',
  defects: [
    'no threshold attains the TAR that is printed: nobody can run a system at it',
    'with few impostors the line is drawn across steps that no data fill',
    'the EER is the FMR alone and may lie on either side of the crossing',
  ],
  tarAtFar: ({ sweep }, far) => linearPoint(sweep, far),
  eer: ({ sweep }) => fmrWhereErrorsMeet(sweep),
  why: {
    tarAtFar: (_, { notes }) =>
      notes === undefined
        ? ['read off the ROC at the FAR itself, without a threshold']
        : [...notes, 'no threshold attains it'],
    eer: (_, own) => fmrAlone(own),
  },
};
