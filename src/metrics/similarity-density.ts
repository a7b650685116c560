import type { Curve, Scores } from '../types.js';
import { quantile } from './quantile.js';

/** Cells across and up. */
const CELLS = { across: 48, up: 36 } as const;
/** Bands of quality in which the middle of the similarities is told. */
const BANDS = 20;

/**
 * How many pictures have about this quality and this similarity: a curve `predict_similarity` with the columns `quality_low`,
 * `quality_high`, `similarity_low`, `similarity_high` and `count`, one row for each of 48 by 36 even cells that holds any; by quality, then
 * by similarity. Values are finite.
 */
export function similarityDensity(
  quality: Scores,
  similarity: Scores,
  labels: Curve['labels'],
): Curve {
  const [x, y] = [rangeOf(quality), rangeOf(similarity)];
  const cellOf = (value: number, { low, high }: Range, cells: number) =>
    high > low ? Math.min(cells - 1, Math.floor(((value - low) / (high - low)) * cells)) : 0;
  const counts = new Float64Array(CELLS.across * CELLS.up);
  for (let i = 0; i < quality.length; i++) {
    const column = cellOf(quality[i]!, x, CELLS.across);
    counts[column * CELLS.up + cellOf(similarity[i]!, y, CELLS.up)]! += 1;
  }
  const filled = [...counts.keys()].filter((cell) => counts[cell]! > 0);
  const edge = ({ low, high }: Range, at: number, cells: number) =>
    low + ((high - low) * at) / cells;
  const column = (read: (across: number, up: number) => number) =>
    Float64Array.from(filled, (cell) => read(Math.floor(cell / CELLS.up), cell % CELLS.up));
  return {
    name: 'predict_similarity',
    labels,
    columns: {
      quality_low: column((across) => edge(x, across, CELLS.across)),
      quality_high: column((across) => edge(x, across + 1, CELLS.across)),
      similarity_low: column((_, up) => edge(y, up, CELLS.up)),
      similarity_high: column((_, up) => edge(y, up + 1, CELLS.up)),
      count: Float64Array.from(filled, (cell) => counts[cell]!),
    },
  };
}

/**
 * The quartiles of the similarity in bands of quality of nearly equal size, lowest first: a curve `predict_similarity_bands` with
 * the columns `quality` (median), `lower`, `median`, `upper` and `count`. Pictures of equal quality may be parted, by nothing but their similarity.
 */
export function similarityBands(
  quality: Scores,
  similarity: Scores,
  labels: Curve['labels'],
): Curve {
  const order = Uint32Array.from(quality, (_, i) => i).sort(
    (a, b) => quality[a]! - quality[b]! || similarity[a]! - similarity[b]!,
  );
  const bands = Math.max(1, Math.min(BANDS, Math.floor(order.length / 8)));
  const parts = Array.from({ length: order.length === 0 ? 0 : bands }, (_, band) => {
    const own = order.subarray(
      Math.floor((band * order.length) / bands),
      Math.floor(((band + 1) * order.length) / bands),
    );
    return {
      quality: Float64Array.from(own, (i) => quality[i]!),
      similarity: Float64Array.from(own, (i) => similarity[i]!).sort(),
    };
  });
  const column = (read: (part: (typeof parts)[number]) => number) => Float64Array.from(parts, read);
  return {
    name: 'predict_similarity_bands',
    labels,
    columns: {
      quality: column((part) => quantile(part.quality, 0.5)),
      lower: column((part) => quantile(part.similarity, 0.25)),
      median: column((part) => quantile(part.similarity, 0.5)),
      upper: column((part) => quantile(part.similarity, 0.75)),
      count: column((part) => part.quality.length),
    },
  };
}

interface Range {
  readonly low: number;
  readonly high: number;
}

function rangeOf(values: Scores): Range {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return { low, high };
}
