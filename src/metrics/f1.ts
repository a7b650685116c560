import { bestThreshold } from './best-threshold.js';
import { type ErrorRates, errorRatesAt } from './error-rates.js';
import type { Metric } from './metric.js';
import { noted, rowsWithoutClass } from './metric-row.js';
import { failureNotes, type Sweep } from './sweep.js';

/** An F score at the threshold that makes it greatest. */
export interface FScore extends ErrorRates {
  readonly f: number;
}

/**
 * The F score from counts: the weighted harmonic mean of precision and recall, in which recall weighs `weight` times as
 * much; 0 where no genuine comparison is accepted.
 */
export function fScore(
  genuineAccepted: number,
  impostorAccepted: number,
  genuineTotal: number,
  weight = 1,
): number {
  const square = weight * weight;
  const weighted = (1 + square) * genuineAccepted;
  const missed = genuineTotal - genuineAccepted;
  return weighted === 0 ? 0 : weighted / (weighted + square * missed + impostorAccepted);
}

/**
 * The greatest F score over all thresholds, at the lowest threshold that has it.
 *
 * Precision, and F with it, depends on how many comparisons are genuine. NaN without genuine comparisons.
 *
 * Source: C. J. van Rijsbergen, Information Retrieval (1979), chapter 7.
 */
export function greatestFScore(sweep: Sweep, weight = 1): FScore {
  const { genuineAccepted, impostorAccepted, genuineTotal } = sweep;
  const merit = (genuine: number, impostor: number) =>
    fScore(genuine, impostor, genuineTotal, weight);
  const best = bestThreshold(sweep, merit);
  const f =
    genuineTotal === 0 ? NaN : merit(genuineAccepted[best] ?? 0, impostorAccepted[best] ?? 0);
  return { ...errorRatesAt(sweep, best), f };
}

export const F1: Metric = {
  name: 'f1',
  title: 'Greatest F1',
  summary: 'greatest harmonic mean of precision and recall over all thresholds',
  reference: 'van Rijsbergen, Information Retrieval, 1979',
  better: 'higher',
  standard: false,
  compute: ({ sweep }) => {
    const missing = rowsWithoutClass(['f1'], 'iso', sweep);
    if (missing !== undefined) return missing;
    const { f, threshold, fmr } = greatestFScore(sweep);
    const row = {
      metric: 'f1',
      value: f,
      count: sweep.genuineTotal + sweep.impostorTotal,
      threshold,
      achieved: fmr,
      convention: 'iso',
      sampling: { range: 'free' as const, statistic: (other: Sweep) => greatestFScore(other).f },
    };
    return [noted(row, failureNotes(sweep))];
  },
};
