import type { Subject } from '../types.js';

/** The remark that every written form of a trial on part of the comparisons bears; undefined for a full run. */
export function partialNote({ partial }: Subject): string | undefined {
  return partial === undefined
    ? undefined
    : `PARTIAL: a trial on ${partial} comparisons, not a result`;
}
