import { contiguousFolds } from '../contiguous-folds.js';
import type { ScoreSet } from '../types.js';
import type { Selection } from './selection.js';

/** Which fold each comparison belongs to, and which folds are scored. */
export interface Folds {
  readonly fold: Uint16Array;
  readonly testFolds: readonly number[];
  /** What was decided here that the protocol does not say. */
  readonly notes: readonly string[];
}

const DEFAULT_FOLDS = 10;

/**
 * The folds of the protocol, or, where it has none, ten contiguous folds in file order: what the scripts of insightface
 * and MagFace do to any list of pairs.
 *
 * Fewer than ten comparisons without folds have no test folds.
 */
export function foldsOf({ fold, testFolds, scores }: ScoreSet): Folds {
  if (testFolds.length > 0) return { fold, testFolds, notes: [] };
  if (scores.length < DEFAULT_FOLDS) {
    const note = `the protocol has no folds and ${scores.length} comparisons cannot be cut into ${DEFAULT_FOLDS}`;
    return { fold, testFolds, notes: [note] };
  }
  return {
    fold: contiguousFolds(scores.length, DEFAULT_FOLDS),
    testFolds: Array.from({ length: DEFAULT_FOLDS }, (_, i) => i),
    notes: [`the protocol has no folds: cut into ${DEFAULT_FOLDS} in file order`],
  };
}

/** Whether each comparison counts in rates over the whole benchmark: it lies in a test fold, or there are no folds. */
export function inTestFolds({ fold, testFolds }: ScoreSet): Selection {
  if (testFolds.length === 0) return () => true;
  const tested = new Uint8Array(0x10000);
  for (const test of testFolds) tested[test] = 1;
  return (comparison) => tested[fold[comparison]!] === 1;
}
