import type { Scores } from '../types.js';
import type { Sweep } from './sweep.js';

/** The level of a score that is NaN. */
export const NO_LEVEL = 0xffffffff;

/** Most equal parts that the range of the scores is cut into, so that few thresholds are left to search among. */
const MOST_PARTS = 1 << 22;

/**
 * The index into `sweep.thresholds` of the greatest threshold that each score reaches, which for a score that was swept is
 * its own; {@link NO_LEVEL} for NaN, `thresholds.length` for a score below them all.
 */
export function levelsOf({ thresholds }: Sweep, scores: Scores): Uint32Array {
  const greatest = thresholds[0] ?? 0;
  const range = greatest - (thresholds.at(-1) ?? 0);
  // A range that overflows is searched whole.
  const parts = Number.isFinite(range) ? Math.min(MOST_PARTS, thresholds.length) : 0;
  const scale = parts > 0 && range > 0 ? parts / range : 0;
  const partOf = (score: number) =>
    scale === 0 ? 0 : Math.min(parts, Math.max(0, Math.floor((greatest - score) * scale)));
  // Where each part begins among the descending thresholds; the part after the last ends them.
  const begin = new Uint32Array(parts + 2).fill(thresholds.length);
  for (let i = thresholds.length - 1; i >= 0; i--) begin[partOf(thresholds[i]!)] = i;
  for (let part = parts; part >= 0; part--) {
    begin[part] = Math.min(begin[part]!, begin[part + 1]!);
  }
  const levels = new Uint32Array(scores.length);
  for (let k = 0; k < scores.length; k++) {
    const score = scores[k]!;
    if (Number.isNaN(score)) {
      levels[k] = NO_LEVEL;
      continue;
    }
    const part = partOf(score);
    let from = begin[part]!;
    let to = begin[part + 1]!;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (thresholds[middle]! > score) from = middle + 1;
      else to = middle;
    }
    levels[k] = from;
  }
  return levels;
}
