import { type CosineTask, TILE } from './cosine-messages.js';

interface Kernel {
  widen(from: number, count: number, to: number): void;
  cosines(...of: Comparisons): void;
  tiledCosines(...of: [...Comparisons, tile: number, base: number]): void;
}

type Comparisons = [
  rows: number,
  dim: number,
  left: number,
  right: number,
  from: number,
  to: number,
  scores: number,
  wide: number,
];

/** Comparisons of a left row with a tile from which on it is worth while to widen the tile. */
const SHARED = 4;

/**
 * What scores the first `count` comparisons that lie at the place of `task`.
 *
 * The kernel is fastest where comparisons of one left row stand together, so a block in another order is sorted by left row. Where
 * each left row meets many others, they are sorted by the tile of right rows as well, so that a tile is widened once and stays in
 * the cache. Scores are put back where they belong.
 */
export function cosineBlocks({ module, memory, place }: CosineTask): (count: number) => void {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const kernel = exports as unknown as Kernel;
  const { rows, dim, wide, tile, capacity } = place;
  const left = new Uint32Array(memory.buffer, place.left, capacity);
  const right = new Uint32Array(memory.buffer, place.right, capacity);
  const scores = new Float32Array(memory.buffer, place.scores, capacity);
  const sorter = sorterOf(place.count, left, right);
  const tiles = Math.ceil(place.count / TILE);
  const part = (from: number, to: number): Comparisons => [
    rows,
    dim,
    place.left,
    place.right,
    from,
    to,
    place.scores,
    wide,
  ];
  return (count) => {
    let order = runsOf(left, count) * 2 > count ? sorter(count, left, 1) : undefined;
    if (runsOf(left, count) * tiles * SHARED > count) {
      kernel.cosines(...part(0, count));
    } else {
      order = sorter(count, right, TILE, order);
      for (let from = 0; from < count;) {
        const base = right[from]! - (right[from]! % TILE);
        let to = from + 1;
        while (to < count && right[to]! < base + TILE) to++;
        kernel.widen(rows + base * dim * 4, Math.min(TILE, place.count - base) * dim, tile);
        kernel.tiledCosines(...part(from, to), tile, base);
        from = to;
      }
    }
    if (order === undefined) return;
    const sorted = scores.slice(0, count);
    for (let i = 0; i < count; i++) scores[order[i]!] = sorted[i]!;
  };
}

/** How often the left row changes, the first counted. */
function runsOf(left: Uint32Array, count: number): number {
  let runs = count === 0 ? 0 : 1;
  for (let k = 1; k < count; k++) if (left[k] !== left[k - 1]) runs++;
  return runs;
}

/**
 * What sorts `left` and `right` by one of them, divided by a width and rounded down, equal ones in the order they stand in, and says
 * where each comparison stood before any sorting.
 */
function sorterOf(keys: number, left: Uint32Array, right: Uint32Array) {
  const places = new Uint32Array(keys + 1);
  return (count: number, by: Uint32Array, width: number, before?: Uint32Array): Uint32Array => {
    places.fill(0);
    for (let k = 0; k < count; k++) places[Math.floor(by[k]! / width) + 1]! += 1;
    for (let key = 0; key < keys; key++) places[key + 1]! += places[key]!;
    const [lefts, rights] = [left.slice(0, count), right.slice(0, count)];
    const key = by === left ? lefts : rights;
    const order = new Uint32Array(count);
    for (let k = 0; k < count; k++) {
      const place = places[Math.floor(key[k]! / width)]!++;
      order[place] = before === undefined ? k : before[k]!;
      left[place] = lefts[k]!;
      right[place] = rights[k]!;
    }
    return order;
  };
}
