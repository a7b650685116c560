import type { EmbeddingSet, Scores } from '../types.js';
import { spearmanInfluence } from './rank-influence.js';

/**
 * The mean cosine of each picture to the other pictures of its person; NaN where there is none other, or nobody knows whom
 * it shows.
 *
 * The sum of a person's directions less the picture's own is what the others add up to, so every picture costs one product.
 *
 * @param identity person of each picture, or -1
 */
export function similarityToOthers(
  { directions, dim }: Pick<EmbeddingSet, 'directions' | 'dim'>,
  identity: Int32Array,
): Float64Array {
  const persons = identity.reduce((most, one) => Math.max(most, one + 1), 0);
  const sums = new Float64Array(persons * dim);
  const pictures = new Uint32Array(persons);
  for (let i = 0; i < identity.length; i++) {
    const person = identity[i]!;
    if (person < 0) continue;
    pictures[person]! += 1;
    for (let c = 0; c < dim; c++) sums[person * dim + c]! += directions[i * dim + c]!;
  }
  return Float64Array.from(identity, (person, i) => {
    if (person < 0 || pictures[person]! < 2) return NaN;
    let [withAll, withItself] = [0, 0];
    for (let c = 0; c < dim; c++) {
      const own = directions[i * dim + c]!;
      withAll += own * sums[person * dim + c]!;
      withItself += own * own;
    }
    return (withAll - withItself) / (pictures[person]! - 1);
  });
}

/** Spearman's correlation within each person who has one. */
export interface WithinPersons {
  readonly persons: Uint32Array;
  readonly correlations: Float64Array;
}

/**
 * Spearman's rank correlation of `x` and `y` over the rows of each person, by person. Persons with fewer than three rows are
 * left out, since two pictures are equally alike to each other, and so are those with a column that does not vary.
 * @throws RangeError for NaN
 */
export function spearmanWithin(x: Scores, y: Scores, person: ArrayLike<number>): WithinPersons {
  const rows = new Map<number, number[]>();
  for (let k = 0; k < x.length; k++) {
    const own = rows.get(person[k]!);
    if (own === undefined) rows.set(person[k]!, [k]);
    else own.push(k);
  }
  const found: [number, number][] = [];
  for (const [one, own] of rows) {
    if (own.length < 3) continue;
    const column = (values: Scores) => Float64Array.from(own, (k) => values[k]!);
    const { value } = spearmanInfluence(column(x), column(y));
    if (!Number.isNaN(value)) found.push([one, value]);
  }
  found.sort(([a], [b]) => a - b);
  return {
    persons: Uint32Array.from(found, ([one]) => one),
    correlations: Float64Array.from(found, ([, value]) => value),
  };
}
