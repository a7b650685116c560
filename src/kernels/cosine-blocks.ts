import { type CosineTask, TILE } from './cosine-messages.js';
import { runsOf } from './left-order.js';

interface Kernel {
  sort(
    count: number,
    shift: number,
    left: number,
    right: number,
    places: number,
    spare: number,
    ends: number,
    tiles: number,
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
 * The kernel is fastest where comparisons of one left row stand together. Where each left row meets many others, they are sorted by
 * the tile of right rows, so that a tile is widened once and stays in the cache; scores are written where they belong.
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
  return (count) => {
    for (let k = 0; k < count; k++) places[k] = k;
    if (runsOf(left, count) * tiles * SHARED > count) {
      kernel.cosines(...part(0, count));
      return;
    }
    kernel.sort(
      count,
      Math.log2(TILE),
      place.left,
      place.right,
      place.places,
      place.spare,
      place.ends,
      tiles,
    );
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
