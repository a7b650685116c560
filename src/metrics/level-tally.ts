/** Levels that are counted together, so that a search passes over most of them at once. */
const BLOCK = 4096;

/** How many comparisons stand at each level, from 0; comparisons come and go. */
export interface LevelTally {
  readonly add: (level: number, by: 1 | -1) => void;
  /** How many stand at levels below `level`. */
  readonly below: (level: number) => number;
  /** The first level where `holds` is no longer true of how many stand at it and below; `depth` where it always is. */
  readonly firstBeyond: (holds: (count: number) => boolean) => number;
  readonly total: () => number;
}

/** An empty tally of `depth` levels. Its searches look at depth / 4096 blocks and one block of levels. */
export function levelTally(depth: number): LevelTally {
  const single = new Uint32Array(depth);
  const block = new Uint32Array(Math.ceil(depth / BLOCK));
  let total = 0;
  return {
    add: (level, by) => {
      single[level]! += by;
      block[Math.floor(level / BLOCK)]! += by;
      total += by;
    },
    below: (level) => {
      const whole = Math.floor(level / BLOCK);
      let count = 0;
      for (let b = 0; b < whole; b++) count += block[b]!;
      for (let i = whole * BLOCK; i < level; i++) count += single[i]!;
      return count;
    },
    firstBeyond: (holds) => {
      let count = 0;
      let b = 0;
      while (b < block.length && holds(count + block[b]!)) count += block[b++]!;
      const end = Math.min(depth, (b + 1) * BLOCK);
      for (let i = b * BLOCK; i < end; i++) {
        count += single[i]!;
        if (!holds(count)) return i;
      }
      return depth;
    },
    total: () => total,
  };
}
