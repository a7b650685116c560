import { uniformInt } from 'pure-rand/distribution/uniformInt';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** Unit rows of `dim` values, one a picture. */
export interface Directions {
  readonly directions: Float32Array;
  readonly dim: number;
}

/** Rows compared with as many others at once, so that both stay in the cache. */
const TILE = 64;

/**
 * `count` impostor comparisons of pictures that lie near to one another: first the comparison of every picture with its nearest of
 * another person in its block, then with its second nearest, and so on; of the last such round as many as are wanted, drawn by
 * chance. Fewer where there are not as many impostor comparisons.
 *
 * Nearest by the exact cosine, summed in float64; equal ones by the lower picture. By picture, since the nearest of all
 * comparisons would be those of a few pictures that resemble everybody.
 */
export function nearestImpostors(
  blocks: readonly Uint32Array[],
  person: Uint32Array,
  vectors: Directions,
  count: number,
  random: RandomGenerator,
): readonly (readonly [number, number])[] {
  const pictures = blocks.reduce((sum, block) => sum + block.length, 0);
  const most = Math.max(0, ...blocks.map((block) => block.length - 1));
  // So many of each picture make enough of them even where each two name one another.
  for (let depth = Math.min(most, Math.ceil((2 * count) / pictures) + 1); ; depth *= 2) {
    const near = blocks.map((block) => neighbours(block, person, vectors, Math.min(depth, most)));
    const taken = new Map<string, readonly [number, number]>();
    for (let rank = 0; rank < depth && taken.size < count; rank++) {
      const round = new Map<string, readonly [number, number]>();
      blocks.forEach((block, b) => {
        block.forEach((one, i) => {
          const other = near[b]![i]![rank];
          if (other === undefined) return;
          const pair = one < other ? ([one, other] as const) : ([other, one] as const);
          const key = pair.join();
          if (!taken.has(key)) round.set(key, pair);
        });
      });
      for (const pair of some([...round.values()], count - taken.size, random)) {
        taken.set(pair.join(), pair);
      }
    }
    if (taken.size >= count || depth >= most) return [...taken.values()];
  }
}

/** All of `items`, or `count` of them where they are more, drawn by chance, in an order of chance. */
function some<T>(items: T[], count: number, random: RandomGenerator): T[] {
  if (items.length <= count) return items;
  for (let i = 0; i < count; i++) {
    const other = uniformInt(random, i, items.length - 1);
    [items[i], items[other]] = [items[other]!, items[i]!];
  }
  return items.slice(0, count);
}

/** For each picture of the block the nearest ones of other persons, at most `most`, the nearest first. */
function neighbours(
  block: Uint32Array,
  person: Uint32Array,
  { directions, dim }: Directions,
  most: number,
): number[][] {
  const count = block.length;
  const cosines = new Float64Array(count * most);
  const near = new Uint32Array(count * most);
  const held = new Uint32Array(count);
  const offer = (i: number, picture: number, cosine: number) => {
    const start = i * most;
    let at = held[i]!;
    const goesBefore = (k: number) =>
      cosine > cosines[k]! || (cosine === cosines[k]! && picture < near[k]!);
    if (at === most && (most === 0 || !goesBefore(start + most - 1))) return;
    if (at < most) held[i]!++;
    else at--;
    for (; at > 0 && goesBefore(start + at - 1); at--) {
      cosines[start + at] = cosines[start + at - 1]!;
      near[start + at] = near[start + at - 1]!;
    }
    cosines[start + at] = cosine;
    near[start + at] = picture;
  };
  for (let rows = 0; rows < count; rows += TILE) {
    for (let columns = rows; columns < count; columns += TILE) {
      for (let i = rows; i < Math.min(rows + TILE, count); i++) {
        const from = block[i]! * dim;
        for (let j = Math.max(columns, i + 1); j < Math.min(columns + TILE, count); j++) {
          if (person[block[i]!] === person[block[j]!]) continue;
          const to = block[j]! * dim;
          let cosine = 0;
          for (let d = 0; d < dim; d++) cosine += directions[from + d]! * directions[to + d]!;
          offer(i, block[j]!, cosine);
          offer(j, block[i]!, cosine);
        }
      }
    }
  }
  return Array.from(held, (kept, i) => [...near.subarray(i * most, i * most + kept)]);
}
