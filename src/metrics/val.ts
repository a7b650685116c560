import type { MetricRow, ScoreSet } from '../types.js';
import { acceptedOnGrid, distanceGrid, gridPositions } from './distance-grid.js';
import { foldAccuracy, type Training } from './fold-accuracy.js';
import { foldsOf } from './folds.js';
import type { Metric } from './metric.js';
import { formatRate } from './rate.js';
import { deviation, mean } from './spread.js';
import type { VerificationInput } from './verification-input.js';

/** Acceptance of genuine comparisons on test folds at thresholds chosen on the others for one false accept rate. */
export interface ValidationRate {
  readonly far: number;
  /** Share of genuine comparisons accepted on each fold. */
  readonly rates: Float64Array;
  readonly mean: number;
  readonly std: number;
  /** Mean over the folds of the share of impostor comparisons accepted. */
  readonly achieved: number;
  /** Chosen for each fold, as the squared distance that must not be reached. */
  readonly distances: Float64Array;
  readonly accepted: number;
  readonly count: number;
  readonly notes: readonly string[];
}

const FAR = 1e-3;
const GRID = distanceGrid(4, 0.001);
void foldAccuracy;
void foldsOf;
void acceptedOnGrid;
void gridPositions;
void deviation;
void mean;
void formatRate;
export type Unused = [MetricRow, ScoreSet, Training, Metric, VerificationInput, typeof FAR, typeof GRID];
