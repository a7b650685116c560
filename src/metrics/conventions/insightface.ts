import { cosineNotes } from '../cosine-range.js';
import { acceptedOutside, bestOnGrid, distanceGrid, gridPositions } from '../distance-grid.js';
import { type FoldAccuracy, foldAccuracy } from '../fold-accuracy.js';
import { nearestOnThinnedRoc } from '../nearest-fmr.js';
import { excess, NEAREST, thinnedAway } from '../reasons.js';
import { validationRate } from '../val.js';
import type { VerificationInput } from '../verification-input.js';
import type { Convention } from './convention.js';

const GRID = distanceGrid(4, 0.01);

/**
 * The ten-fold accuracy of insightface's verification script: squared Euclidean distance of unit vectors, accepted
 * below a threshold of 0, 0.01, ... 3.99; of equally good training thresholds the lowest.
 *
 * The distance is 2 - 2 cos. Thresholds are told as the cosine that must be exceeded.
 */
export function insightfaceAccuracy({ scores, sweep }: VerificationInput): FoldAccuracy {
  const values = scores.scores;
  const positions = gridPositions(values.length, (k) => 2 - 2 * values[k]!, GRID);
  const trained = acceptedOutside(positions, scores, GRID.length);
  const result = foldAccuracy(scores, (split) => {
    const best = bestOnGrid(trained(split));
    return { threshold: 1 - GRID[best]! / 2, accepts: (k) => positions[k]! <= best };
  });
  return { ...result, notes: [...result.notes, ...cosineNotes(sweep)] };
}

export const INSIGHTFACE: Convention = {
  name: 'insightface',
  summary:
    'accuracy: squared L2 of unit vectors below a threshold on a 0.01 grid, chosen on the other folds; mean and std (ddof 0). ' +
    'TAR: the point of the thinned ROC nearest to the FAR, above or below it',
  reference:
    'deepinsight/insightface recognition/arcface_torch: eval/verification.py (evaluate, calculate_val), onnx_ijbc.py (TAR) @7fadd42',
  defects: [
    'the FMR attained may exceed the FAR asked for',
    "scikit-learn's drop_intermediate removes attainable points, which can move a TAR by much",
    'thresholds are as coarse as 0.01 in squared distance, 0.005 in cosine',
    'calculate_val raises an error with SciPy 1.9 and later',
    'the first accuracy and deviation it prints are always 0.0',
  ],
  accuracy: insightfaceAccuracy,
  tarAtFar: ({ sweep }, far) => nearestOnThinnedRoc(sweep, far),
  val: validationRate,
  why: {
    tarAtFar: ({ sweep }, own) => [...excess(own, NEAREST), ...thinnedAway(sweep, own)],
  },
};
