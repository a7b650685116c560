import type { ScoreSet } from './types.js';

/** What tells the quality of a comparison of the set; undefined where none is known. */
export function qualityAt({
  quality,
  qualities,
}: Pick<ScoreSet, 'quality' | 'qualities'>): ((comparison: number) => number) | undefined {
  if (quality !== undefined) return (k) => quality[k]!;
  if (qualities === undefined) return undefined;
  const { values, left, right } = qualities;
  return (k) => Math.min(values[left[k]!]!, values[right[k]!]!);
}
