import type { Scores } from '../types.js';

/** The two numbers of a quality-aware score. */
export interface AwareParameters {
  readonly alpha: number;
  readonly beta: number;
}

/** Parameters that were published for one model. */
export interface PublishedParameters extends AwareParameters {
  readonly name: string;
  readonly reference: string;
}

const REFERENCE = 'pterhoer/QMagFace robustness_analysis.py @3957971';

/** Every published pair, found on magnitudes of MagFace models of that depth. */
export const PUBLISHED: readonly PublishedParameters[] = [
  { name: 'qmagface-r18', alpha: 0.092861, beta: 0.135311, reference: REFERENCE },
  { name: 'qmagface-r50', alpha: 0.065984, beta: 0.103799, reference: REFERENCE },
  { name: 'qmagface-r100', alpha: 0.077428, beta: 0.125926, reference: REFERENCE },
];

/**
 * The quality-aware score of every comparison, `min(0, beta s - alpha) q + s` with its score s and the lower of its two
 * qualities q, float64; NaN where either is unknown.
 *
 * A comparison whose score reaches {@link kneeOf} keeps it; below, the better its pictures the more it is lowered, since poor
 * pictures look little alike whoever they show. With beta of at least 0 and no quality below 0 the score rises with s.
 *
 * Source: Terhörst et al., QMagFace: Simple and accurate quality-aware face recognition, WACV 2023.
 */
export function qualityAwareScores(
  scores: Scores,
  quality: Scores,
  { alpha, beta }: AwareParameters,
): Float64Array {
  const aware = new Float64Array(scores.length);
  for (let k = 0; k < aware.length; k++) {
    const score = scores[k]!;
    // Above the knee too an unknown quality gives an unknown score.
    aware[k] = Math.min(0, beta * score - alpha) * quality[k]! + score;
  }
  return aware;
}

/**
 * The score at which the change ends: scores below it are changed, or, for a beta below 0, scores above it. Infinite where
 * every score is changed, -infinite where none is.
 */
export function kneeOf({ alpha, beta }: AwareParameters): number {
  if (beta !== 0) return alpha / beta;
  return alpha > 0 ? Infinity : -Infinity;
}

/** Whether a comparison with this score is changed. */
export function isChanged(score: number, { alpha, beta }: AwareParameters): boolean {
  return beta * score - alpha < 0;
}

/**
 * The quality-aware scores as plain scores of comparisons of the quality `reference`: what such a comparison must score to
 * be taken for as much alike.
 *
 * This keeps their order, and with it every error rate that these parameters alone can have. It puts scores of other
 * parameters on the same scale, without which one threshold could not stand for all of them.
 *
 * @param reference a quality above 0
 * @throws RangeError where a plain score of that quality would not rise with what it is made from: beta at or below -1 / reference
 */
export function onReferenceScale(
  aware: Float64Array,
  parameters: AwareParameters,
  reference: number,
): Float64Array {
  const { alpha, beta } = parameters;
  const stretch = 1 + beta * reference;
  if (!(stretch > 0)) throw new RangeError(`beta is ${beta}, too low for the quality ${reference}`);
  const plain = new Float64Array(aware.length);
  for (let k = 0; k < plain.length; k++) {
    const score = aware[k]!;
    // At the knee both are the score, and both rise: so the aware score tells on which side of it the plain one lies.
    plain[k] = isChanged(score, parameters) ? (score + alpha * reference) / stretch : score;
  }
  return plain;
}
