/**
 * How each comparison was decided, a byte each: 1 for what is asked (rightly, or accepted), 0 for what is not, {@link UNDECIDED}
 * for a comparison that has no part in it.
 */
export type Decisions = Uint8Array;

export const UNDECIDED = 255;

/** No comparison of `count` decided yet. */
export function undecided(count: number): Decisions {
  return new Uint8Array(count).fill(UNDECIDED);
}
