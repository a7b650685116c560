import { centredCosines } from '../centred-cosines.js';
import { cosineNotes } from '../cosine-range.js';
import { acceptedOnGrid, bestOnGrid, distanceGrid, gridPositions } from '../distance-grid.js';
import { type FoldAccuracy, foldAccuracy } from '../fold-accuracy.js';
import { halfTurns } from '../half-turns.js';
import { magfaceErc } from '../erc/magface.js';
import { nearestOnThinnedRoc } from '../nearest-fmr.js';
import { short } from '../rate.js';
import { excess, movedThresholds, NEAREST, percent, thinnedAway } from '../reasons.js';
import { mean } from '../spread.js';
import type { VerificationInput } from '../verification-input.js';
import type { Convention } from './convention.js';

const GRID = distanceGrid(4, 0.01);

/**
 * The ten-fold accuracy of MagFace's eval_1v1.py: the angle as a share of a half turn, accepted below a threshold of 0,
 * 0.01, ...; of equally good training thresholds the lowest. Before each fold the mean raw vector of all other
 * comparisons is subtracted from both sides.
 *
 * Where the vectors are not known the mean stays, with a note. Thresholds are told as the cosine that must be exceeded:
 * of centred vectors where a mean was subtracted. A vector that is the mean itself has no angle and is never accepted.
 */
export function magfaceAccuracy({ scores, compared, sweep }: VerificationInput): FoldAccuracy {
  const values = scores.scores;
  const positionsOf = (cosine: (k: number) => number) =>
    gridPositions(values.length, (k) => halfTurns(cosine(k)), GRID);
  const centred = compared === undefined ? undefined : centredCosines(compared);
  const plain = centred === undefined ? positionsOf((k) => values[k]!) : undefined;
  const result = foldAccuracy(scores, ({ trains }) => {
    const positions = plain ?? positionsOf(centred!(trains));
    const best = bestOnGrid(acceptedOnGrid(positions, scores, trains, GRID.length));
    return { threshold: Math.cos(Math.PI * GRID[best]!), accepts: (k) => positions[k]! <= best };
  });
  const notes = [
    ...result.notes,
    ...(compared === undefined
      ? ['without the vectors the mean of the training folds is not subtracted']
      : ['threshold on cosines of centred vectors']),
    ...cosineNotes(sweep),
  ];
  return { ...result, notes };
}

/** What the mean does, known by leaving it in; and how coarse the grid of angles is where the thresholds lie. */
function magfaceReasons(
  { compared, ...scored }: VerificationInput,
  own: FoldAccuracy,
  usual: FoldAccuracy,
): string[] {
  const angle = Math.acos(mean(own.thresholds));
  const step = Math.cos(angle) - Math.cos(angle + 0.01 * Math.PI);
  const grid = `thresholds on a grid of angles, ${short(step)} apart in cosine there`;
  if (compared === undefined) return [grid, ...movedThresholds(own, usual)];
  const left = magfaceAccuracy(scored);
  return [
    `the mean vector of the training folds is subtracted: ${percent(left.mean)} where it stays`,
    grid,
  ];
}

export const MAGFACE: Convention = {
  name: 'magface',
  summary:
    'accuracy: angle below a threshold on a 0.01 grid of half turns, chosen on the other folds, whose mean vector is subtracted first; mean and std (ddof 0). ' +
    'TAR: the point of the thinned ROC nearest to the FAR. ERC: all pairs dropped together, threshold picked anew on what is left',
  reference:
    'IrvingMeng/MagFace eval/eval_recognition/eval_1v1.py (calculate_roc), eval_ijb.py, eval/eval_quality/eval_quality.py @99bae61',
  defects: [
    'the FMR attained may exceed the FAR asked for, and thinning may move a TAR by much, as insightface',
    'subtracting the mean changes every cosine: accuracies are not those of the cosine used in production',
    'the ERC says FMR 1e-3 but stands at 0 where 101 to 1000 impostors are left, and ends at 100',
  ],
  readsVectors: true,
  accuracy: magfaceAccuracy,
  tarAtFar: ({ sweep }, far) => nearestOnThinnedRoc(sweep, far),
  why: {
    accuracy: magfaceReasons,
    tarAtFar: ({ sweep }, own) => [...excess(own, NEAREST), ...thinnedAway(sweep, own)],
  },
  erc: (input, quality) => ({ rows: [], curves: [magfaceErc(input, quality)] }),
};
