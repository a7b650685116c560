import type { Scores } from '../types.js';
import type { Sweep } from './sweep.js';

/** The level of a score that is NaN. */
export const NO_LEVEL = 0xffffffff;

/** Most equal parts that the range of the thresholds is cut into, so that few are left to search among. */
const MOST_PARTS = 1 << 22;

/** Scores that are looked up together, in the order of their parts. */
const TOGETHER = 1 << 20;

/** Most parts of the order in which they are looked up. */
const ORDERED = 1 << 12;

/** Finds the place of scores among thresholds. */
export interface LevelFinder {
  /** The index of the greatest threshold that a number reaches; the number of thresholds where it reaches none. */
  readonly level: (score: number) => number;
  /** Which of the equal parts a number lies in, the first from the greatest threshold on; below `parts + 1`. */
  readonly part: (score: number) => number;
  readonly parts: number;
}

/** What finds scores that are not NaN among distinct `thresholds`, which descend. */
export function levelFinder(thresholds: Scores): LevelFinder {
  const greatest = thresholds[0] ?? 0;
  const range = greatest - (thresholds.at(-1) ?? 0);
  // A range that overflows is searched whole.
  const parts = Number.isFinite(range) ? Math.min(MOST_PARTS, thresholds.length) : 0;
  const scale = parts > 0 && range > 0 ? parts / range : 0;
  const part = (score: number) => {
    const at = (greatest - score) * scale;
    return at < parts ? (at > 0 ? at | 0 : 0) : parts;
  };
  // Where each part begins among the descending thresholds; the part after the last ends them.
  const begin = new Uint32Array(parts + 2).fill(thresholds.length);
  for (let i = thresholds.length - 1; i >= 0; i--) begin[part(thresholds[i]!)] = i;
  for (let p = parts; p >= 0; p--) begin[p] = Math.min(begin[p]!, begin[p + 1]!);
  const level = (score: number) => {
    const own = part(score);
    let from = begin[own]!;
    let to = begin[own + 1]!;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (thresholds[middle]! > score) from = middle + 1;
      else to = middle;
    }
    return from;
  };
  return { level, part, parts };
}

/**
 * The index into `sweep.thresholds` of the greatest threshold that each score reaches, which for a score that was swept is
 * its own; {@link NO_LEVEL} for NaN, `thresholds.length` for a score below them all.
 *
 * Of millions of scores in any order each would be sought in memory that no cache holds. So they are taken in runs, each from its
 * greatest scores to its least, which walks along the thresholds instead.
 */
export function levelsOf({ thresholds }: Sweep, scores: Scores): Uint32Array {
  const { level, part, parts } = levelFinder(thresholds);
  const levels = new Uint32Array(scores.length);
  const coarse = Math.max(0, Math.ceil(Math.log2((parts + 1) / ORDERED)));
  const place = new Uint32Array((parts >>> coarse) + 2);
  const order = new Uint32Array(Math.min(TOGETHER, scores.length));
  for (let start = 0; start < scores.length; start += TOGETHER) {
    const end = Math.min(start + TOGETHER, scores.length);
    place.fill(0);
    for (let k = start; k < end; k++) place[orderOf(scores[k]!) + 1]! += 1;
    for (let p = 1; p < place.length; p++) place[p]! += place[p - 1]!;
    for (let k = start; k < end; k++) order[place[orderOf(scores[k]!)]!++] = k;
    for (let i = 0; i < end - start; i++) {
      const k = order[i]!;
      const score = scores[k]!;
      levels[k] = Number.isNaN(score) ? NO_LEVEL : level(score);
    }
  }
  return levels;

  function orderOf(score: number): number {
    return Number.isNaN(score) ? 0 : part(score) >>> coarse;
  }
}
