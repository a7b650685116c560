import type { Similarity } from '../types.js';

/** x1 y1 .. x5 y5 in pixels of left eye, right eye, tip of the nose, left and right corner of the mouth, as seen in the picture. */
export type FivePoints = ArrayLike<number>;

/**
 * Where the five points lie in a face of 112x112.
 * @see https://github.com/deepinsight/insightface (python-package/insightface/utils/face_align.py), after SphereFace and ArcFace
 */
export const ARCFACE_TEMPLATE: FivePoints = [
  38.2946, 51.6963, 73.5318, 51.5014, 56.0252, 71.7366, 41.5493, 92.3655, 70.7299, 92.2041,
];

/** Points nearer to their centre than this, in pixels and on the average, show no face; they may be fractions of a picture. */
export const LEAST_SPREAD = 1;

/** What decides the similarity of two sets of points: sums over points, taken from the centre of each set. */
interface Moments {
  readonly centreFrom: readonly [number, number];
  readonly centreTo: readonly [number, number];
  /** Mean square distance of the points of `from` from their centre. */
  readonly spread: number;
  /** Real and imaginary part of the mean of `to` times the conjugate of `from`, points read as complex numbers. */
  readonly turn: readonly [number, number];
  /** The same without conjugation: what a mirrored fit would have. */
  readonly mirrored: readonly [number, number];
}

/**
 * The similarity that takes `from` nearest to `to` by the sum of squared distances; no reflection. Undefined where the points
 * of `from` lie within {@link LEAST_SPREAD} of one another or no turn is better than another, so that no similarity is nearest.
 *
 * In the plane the least squares have one solution in closed form: points read as complex numbers are fitted by a factor and
 * a shift. It is what Umeyama's decomposition gives where it is kept from mirroring, and `SimilarityTransform.estimate` of
 * scikit-image with it.
 *
 * @param from as many points as `to`, x before y
 * @see Umeyama 1991, Least-squares estimation of transformation parameters between two point patterns
 */
export function similarityTransform(from: FivePoints, to: FivePoints): Similarity | undefined {
  const { centreFrom, centreTo, spread, turn } = momentsOf(from, to);
  const [real, imaginary] = turn;
  if (!(Math.sqrt(spread) >= LEAST_SPREAD)) return undefined;
  const a = real / spread;
  const b = imaginary / spread;
  // Below a millionth of the least size that a face can have, what is left is rounding.
  if (!(Math.hypot(a, b) * Math.sqrt(spread) > 1e-6)) return undefined;
  return {
    a,
    b,
    x: centreTo[0] - (a * centreFrom[0] - b * centreFrom[1]),
    y: centreTo[1] - (b * centreFrom[0] + a * centreFrom[1]),
  };
}

/** Whether a mirrored `from` would lie nearer to `to`, as where left and right were exchanged. */
export function fitsMirrored(from: FivePoints, to: FivePoints): boolean {
  const { turn, mirrored } = momentsOf(from, to);
  return Math.hypot(...mirrored) > Math.hypot(...turn);
}

/** The similarity that takes back what `similarity` took; its size must not be 0. */
export function inverseOf({ a, b, x, y }: Similarity): Similarity {
  const square = a * a + b * b;
  const [back, turned] = [a / square, -b / square];
  return { a: back, b: turned, x: turned * y - back * x, y: -turned * x - back * y };
}

function momentsOf(from: FivePoints, to: FivePoints): Moments {
  const count = from.length / 2;
  const centreFrom = centreOf(from);
  const centreTo = centreOf(to);
  let [spread, real, imaginary, mirroredReal, mirroredImaginary] = [0, 0, 0, 0, 0];
  for (let i = 0; i < from.length; i += 2) {
    const [u, v] = [from[i]! - centreFrom[0], from[i + 1]! - centreFrom[1]];
    const [p, q] = [to[i]! - centreTo[0], to[i + 1]! - centreTo[1]];
    spread += u * u + v * v;
    real += p * u + q * v;
    imaginary += q * u - p * v;
    mirroredReal += p * u - q * v;
    mirroredImaginary += q * u + p * v;
  }
  return {
    centreFrom,
    centreTo,
    spread: spread / count,
    turn: [real / count, imaginary / count],
    mirrored: [mirroredReal / count, mirroredImaginary / count],
  };
}

function centreOf(points: FivePoints): [number, number] {
  let [x, y] = [0, 0];
  for (let i = 0; i < points.length; i += 2) {
    x += points[i]!;
    y += points[i + 1]!;
  }
  return [(2 * x) / points.length, (2 * y) / points.length];
}
