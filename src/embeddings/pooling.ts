import { EXIT, UserError } from '../errors.js';
import { findRecord } from '../nearest.js';

/** What is known of vectors that were added up, when one vector is to be made of their sum. */
export interface Sum {
  /** How many there were. */
  readonly count: number;
  /** The sum of their lengths, and of the squares of these. */
  readonly lengths: number;
  readonly squares: number;
  /** Euclidean length of the sum. */
  readonly length: () => number;
}

/** How several vectors become one: their weighted sum over a divisor. */
export interface Combination {
  /** What a vector of some length counts in the sum; absent where all count alike. */
  readonly weight?: (length: number) => number;
  /** What the sum is divided by; the vectors have no direction together where it is not above 0. */
  readonly divisor: (sum: Sum) => number;
  /** Whether the lengths of the vectors decide anything. */
  readonly byLength: boolean;
}

/** The plain mean. */
const MEAN: Combination = { divisor: ({ count }) => count, byLength: false };

/** The direction of the mean, of length 1. */
const DIRECTION: Combination = { divisor: ({ length }) => length(), byLength: false };

/** The direction of the mean, as long as the vectors are on average. */
const MEAN_LENGTH: Combination = {
  divisor: ({ count, lengths, length }) => (length() * count) / lengths,
  byLength: true,
};

/** The direction of the mean weighted by length, as long as the mean of the lengths weighted by themselves. */
const LENGTH_WEIGHTED: Combination = {
  weight: (length) => length,
  divisor: ({ lengths, squares, length }) => (length() * lengths) / squares,
  byLength: true,
};

/** A way of making one vector of a template's pictures. */
export interface PoolingRule {
  readonly name: string;
  readonly summary: string;
  /** Who pools so. */
  readonly reference: string;
  /** Whether the vector of each picture is made unit before anything else. */
  readonly unit: boolean;
  /** How the pictures of a medium become one vector; absent where media are not told apart. */
  readonly medium?: Combination;
  /** How the vectors of the media (or of the pictures) become that of the template. */
  readonly template: Combination;
}

/** Every rule; the first is the default. */
export const POOLING_RULES: readonly PoolingRule[] = [
  {
    name: 'insightface',
    summary:
      'vectors with their magnitudes, mean within a medium, mean over media: the directions of MagFace+ too',
    reference:
      'insightface image2template_feature, norms kept (N1); MagFace eval_ijb.py, quality 1; AdaFace validate_IJB_BC.py',
    unit: false,
    medium: MEAN,
    template: MEAN,
  },
  {
    name: 'insightface-unit',
    summary: 'vectors made unit, mean within a medium, mean over media',
    reference: 'insightface image2template_feature, norms left out (N0)',
    unit: true,
    medium: MEAN,
    template: MEAN,
  },
  {
    name: 'magface',
    summary: 'vectors with their magnitudes, mean within a medium made unit, mean over media',
    reference: 'MagFace eval_ijb.py, quality 0',
    unit: false,
    medium: DIRECTION,
    template: MEAN,
  },
  {
    name: 'adaface',
    summary:
      'average of unit vectors weighted by magnitude, over pictures whatever their media; the mean magnitude',
    reference:
      'AdaFace fuse_features_with_norm, norm_weighted_avg, there of a picture and its mirror image',
    unit: false,
    template: MEAN_LENGTH,
  },
  {
    name: 'qmagface',
    summary:
      'vectors weighted once more by their magnitudes, within a medium and over media; magnitudes averaged likewise',
    reference: 'QMagFace ijb_benchmarks.py, combine_weighted_f_q',
    unit: false,
    medium: LENGTH_WEIGHTED,
    template: LENGTH_WEIGHTED,
  },
];

/** @throws UserError E_POOL (usage) where there is none of that name */
export function findPoolingRule(name: string): PoolingRule {
  return findRecord(POOLING_RULES, name, 'pooling rule', 'E_POOL');
}

/**
 * The weights by the face detector that a protocol brings.
 * @throws UserError E_DETECTOR (usage) where it brings none
 */
export function requireDetector(name: string, detector: Float32Array | undefined): Float32Array {
  if (detector !== undefined) return detector;
  throw new UserError(
    'E_DETECTOR',
    `${name} brings no scores of a face detector`,
    'leave --detector-weights out, or put the name_5pts_score file beside its lists',
    EXIT.usage,
  );
}
