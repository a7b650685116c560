import type { EmbeddingSet, Templates } from '../types.js';
import { fromRaw } from './embedding-set.js';

/**
 * One vector for every template, named as the template: the mean over its media of the mean of each medium's raw vectors, so
 * that a video counts as much as a still. The magnitude is the length of that mean.
 *
 * Sums are in float64, members in their order and media in the order of their first member; the vector is stored as float32.
 *
 * Source: insightface's `image2template_feature` with norms kept and without detector scores, and MagFace's `eval_ijb.py`
 * with quality 1, whose directions are these.
 *
 * @param embeddings a row for every picture that `templates` may name
 * @throws UserError E_EMBED_ZERO (65) naming a template whose vectors cancel out
 */
export function pool(templates: Templates, embeddings: EmbeddingSet): EmbeddingSet {
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
        const length = magnitudes[row]!;
        for (let i = 0; i < dim; i++) medium[i]! += directions[row * dim + i]! * length;
      }
      for (let i = 0; i < dim; i++) sum[i]! += medium[i]! / rows.length;
    }
    for (let i = 0; i < dim; i++) pooled[t * dim + i] = sum[i]! / groups.length;
  }
  return fromRaw(ids, pooled, dim);
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
