import { roundHalfEven } from '../../round-half-even.js';
import { type OperatingPoint, pointAt, undefinedPoint } from '../operating-point.js';
import { short } from '../rate.js';
import { counted, excess, tooHigh } from '../reasons.js';
import { lowestAtLeast } from '../sweep.js';
import type { VerificationInput } from '../verification-input.js';
import type { Convention } from './convention.js';

/**
 * The operating point of PFE's `find_thresholds_by_FAR`, as CVLface carries it: the threshold is the m-th greatest impostor
 * score, m = FAR times the number of impostors, rounded to the nearest whole number and halves to the even one; it is
 * accepted itself, and with it all that tie. For m = 0 the threshold lies 1e-5 above the greatest impostor.
 *
 * All NaN without impostor comparisons.
 */
export function pfePoint({ sweep }: Pick<VerificationInput, 'sweep'>, far: number): OperatingPoint {
  const { thresholds, impostorAccepted, impostorTotal } = sweep;
  if (impostorTotal === 0) return undefinedPoint(sweep, far);
  const rank = roundHalfEven(impostorTotal * far);
  const greatest = impostorAccepted.findIndex((count) => count > 0);
  if (rank > 0)
    return pointAt(
      sweep,
      impostorAccepted.findIndex((count) => count >= rank),
      far,
    );
  const threshold = thresholds[greatest]! + 1e-5;
  return { ...pointAt(sweep, lowestAtLeast(sweep, threshold), far), threshold };
}

function pfeReasons({ sweep }: VerificationInput, own: OperatingPoint): string[] {
  const asked = own.target * sweep.impostorTotal;
  const rank = roundHalfEven(asked);
  const rounded = `${short(asked)} impostors rounded to ${rank}`;
  if (rank === 0) {
    return [rounded, ...tooHigh(sweep, own, 'the threshold lies 1e-5 above the greatest impostor')];
  }
  const tied = own.impostorAccepted - rank;
  const ties = tied === 0 ? [] : [`${counted(tied, 'impostor')} more tied with the last of them`];
  const itself = `the threshold is the impostor score ${short(own.threshold)} itself`;
  return [
    ...(rank === asked ? ties : excess(own, [rounded, ...ties].join(', '))),
    ...tooHigh(sweep, own, itself),
  ];
}

export const PFE: Convention = {
  name: 'pfe',
  summary:
    'TAR: the threshold is the impostor score of rank round(FAR x impostors), halves to even, itself accepted; none may pass: greatest + 1e-5. ' +
    'Accuracy as insightface, the rest as iso',
  reference:
    'mk-minchul/CVLface find_thresholds_by_FAR @d3d09c9, after Probabilistic Face Embeddings (PFE)',
  defects: [
    'the FMR attained may exceed the FAR asked for: by rounding, and by ties with the chosen impostor',
    'the threshold is an impostor score: genuine scores between it and the next impostor below are lost',
    'where none may pass the threshold lies 1e-5 too high, which rejects genuine scores within it',
  ],
  tarAtFar: pfePoint,
  why: { tarAtFar: pfeReasons },
};
