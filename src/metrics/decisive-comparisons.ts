import type { ScoreSet } from '../types.js';
import { indicesOf, type Selection } from './selection.js';

/** The few comparisons that a rate turns on, found without looking at all of them each time. */
export interface DecisiveComparisons {
  /** Every genuine comparison that counts, ascending. */
  readonly genuine: () => Uint32Array;
  /** The impostor comparisons that count with a score of at least `threshold`, ascending; none where it is NaN. */
  readonly acceptedImpostors: (threshold: number) => Uint32Array;
  /** Both: those that a decision at `threshold` may be wrong about. */
  readonly at: (threshold: number) => Uint32Array;
}

/** Those of `scores` that `counted` picks; each list is made when it is first asked for. */
export function decisiveComparisons(scores: ScoreSet, counted: Selection): DecisiveComparisons {
  const { scores: values, genuine } = scores;
  let mated: Uint32Array | undefined;
  // The longest list so far: those above a higher threshold are among them.
  let from = Infinity;
  let accepted: Uint32Array = new Uint32Array();
  const found: DecisiveComparisons = {
    genuine: () => (mated ??= indicesOf(values.length, (k) => genuine[k] === 1 && counted(k))),
    acceptedImpostors: (threshold) => {
      if (threshold < from) {
        from = threshold;
        accepted = indicesOf(
          values.length,
          (k) => values[k]! >= threshold && genuine[k] !== 1 && counted(k),
        );
      }
      return threshold === from ? accepted : accepted.filter((k) => values[k]! >= threshold);
    },
    at: (threshold) => {
      const [own, others] = [found.genuine(), found.acceptedImpostors(threshold)];
      const both = new Uint32Array(own.length + others.length);
      both.set(own);
      both.set(others, own.length);
      return both;
    },
  };
  return found;
}
