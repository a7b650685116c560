import type { Scores } from '../types.js';
import type { Selection } from './selection.js';

/** `numpy.linspace(from, to, count)`: even steps, the last one exactly `to`. */
export function linspace(from: number, to: number, count: number): Float64Array {
  const step = (to - from) / (count - 1);
  return Float64Array.from({ length: count }, (_, i) => (i === count - 1 ? to : i * step + from));
}

/** The least and the greatest of the scores that `selects` picks, NaN left out; infinite the wrong way round for none. */
export function rangeOf(
  scores: Scores,
  selects: Selection = () => true,
): readonly [number, number] {
  let least = Infinity;
  let greatest = -Infinity;
  for (let k = 0; k < scores.length; k++) {
    const score = scores[k]!;
    if (Number.isNaN(score) || !selects(k)) continue;
    if (score < least) least = score;
    if (score > greatest) greatest = score;
  }
  return [least, greatest];
}

/** How many scores of each class lie above each threshold of a grid. */
export interface AboveGrid {
  readonly genuine: Uint32Array;
  readonly impostor: Uint32Array;
  readonly genuineTotal: number;
  readonly impostorTotal: number;
}

/**
 * How many of the scores that `selects` picks lie above each threshold of `grid`, which ascends; a score at a threshold is
 * not above it, and NaN is left out.
 */
export function countAbove(
  scores: Scores,
  genuine: Uint8Array,
  selects: Selection,
  grid: Float64Array,
): AboveGrid {
  const above = { genuine: new Uint32Array(grid.length), impostor: new Uint32Array(grid.length) };
  const totals = { genuine: 0, impostor: 0 };
  for (let k = 0; k < scores.length; k++) {
    const score = scores[k]!;
    if (Number.isNaN(score) || !selects(k)) continue;
    const label = genuine[k] === 1 ? 'genuine' : 'impostor';
    totals[label]++;
    const reached = thresholdsBelow(score, grid);
    if (reached > 0) above[label][reached - 1]! += 1;
  }
  for (const counts of [above.genuine, above.impostor]) {
    for (let i = grid.length - 2; i >= 0; i--) counts[i]! += counts[i + 1]!;
  }
  return { ...above, genuineTotal: totals.genuine, impostorTotal: totals.impostor };
}

/** How many thresholds of the ascending `grid` lie below `score`. */
function thresholdsBelow(score: number, grid: Float64Array): number {
  let from = 0;
  let to = grid.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (grid[middle]! < score) from = middle + 1;
    else to = middle;
  }
  return from;
}
