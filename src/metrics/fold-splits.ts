import type { ScoreSet } from '../types.js';
import { foldsOf } from './folds.js';
import type { Selection } from './selection.js';

/** One test fold and what its parameters may be chosen on. */
export interface FoldSplit {
  readonly fold: number;
  /** Fold of each comparison. */
  readonly foldOf: Uint16Array;
  /** Comparisons of the fold that have a score. */
  readonly tests: Selection;
  /** All other comparisons that have a score. */
  readonly trains: Selection;
  /** How many comparisons `tests` holds. */
  readonly count: number;
  /** They lie from the first of these comparisons on, before the second. */
  readonly range: readonly [from: number, end: number];
}

/**
 * The test folds that can be scored, in the order of the protocol, and remarks on what is odd about them.
 *
 * Comparisons without a score are on neither side. A fold without comparisons, or without any others to choose on, is
 * left out; folds that hold, or are chosen on, one class only are kept, for that is what peers do, but little is learnt
 * from them: an unshuffled list that names all genuine comparisons first gives such folds.
 */
export function splitFolds({ scores, genuine, ...protocol }: ScoreSet): {
  readonly splits: readonly FoldSplit[];
  readonly notes: readonly string[];
} {
  const { fold, testFolds, notes } = foldsOf({ scores, genuine, ...protocol });
  const folds = greatestFold(fold) + 1;
  const sizes = [new Uint32Array(folds), new Uint32Array(folds)] as const;
  const [from, end] = [new Uint32Array(folds), new Uint32Array(folds)];
  const totals: [number, number] = [0, 0];
  for (let k = 0; k < scores.length; k++) {
    if (Number.isNaN(scores[k]!)) continue;
    const label = genuine[k] === 1 ? 1 : 0;
    const own = fold[k]!;
    sizes[label][own]! += 1;
    if (end[own] === 0) from[own] = k;
    end[own] = k + 1;
    totals[label]++;
  }
  const inside = (label: 0 | 1, test: number) => sizes[label][test] ?? 0;
  const outside = (label: 0 | 1, test: number) => totals[label] - inside(label, test);
  const tested = (test: number) => inside(0, test) + inside(1, test);
  const trained = (test: number) => outside(0, test) + outside(1, test);
  const usable = testFolds.filter((test) => tested(test) > 0 && trained(test) > 0);

  const failures = scores.length - totals[0] - totals[1];
  const remarks = [
    ...notes,
    ...(failures === 0 ? [] : [`comparisons left out for lack of a score: ${failures}`]),
    ...remark('without comparisons, left out', (test) => tested(test) === 0, testFolds),
    ...remark(
      'without others to choose a threshold on, left out',
      (test) => tested(test) > 0 && trained(test) === 0,
      testFolds,
    ),
    ...remark('of one class only', (test) => inside(0, test) * inside(1, test) === 0, usable),
    ...remark(
      'chosen on one class only',
      (test) => outside(0, test) * outside(1, test) === 0,
      usable,
    ),
  ];
  const splits = usable.map((test) => ({
    fold: test,
    foldOf: fold,
    tests: (k: number) => fold[k] === test && !Number.isNaN(scores[k]!),
    trains: (k: number) => fold[k] !== test && !Number.isNaN(scores[k]!),
    count: tested(test),
    range: [from[test]!, end[test]!] as const,
  }));
  return { splits, notes: remarks };
}

/** The greatest number of a fold; -1 without comparisons. */
export function greatestFold(fold: Uint16Array): number {
  let greatest = -1;
  for (const own of fold) if (own > greatest) greatest = own;
  return greatest;
}

/** One remark on all folds that `holds` is true of; none where it is true of no fold. */
function remark(
  what: string,
  holds: (fold: number) => boolean,
  folds: readonly number[],
): readonly string[] {
  const odd = folds.filter(holds);
  if (odd.length === 0) return [];
  return [`${odd.length === 1 ? 'fold' : 'folds'} ${odd.join(', ')} ${what}`];
}
