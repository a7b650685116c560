import type { ComparedEmbeddings, IndexColumn } from '../types.js';
import type { Selection } from './selection.js';

/** Gives the cosine of each comparison once the mean raw vector of `trains`, both sides, is taken from its two vectors. */
export type CentredCosines = (trains: Selection) => (comparison: number) => number;

/**
 * What gives the centred cosines for any training set, from products computed once.
 *
 * Raw vectors are direction times magnitude. A picture counts in the mean as often as it is compared. With m the mean,
 * (a - m)(b - m) = ab - am - bm + mm, so only the products with m depend on the training set. NaN where a vector is the
 * mean itself.
 */
export function centredCosines({ embeddings, left, right }: ComparedEmbeddings): CentredCosines {
  const { directions, magnitudes, dim } = embeddings;
  const rows = magnitudes.length;
  const products = new Float64Array(left.length);
  for (let k = 0; k < left.length; k++) {
    const a = left[k]!;
    const b = right[k]!;
    let dot = 0;
    for (let i = 0; i < dim; i++) dot += directions[a * dim + i]! * directions[b * dim + i]!;
    products[k] = dot * magnitudes[a]! * magnitudes[b]!;
  }
  const squares = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let square = 0;
    for (let i = 0; i < dim; i++) square += directions[row * dim + i]! ** 2;
    squares[row] = square * magnitudes[row]! ** 2;
  }
  return (trains) => {
    const mean = meanOf(embeddings, left, right, trains);
    const meanSquare = mean.reduce((sum, value) => sum + value * value, 0);
    const withMean = new Float64Array(rows);
    for (let row = 0; row < rows; row++) {
      let dot = 0;
      for (let i = 0; i < dim; i++) dot += directions[row * dim + i]! * mean[i]!;
      withMean[row] = dot * magnitudes[row]!;
    }
    const squaredLength = (row: number) => squares[row]! - 2 * withMean[row]! + meanSquare;
    return (k) => {
      const a = left[k]!;
      const b = right[k]!;
      const product = products[k]! - withMean[a]! - withMean[b]! + meanSquare;
      return product / Math.sqrt(squaredLength(a) * squaredLength(b));
    };
  };
}

/** The mean raw vector over both sides of the selected comparisons. */
function meanOf(
  { directions, magnitudes, dim }: ComparedEmbeddings['embeddings'],
  left: IndexColumn,
  right: IndexColumn,
  selected: Selection,
): Float64Array {
  const uses = new Uint32Array(magnitudes.length);
  let total = 0;
  for (let k = 0; k < left.length; k++) {
    if (!selected(k)) continue;
    uses[left[k]!]! += 1;
    uses[right[k]!]! += 1;
    total += 2;
  }
  const mean = new Float64Array(dim);
  for (let row = 0; row < uses.length; row++) {
    const weight = (uses[row]! * magnitudes[row]!) / total;
    if (weight === 0) continue;
    for (let i = 0; i < dim; i++) mean[i]! += weight * directions[row * dim + i]!;
  }
  return mean;
}
