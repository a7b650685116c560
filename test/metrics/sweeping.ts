import fc from 'fast-check';
import { type Sweep, sweep, thresholdAboveAll } from '../../src/metrics/sweep.js';
import { type Comparisons, scoredComparisons } from './arbitraries.js';
import { scoreSet } from './peer-runs.js';

/** The sweep of genuine and impostor scores given apart. */
export function sweepOf(genuine: readonly number[], impostor: readonly number[]): Sweep {
  const set = scoreSet(genuine, impostor);
  return sweep(set.scores, set.genuine);
}

/** Comparisons of which each class has at least one. */
export function bothClasses(): fc.Arbitrary<Comparisons> {
  return scoredComparisons(2).filter(({ genuine }) => genuine.includes(0) && genuine.includes(1));
}

export function scoresOf({ scores, genuine }: Comparisons, label: 0 | 1): number[] {
  return [...scores].filter((_, k) => genuine[k] === label);
}

/** One threshold and what it does, counted comparison by comparison. */
export interface Decisions {
  readonly threshold: number;
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
  readonly fmr: number;
  readonly fnmr: number;
}

/** Every threshold that makes a difference, greatest first, with its decisions: the slow and obvious way. */
export function everyThreshold(comparisons: Comparisons): Decisions[] {
  const genuine = scoresOf(comparisons, 1);
  const impostor = scoresOf(comparisons, 0);
  const above = thresholdAboveAll(sweep(comparisons.scores, comparisons.genuine));
  const thresholds = [...new Set([...comparisons.scores, above])].sort((a, b) => b - a);
  return thresholds.map((threshold) => {
    const accepted = (scores: readonly number[]) => scores.filter((s) => s >= threshold).length;
    const truePositives = accepted(genuine);
    const falsePositives = accepted(impostor);
    return {
      threshold,
      truePositives,
      falsePositives,
      falseNegatives: genuine.length - truePositives,
      trueNegatives: impostor.length - falsePositives,
      fmr: falsePositives / impostor.length,
      fnmr: (genuine.length - truePositives) / genuine.length,
    };
  });
}
