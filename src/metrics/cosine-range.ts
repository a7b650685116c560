import type { Sweep } from './sweep.js';

const ROUNDING = 1e-3;

/**
 * The remark that scores are no cosines, for conventions that turn a cosine into a distance; nothing where all lie
 * within [-1, 1], give or take what a float16 loses.
 */
export function cosineNotes({ thresholds }: Sweep): string[] {
  const greatest = thresholds[0] ?? 0;
  const least = thresholds.at(-1) ?? 0;
  if (greatest <= 1 + ROUNDING && least >= -1 - ROUNDING) return [];
  return [
    `scores from ${least} to ${greatest} are no cosines, which this convention takes them for`,
  ];
}
