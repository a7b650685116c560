import type { ScoreSet } from '../types.js';
import { type FoldSplit, greatestFold } from './fold-splits.js';
import type { Selection } from './selection.js';

/** The thresholds `0, step, 2 * step, ...` below `end`, each computed as `numpy.arange(0, end, step)` does: `i * step`. */
export function distanceGrid(end: number, step: number): Float64Array {
  return Float64Array.from({ length: Math.ceil(end / step) }, (_, i) => i * step);
}

/**
 * The index of the first threshold of `grid` above each distance, which is the first that accepts it by the rule
 * `distance < threshold`; `grid.length` where none does, NaN distances among them.
 *
 * @param grid as {@link distanceGrid} makes it
 */
export function gridPositions(
  count: number,
  distance: (comparison: number) => number,
  grid: Float64Array,
): Uint16Array {
  const positions = new Uint16Array(count);
  const { length } = grid;
  const steps = 1 / grid[1]!;
  for (let k = 0; k < count; k++) {
    const d = distance(k);
    // Nearly where it is; which side of a threshold it lies on is asked of the threshold itself.
    const guess = d * steps + 1;
    let at = guess < length ? (guess > 0 ? guess | 0 : 0) : length;
    while (at > 0 && d < grid[at - 1]!) at--;
    while (at < length && !(d < grid[at]!)) at++;
    positions[k] = at;
  }
  return positions;
}

/** How many training comparisons of each class every threshold of a grid accepts. */
export interface AcceptedOnGrid {
  readonly accepted: { readonly genuine: Uint32Array; readonly impostor: Uint32Array };
  readonly totals: { readonly genuine: number; readonly impostor: number };
}

/** Counts of the comparisons that `trains` picks. */
export function acceptedOnGrid(
  positions: Uint16Array,
  { genuine }: ScoreSet,
  trains: Selection,
  gridLength: number,
): AcceptedOnGrid {
  const width = gridLength + 1;
  const counts = new Uint32Array(2 * width);
  for (let k = 0; k < positions.length; k++) {
    if (trains(k)) counts[(genuine[k] === 1 ? width : 0) + positions[k]!]! += 1;
  }
  return acceptedBy(counts, gridLength);
}

/** Counts a fold has room for at once; more are counted in several passes. */
const MOST_CELLS = 1 << 22;

/**
 * The counts of {@link acceptedOnGrid} for the training comparisons of one fold after the other, from one pass over the comparisons
 * for all of them: those of all less those of the fold.
 */
export function acceptedOutside(
  positions: Uint16Array,
  { scores, genuine }: ScoreSet,
  gridLength: number,
): (split: FoldSplit) => AcceptedOnGrid {
  const width = gridLength + 1;
  const most = Math.max(1, Math.floor(MOST_CELLS / (2 * width)));
  // The folds that are counted: those from `first` on for which there is room.
  let first = Infinity;
  let room = 0;
  let inside = new Uint32Array();
  let all = new Uint32Array();
  const countFrom = (from: number, foldOf: Uint16Array) => {
    first = from;
    room = Math.min(most, greatestFold(foldOf) + 1 - from);
    all = new Uint32Array(2 * width);
    inside = new Uint32Array(room * 2 * width);
    for (let k = 0; k < positions.length; k++) {
      if (Number.isNaN(scores[k]!)) continue;
      const cell = (genuine[k] === 1 ? width : 0) + positions[k]!;
      all[cell]! += 1;
      const fold = foldOf[k]! - first;
      if (fold >= 0 && fold < room) inside[fold * 2 * width + cell]! += 1;
    }
  };
  return ({ fold, foldOf }) => {
    if (!(fold >= first && fold < first + room)) countFrom(fold, foldOf);
    const own = (fold - first) * 2 * width;
    return acceptedBy(
      all.map((count, cell) => count - inside[own + cell]!),
      gridLength,
    );
  };
}

/** From how many comparisons of each class, impostors first, have each position. */
function acceptedBy(counts: Uint32Array, gridLength: number): AcceptedOnGrid {
  const width = gridLength + 1;
  for (const from of [0, width]) {
    for (let i = from + 1; i < from + width; i++) counts[i]! += counts[i - 1]!;
  }
  return {
    accepted: {
      impostor: counts.subarray(0, gridLength),
      genuine: counts.subarray(width, width + gridLength),
    },
    totals: { impostor: counts[gridLength]!, genuine: counts[width + gridLength]! },
  };
}

/** The index of the threshold that decides most training comparisons rightly; the lowest distance among equals. */
export function bestOnGrid({ accepted }: AcceptedOnGrid): number {
  let best = 0;
  // Right decisions less the number of impostors, which is the same for every threshold.
  const right = (i: number) => accepted.genuine[i]! - accepted.impostor[i]!;
  for (let i = 1; i < accepted.genuine.length; i++) if (right(i) > right(best)) best = i;
  return best;
}
