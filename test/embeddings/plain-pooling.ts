import { lengthIn } from '../../src/embeddings/vector-sums.js';
import type { Combination, PoolingRule } from '../../src/embeddings/pooling.js';
import type { Templates } from '../../src/types.js';

/** Templates of members told as [picture, medium]. */
export function templatesOf(lists: readonly (readonly (readonly [number, number])[])[]): Templates {
  const flat = lists.flat();
  let end = 0;
  return {
    ids: lists.map((_, t) => `t${t}`),
    identity: new Int32Array(lists.length).fill(-1),
    identities: [],
    offsets: Uint32Array.from([0, ...lists.map(({ length }) => (end += length))]),
    members: Uint32Array.from(flat, ([picture]) => picture),
    media: Uint32Array.from(flat, ([, medium]) => medium),
  };
}

interface Vector {
  readonly values: Float64Array;
  readonly length: number;
}

/** The vector that `how` makes of some. */
function combined(vectors: readonly Vector[], how: Combination): Vector {
  const dim = vectors[0]!.values.length;
  const sum = new Float64Array(dim);
  let [lengths, squares] = [0, 0];
  for (const { values, length } of vectors) {
    const weight = how.weight?.(length) ?? 1;
    for (let i = 0; i < dim; i++) sum[i]! += values[i]! * weight;
    lengths += length;
    squares += length * length;
  }
  const length = lengthIn(sum, 0, dim);
  const divisor = how.divisor({ count: vectors.length, lengths, squares, length: () => length });
  const scale = divisor > 0 ? 1 / divisor : 0;
  return { values: sum.map((value) => value * scale), length: length * scale };
}

/**
 * The vector of every template, one template after the other with all vectors at hand: pictures ascending within a medium, media in
 * the order in which they end. Float64, not rounded.
 */
export function poolPlainly(
  { offsets, members, media }: Templates,
  raw: Float32Array,
  dim: number,
  rule: PoolingRule,
  detector?: Float32Array,
): Float64Array[] {
  return Array.from(offsets.subarray(1), (end, t) => {
    const positions = Array.from({ length: end - offsets[t]! }, (_, i) => offsets[t]! + i);
    positions.sort((a, b) => members[a]! - members[b]! || a - b);
    const vectorOf = (m: number): Vector => {
      const row = members[m]! * dim;
      const length = lengthIn(raw, row, dim);
      const weight = detector?.[members[m]!] ?? 1;
      const factor = rule.unit ? weight / length : weight;
      const values = Float64Array.from(raw.subarray(row, row + dim), (value) => value * factor);
      return { values, length: factor * length };
    };
    if (rule.medium === undefined) return combined(positions.map(vectorOf), rule.template).values;
    const groups = [...new Set(positions.map((m) => media[m]!))].map((medium) =>
      positions.filter((m) => media[m] === medium),
    );
    const inOrder = groups.sort(
      (a, b) => positions.indexOf(a.at(-1)!) - positions.indexOf(b.at(-1)!),
    );
    const ofMedia = inOrder.map((group) => combined(group.map(vectorOf), rule.medium!));
    return combined(ofMedia, rule.template).values;
  });
}
