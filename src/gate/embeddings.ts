import type { Check, EmbeddingSet } from '../types.js';
import { named, short } from './figures.js';

/** How far a vector may move, as a share of its length. */
const TOLERANCE = 1e-6;

/**
 * Whether every vector of the baseline is there in the run, within 1e-6 of its length (Euclidean distance over length).
 *
 * Pictures are matched by name; ones that only the run has are not looked at.
 */
export function embeddingCheck(baseline: EmbeddingSet, run: EmbeddingSet): Check {
  const { ids, dim } = baseline;
  const head = {
    name: 'embeddings',
    kind: 'embeddings',
    expected: `${ids.length} within ${short(TOLERANCE)}`,
  } as const;
  if (run.dim !== dim) {
    const found = `vectors of ${run.dim}`;
    return { ...head, status: 'fail', found, why: `${run.dim} numbers a vector, not ${dim}` };
  }
  const rowOf = new Map(run.ids.map((id, row) => [id, row]));
  const missing = ids.filter((id) => !rowOf.has(id));
  if (missing.length > 0) {
    const found = `${ids.length - missing.length} of them`;
    return { ...head, status: 'fail', found, why: `the run has no vector of ${named(missing)}` };
  }
  let [moved, worst, furthest] = [0, 0, 0];
  for (const [row, id] of ids.entries()) {
    const distance = relativeDistance(baseline, row, run, rowOf.get(id)!);
    if (distance > TOLERANCE) moved++;
    if (distance > furthest) [furthest, worst] = [distance, row];
  }
  const compared = {
    ...head,
    found: furthest === 0 ? 'equal' : `${short(furthest)} apart`,
    difference: furthest,
  };
  if (moved === 0) {
    return { ...compared, status: 'pass', why: furthest === 0 ? 'equal' : 'within the tolerance' };
  }
  const why = `${moved} of ${ids.length} vectors moved, most of all that of ${ids[worst]!}`;
  return { ...compared, status: 'fail', why };
}

/** The distance of two vectors as a share of the first one's length. */
function relativeDistance(a: EmbeddingSet, rowA: number, b: EmbeddingSet, rowB: number): number {
  const [lengthA, lengthB] = [a.magnitudes[rowA]!, b.magnitudes[rowB]!];
  let sum = 0;
  for (let i = 0; i < a.dim; i++) {
    const gap =
      a.directions[rowA * a.dim + i]! * lengthA - b.directions[rowB * b.dim + i]! * lengthB;
    sum += gap * gap;
  }
  return Math.sqrt(sum) / lengthA;
}
