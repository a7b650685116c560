import type { IndexColumn } from './types.js';

/** Things that two bytes tell apart. */
const NARROW = 1 << 16;

/** A column of `length` zeros, wide enough for indices of `things` things, or for counts below that. */
export function indexColumn(length: number, things: number): IndexColumn {
  return things <= NARROW ? new Uint16Array(length) : new Uint32Array(length);
}
