import { cosineNotes } from '../cosine-range.js';
import { acceptedOutside, bestOnGrid, distanceGrid, gridPositions } from '../distance-grid.js';
import { type FoldAccuracy, foldAccuracy } from '../fold-accuracy.js';
import { movedThresholds } from '../reasons.js';
import type { VerificationInput } from '../verification-input.js';
import type { Convention } from './convention.js';

const GRID = distanceGrid(2, 0.001);

/**
 * The ten-fold accuracy of XQLFW's evaluate.py: the cosine distance 1 - cos, accepted below a threshold of 0, 0.001, ...
 * 1.999; of equally good training thresholds the lowest distance.
 *
 * Thresholds are told as the cosine that must be exceeded.
 */
export function xqlfwAccuracy({ scores, sweep }: VerificationInput): FoldAccuracy {
  const values = scores.scores;
  const positions = gridPositions(values.length, (k) => 1 - values[k]!, GRID);
  const trained = acceptedOutside(positions, scores, GRID.length);
  const result = foldAccuracy(scores, (split) => {
    const best = bestOnGrid(trained(split));
    return { threshold: 1 - GRID[best]!, accepts: (k) => positions[k]! <= best };
  });
  return { ...result, notes: [...result.notes, ...cosineNotes(sweep)] };
}

export const XQLFW: Convention = {
  name: 'xqlfw',
  summary:
    'accuracy: cosine distance below a threshold on a 0.001 grid, chosen on the other folds; mean and mean threshold. The rest as iso',
  reference: 'Martlgap/xqlfw evaluate.py @7d0593b',
  defects: ['no spread is printed beside the mean'],
  accuracy: xqlfwAccuracy,
  why: {
    accuracy: (_, own, usual) => [
      'thresholds on a grid of 0.001 in cosine, where the default has 0.005',
      ...movedThresholds(own, usual),
    ],
  },
};
