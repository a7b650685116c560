import type { IndexColumn, Scores, ScoreSet } from '../types.js';

/** The comparisons `members` of `scores` as a set of their own, in that order: all of them counted, without folds or qualities. */
export function subsetOf(scores: ScoreSet, members: Uint32Array): ScoreSet {
  const { genuine, persons } = scores;
  const labels = new Uint8Array(members.length);
  for (let m = 0; m < members.length; m++) labels[m] = genuine[members[m]!]!;
  return {
    scores: picked(scores.scores, members),
    genuine: labels,
    fold: new Uint16Array(members.length),
    testFolds: [],
    ...(persons === undefined
      ? {}
      : {
          persons: {
            ...persons,
            left: picked(persons.left, members),
            right: picked(persons.right, members),
          },
        }),
  };
}

/** The entries of `column` at `members`, in their order. */
export function picked<Column extends Scores | IndexColumn>(
  column: Column,
  members: Uint32Array,
): Column {
  const { length } = members;
  const entries = (
    column instanceof Float32Array
      ? new Float32Array(length)
      : column instanceof Float64Array
        ? new Float64Array(length)
        : column instanceof Uint16Array
          ? new Uint16Array(length)
          : new Uint32Array(length)
  ) as Column;
  for (let m = 0; m < length; m++) entries[m] = column[members[m]!]!;
  return entries;
}
