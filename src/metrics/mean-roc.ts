import { splitFolds } from './fold-splits.js';
import { type AboveGrid, countAbove } from './score-grid.js';
import type { VerificationInput } from './verification-input.js';

/** A ROC over a grid of thresholds, each rate the mean over the test folds. */
export interface MeanRoc {
  /** Ascending; a comparison is accepted when its score is greater. */
  readonly thresholds: Float64Array;
  /** Mean over the folds of their FMR; falls along the grid. NaN where a fold has no impostors. */
  readonly fmr: Float64Array;
  /** Mean over the folds of their TAR; falls along the grid. NaN where a fold has no genuine comparisons. */
  readonly tar: Float64Array;
  /** How many comparisons of all test folds lie above each threshold. */
  readonly pooled: AboveGrid;
  readonly notes: readonly string[];
}

/**
 * The ROC at the thresholds of `grid`, rate by rate the mean over the test folds that can be scored.
 *
 * Means are float64 sums in the order of the folds over their number, as `numpy.mean` over the first axis. Without folds
 * the rates are NaN.
 */
export function meanRoc({ scores }: VerificationInput, grid: Float64Array): MeanRoc {
  const { splits, notes } = splitFolds(scores);
  const fmr = new Float64Array(grid.length);
  const tar = new Float64Array(grid.length);
  const pooled = {
    genuine: new Uint32Array(grid.length),
    impostor: new Uint32Array(grid.length),
    genuineTotal: 0,
    impostorTotal: 0,
  };
  for (const { tests } of splits) {
    const above = countAbove(scores.scores, scores.genuine, tests, grid);
    pooled.genuineTotal += above.genuineTotal;
    pooled.impostorTotal += above.impostorTotal;
    for (let i = 0; i < grid.length; i++) {
      pooled.genuine[i]! += above.genuine[i]!;
      pooled.impostor[i]! += above.impostor[i]!;
      tar[i]! += above.genuine[i]! / above.genuineTotal;
      fmr[i]! += above.impostor[i]! / above.impostorTotal;
    }
  }
  for (let i = 0; i < grid.length; i++) {
    tar[i]! /= splits.length;
    fmr[i]! /= splits.length;
  }
  return { thresholds: grid, fmr, tar, pooled, notes };
}
