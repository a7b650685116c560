import { type CosineTask, TILE } from './cosine-messages.js';

interface Kernel {
  sort(
    count: number,
    keys: number,
    shift: number,
    left: number,
    right: number,
    places: number,
    spare: number,
    ends: number,
    rows: number,
  ): void;
  widen(from: number, count: number, to: number): void;
  cosines(...of: Comparisons): void;
  tiledCosines(...of: [...Comparisons, tile: number, base: number]): void;
}

type Comparisons = [
  rows: number,
  dim: number,
  left: number,
  right: number,
  places: number,
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
 * the cache. Scores are written where they belong.
 */
export function cosineBlocks({ module, memory, place }: CosineTask): (count: number) => void {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const kernel = exports as unknown as Kernel;
  const { rows, dim, wide, tile, capacity } = place;
  const left = new Uint32Array(memory.buffer, place.left, capacity);
  const right = new Uint32Array(memory.buffer, place.right, capacity);
  const places = new Uint32Array(memory.buffer, place.places, capacity);
  const tiles = Math.ceil(place.count / TILE);
  const part = (from: number, to: number): Comparisons => [
    rows,
    dim,
    place.left,
    place.right,
    place.places,
    from,
    to,
    place.scores,
    wide,
  ];
  const sort = (count: number, keys: number, width: number) => {
    const shift = Math.log2(width);
    kernel.sort(
      count,
      keys,
      shift,
      place.left,
      place.right,
      place.places,
      place.spare,
      place.ends,
      place.count,
    );
  };
  return (count) => {
    for (let k = 0; k < count; k++) places[k] = k;
    let runs = runsOf(left, count);
    if (runs * 2 > count) {
      sort(count, place.left, 1);
      runs = runsOf(left, count);
    }
    if (runs * tiles * SHARED > count) {
      kernel.cosines(...part(0, count));
      return;
    }
    sort(count, place.right, TILE);
    for (let from = 0; from < count;) {
      const base = right[from]! - (right[from]! % TILE);
      let to = from + 1;
      while (to < count && right[to]! < base + TILE) to++;
      kernel.widen(rows + base * dim * 4, Math.min(TILE, place.count - base) * dim, tile);
      kernel.tiledCosines(...part(from, to), tile, base);
      from = to;
    }
  };
}

/** How often the left row changes, the first counted. */
function runsOf(left: Uint32Array, count: number): number {
  let runs = count === 0 ? 0 : 1;
  for (let k = 1; k < count; k++) if (left[k] !== left[k - 1]) runs++;
  return runs;
}
