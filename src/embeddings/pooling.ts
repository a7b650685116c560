import { EXIT, UserError } from '../errors.js';
import { findRecord } from '../nearest.js';
import type { EmbeddingSet, Templates } from '../types.js';
import { fromRaw } from './embedding-set.js';

/** A way of making one vector of a template's pictures. */
export interface PoolingRule {
  readonly name: string;
  readonly summary: string;
  /** Who pools so. */
  readonly reference: string;
  /** Whether a picture counts by the magnitude of its vector, or all alike. */
  readonly byMagnitude: boolean;
  /** Whether the mean of each medium is made unit before the mean over media. */
  readonly unitMedia: boolean;
}

/** Every rule; the first is the default. */
export const POOLING_RULES: readonly PoolingRule[] = [
  {
    name: 'insightface',
    summary:
      'vectors with their magnitudes, mean within a medium, mean over media: the directions of MagFace+ too',
    reference:
      'insightface image2template_feature, norms kept (N1); MagFace eval_ijb.py, quality 1',
    byMagnitude: true,
    unitMedia: false,
  },
  {
    name: 'insightface-unit',
    summary: 'vectors made unit, mean within a medium, mean over media',
    reference: 'insightface image2template_feature, norms left out (N0)',
    byMagnitude: false,
    unitMedia: false,
  },
  {
    name: 'magface',
    summary: 'vectors with their magnitudes, mean within a medium made unit, mean over media',
    reference: 'MagFace eval_ijb.py, quality 0',
    byMagnitude: true,
    unitMedia: true,
  },
];

/** @throws UserError E_POOL (usage) where there is none of that name */
export function findPoolingRule(name: string): PoolingRule {
  return findRecord(POOLING_RULES, name, 'pooling rule', 'E_POOL');
}

/**
 * One vector for every template, named as the template: pooled as `rule` has it, so that a video counts as much as a still.
 * The magnitude is the length of that vector before it is made unit.
 *
 * Sums are in float64, members in their order and media in the order of their first member; the vector is stored as float32.
 *
 * @param embeddings a row for every picture that `templates` may name
 * @param detector weight of each picture, such as the score of the face detector (D1 in insightface's tables); all alike where
 *   left out
 * @throws UserError E_EMBED_ZERO (65) naming a template whose vectors cancel out
 */
export function pool(
  templates: Templates,
  embeddings: EmbeddingSet,
  { byMagnitude, unitMedia }: PoolingRule = POOLING_RULES[0]!,
  detector?: Float32Array,
): EmbeddingSet {
  const { ids, offsets, members, media } = templates;
  const { dim, directions, magnitudes } = embeddings;
  const pooled = new Float32Array(ids.length * dim);
  const sum = new Float64Array(dim);
  const medium = new Float64Array(dim);
  for (let t = 0; t < ids.length; t++) {
    const groups = membersByMedium(members, media, offsets[t]!, offsets[t + 1]!);
    sum.fill(0);
    for (const rows of groups) {
      medium.fill(0);
      for (const row of rows) {
        const weight = (byMagnitude ? magnitudes[row]! : 1) * (detector?.[row] ?? 1);
        for (let i = 0; i < dim; i++) medium[i]! += directions[row * dim + i]! * weight;
      }
      const divisor = unitMedia ? lengthOf(medium) : rows.length;
      // Frames that cancel out have no direction and add none.
      if (divisor > 0) for (let i = 0; i < dim; i++) sum[i]! += medium[i]! / divisor;
    }
    for (let i = 0; i < dim; i++) pooled[t * dim + i] = sum[i]! / groups.length;
  }
  return fromRaw(ids, pooled, dim);
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

function lengthOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum);
}

/** The pictures of one template, those of a medium together. */
function membersByMedium(
  members: Uint32Array,
  media: Uint32Array,
  from: number,
  to: number,
): readonly (readonly number[])[] {
  const groups = new Map<number, number[]>();
  for (let m = from; m < to; m++) {
    const group = groups.get(media[m]!);
    if (group === undefined) groups.set(media[m]!, [members[m]!]);
    else group.push(members[m]!);
  }
  return [...groups.values()];
}
