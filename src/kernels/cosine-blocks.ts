import type { CosineTask } from './cosine-messages.js';

type Cosines = (
  rows: number,
  dim: number,
  left: number,
  right: number,
  count: number,
  scores: number,
  wide: number,
) => void;

/**
 * What scores the first `count` comparisons that lie at the place of `task`.
 *
 * The kernel is fastest where comparisons of one left row stand together, so a block in another order is sorted by left row first
 * and its scores are put back where they belong.
 */
export function cosineBlocks({ module, memory, place }: CosineTask): (count: number) => void {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const cosines = exports['cosines'] as Cosines;
  const { rows, dim, wide, capacity } = place;
  const left = new Uint32Array(memory.buffer, place.left, capacity);
  const right = new Uint32Array(memory.buffer, place.right, capacity);
  const scores = new Float32Array(memory.buffer, place.scores, capacity);
  const run = (count: number) => {
    cosines(rows, dim, place.left, place.right, count, place.scores, wide);
  };
  let sorter: ReturnType<typeof sorterOf> | undefined;
  return (count) => {
    if (standTogether(left, count)) {
      run(count);
      return;
    }
    sorter ??= sorterOf(place.count, capacity);
    const order = sorter(left, right, count);
    run(count);
    const sorted = scores.slice(0, count);
    for (let i = 0; i < count; i++) scores[order[i]!] = sorted[i]!;
  };
}

/** Whether at least every second comparison has the left row of the one before. */
function standTogether(left: Uint32Array, count: number): boolean {
  let changes = 0;
  for (let k = 1; k < count; k++) if (left[k] !== left[k - 1]) changes++;
  return changes * 2 <= count;
}

/** What sorts a block by left row, in place, and says where each comparison stood before. */
function sorterOf(rows: number, capacity: number) {
  const places = new Uint32Array(rows + 1);
  const order = new Uint32Array(capacity);
  return (left: Uint32Array, right: Uint32Array, count: number): Uint32Array => {
    places.fill(0);
    for (let k = 0; k < count; k++) places[left[k]! + 1]! += 1;
    for (let row = 0; row < rows; row++) places[row + 1]! += places[row]!;
    for (let k = 0; k < count; k++) order[places[left[k]!]!++] = k;
    for (const column of [left, right]) {
      const before = column.slice(0, count);
      for (let i = 0; i < count; i++) column[i] = before[order[i]!]!;
    }
    return order;
  };
}
