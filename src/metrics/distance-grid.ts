import type { ScoreSet } from '../types.js';
import type { Selection } from './selection.js';

/** The thresholds `0, step, 2 * step, ...` below `end`, each computed as `numpy.arange(0, end, step)` does: `i * step`. */
export function distanceGrid(end: number, step: number): Float64Array {
  return Float64Array.from({ length: Math.ceil(end / step) }, (_, i) => i * step);
}

/**
 * The index of the first threshold of `grid` above each distance, which is the first that accepts it by the rule
 * `distance < threshold`; `grid.length` where none does, NaN distances among them.
 */
export function gridPositions(
  count: number,
  distance: (comparison: number) => number,
  grid: Float64Array,
): Uint16Array {
  const positions = new Uint16Array(count);
  for (let k = 0; k < count; k++) {
    const d = distance(k);
    let from = 0;
    let to = grid.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (d < grid[middle]!) to = middle;
      else from = middle + 1;
    }
    positions[k] = from;
  }
  return positions;
}

/** How many training comparisons of each class every threshold of the grid accepts. */
export function acceptedOnGrid(
  positions: Uint16Array,
  { genuine }: ScoreSet,
  trains: Selection,
  gridLength: number,
) {
  // Impostors first, as labels are.
  const passed = [new Uint32Array(gridLength), new Uint32Array(gridLength)] as const;
  const counts = [0, 0] as [number, number];
  for (let k = 0; k < positions.length; k++) {
    if (!trains(k)) continue;
    const label = genuine[k] === 1 ? 1 : 0;
    counts[label]++;
    const position = positions[k]!;
    if (position < gridLength) passed[label][position]! += 1;
  }
  for (const column of passed) {
    for (let i = 1; i < gridLength; i++) column[i]! += column[i - 1]!;
  }
  return {
    accepted: { genuine: passed[1], impostor: passed[0] },
    totals: { genuine: counts[1], impostor: counts[0] },
  };
}

/** The index of the threshold that decides most training comparisons rightly; the lowest distance among equals. */
export function bestOnGrid(
  positions: Uint16Array,
  scores: ScoreSet,
  trains: Selection,
  gridLength: number,
): number {
  const { accepted } = acceptedOnGrid(positions, scores, trains, gridLength);
  let best = 0;
  // Right decisions less the number of impostors, which is the same for every threshold.
  const right = (i: number) => accepted.genuine[i]! - accepted.impostor[i]!;
  for (let i = 1; i < gridLength; i++) if (right(i) > right(best)) best = i;
  return best;
}
