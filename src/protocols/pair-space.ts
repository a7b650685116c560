/** Comparisons that are possible, numbered from 0 to `size - 1` without any of them being kept in memory. */
export interface PairSpace {
  readonly size: number;
  /** The two pictures of comparison `index`, the lower first. */
  at(index: number): readonly [number, number];
  /** The number of the comparison of two pictures that are compared here. */
  indexOf(one: number, other: number): number;
}

/**
 * The genuine, or the impostor, comparisons within each of `blocks`. Each is numbered by the picture of the two that stands first
 * in its block, then by the other.
 *
 * @param blocks pictures, none twice; the order within one is the order in which a picture is the first of two
 * @param person of each picture
 * @param first which pictures may be the first of two; all of them by default
 */
export function pairSpace(
  blocks: readonly Uint32Array[],
  person: Uint32Array,
  genuine: boolean,
  first: (picture: number) => boolean = () => true,
): PairSpace {
  const pictures = Uint32Array.from(blocks.flatMap((block) => [...block]));
  const count = pictures.length;
  /** Where the block of each position ends. */
  const end = new Uint32Array(count);
  let start = 0;
  for (const block of blocks) {
    end.fill(start + block.length, start, start + block.length);
    start += block.length;
  }
  // The positions of each person within each block, in runs, ascending within one.
  const own = Uint32Array.from(pictures.keys()).sort(
    (a, b) => end[a]! - end[b]! || person[pictures[a]!]! - person[pictures[b]!]! || a - b,
  );
  const slot = new Uint32Array(count);
  const ownEnd = new Uint32Array(count);
  for (let at = count - 1; at >= 0; at--) {
    const [position, next] = [own[at]!, own[at + 1]];
    const goesOn =
      next !== undefined &&
      end[next] === end[position] &&
      person[pictures[next]!] === person[pictures[position]!];
    slot[position] = at;
    ownEnd[position] = goesOn ? ownEnd[next]! : at + 1;
  }
  const before = new Float64Array(count + 1);
  for (let i = 0; i < count; i++) {
    const ownAfter = ownEnd[i]! - slot[i]! - 1;
    const partners = genuine ? ownAfter : end[i]! - i - 1 - ownAfter;
    before[i + 1] = before[i]! + (first(pictures[i]!) ? partners : 0);
  }
  const positionOf = new Map<number, number>();
  for (const [position, picture] of pictures.entries()) positionOf.set(picture, position);

  /** How many of the own positions after `i` hold at `isPassed`, which is true for the first ones only. */
  const passedBy = (i: number, isPassed: (position: number, rank: number) => boolean): number => {
    const from = slot[i]! + 1;
    let [low, high] = [0, ownEnd[i]! - from];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isPassed(own[from + middle]!, middle)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    size: before[count]!,
    at: (index) => {
      let [low, high] = [0, count];
      while (high - low > 1) {
        const middle = (low + high) >>> 1;
        if (before[middle]! <= index) low = middle;
        else high = middle;
      }
      const rank = index - before[low]!;
      const other = genuine
        ? own[slot[low]! + 1 + rank]!
        : low + 1 + rank + passedBy(low, (position, r) => position - r <= low + 1 + rank);
      const [a, b] = [pictures[low]!, pictures[other]!];
      return a < b ? [a, b] : [b, a];
    },
    indexOf: (one, other) => {
      const [p, q] = [positionOf.get(one)!, positionOf.get(other)!];
      const [i, j] = p < q ? [p, q] : [q, p];
      const ownBefore = passedBy(i, (position) => position < j);
      return before[i]! + (genuine ? ownBefore : j - i - 1 - ownBefore);
    },
  };
}
