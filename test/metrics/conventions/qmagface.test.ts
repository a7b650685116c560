import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  qmagfaceAccuracy,
  qmagfaceArea,
  qmagfaceEqualError,
  qmagfacePoint,
} from '../../../src/metrics/conventions/qmagface.js';
import {
  qmagfaceInSampleAccuracy,
  qmagfaceInSamplePoint,
} from '../../../src/metrics/conventions/qmagface-in-sample.js';
import { verificationInput } from '../../../src/metrics/index.js';
import { linspace } from '../../../src/metrics/score-grid.js';
import type { ScoreSet } from '../../../src/types.js';
import { scoreSets } from '../arbitraries.js';
import { f2, scoreSet } from '../peer-runs.js';
import { sweepOf } from '../sweeping.js';

/** Two folds of the same size. */
const twoFolds = (genuine: readonly number[], impostor: readonly number[]): ScoreSet => ({
  ...scoreSet(genuine, impostor),
  fold: Uint16Array.from([...genuine.keys(), ...impostor.keys()], (i) => i % 2),
  testFolds: [0, 1],
});

describe('linspace', () => {
  test('ends exactly where it should, whatever its step', () => {
    const grid = linspace(-0.351599, 0.853201, 600);
    expect(grid).toHaveLength(600);
    expect(grid[0]).toBe(-0.351599);
    expect(grid.at(-1)).toBe(0.853201);
    expect(grid[1]! - grid[0]!).toBeCloseTo(1.2048 / 599, 15);
  });
});

describe('with folds', () => {
  test('equals a slow count of every rate, fold by fold and threshold by threshold', () => {
    fc.assert(
      fc.property(scoreSets(), (set) => {
        const folds = [...new Set(set.fold)].filter((fold) =>
          [0, 1].every((label) => set.fold.some((f, k) => f === fold && set.genuine[k] === label)),
        );
        // A fold of one class leaves everything undefined, so only the others are kept here.
        const input = verificationInput({ ...set, testFolds: folds });
        const grid = linspace(Math.min(...set.scores), Math.max(...set.scores), 600);
        const rate = (fold: number, label: number, threshold: number) => {
          const members = [...set.scores.keys()].filter(
            (k) => set.fold[k] === fold && set.genuine[k] === label,
          );
          return members.filter((k) => set.scores[k]! > threshold).length / members.length;
        };
        const meanRate = (label: number, threshold: number) =>
          folds.reduce((sum, fold) => sum + rate(fold, label, threshold), 0) / folds.length;
        const point = qmagfacePoint(input, 0.25);
        const threshold = [...grid].find((t) => meanRate(0, t) <= 0.25 + 1e-12)!;
        expect(point.threshold).toBe(threshold);
        expect(point.tar).toBeCloseTo(meanRate(1, threshold), 12);
        expect(point.fmr).toBeCloseTo(meanRate(0, threshold), 12);
        const { rate: eer, low, high } = qmagfaceEqualError(input);
        const least = Math.min(
          ...[...grid].map((t) => Math.abs(1 - meanRate(1, t) - meanRate(0, t))),
        );
        expect(high - low).toBeCloseTo(least, 12);
        expect([low, high]).toContain(eer);
      }),
      { numRuns: 20 },
    );
  });

  test('prints the least score in place of the threshold, which is kept apart', () => {
    const { threshold, printedThreshold } = qmagfacePoint(verificationInput(f2()), 1e-3);
    expect(printedThreshold).toBe(-0.351599);
    expect(threshold).toBeGreaterThan(0.37);
  });

  test('rejects the score that is the threshold', () => {
    const found = qmagfaceAccuracy(verificationInput(twoFolds([0.9, 0.9], [0.1, 0.1])));
    // The lowest threshold of the grid is the least score, and already parts the classes.
    expect([...found.thresholds]).toEqual([0.1, 0.1]);
    expect([...found.accuracy]).toEqual([1, 1]);
  });

  test('leaves out of its area what lies beyond the FMR at the least score', () => {
    const { area, notes } = qmagfaceArea(
      verificationInput(twoFolds([0.9, 0.8], [0.1, 0.2, 0.1, 0.3])),
    );
    // Of the impostors a fourth has the least score: the curve ends at FMR 0.5 in one fold, 1 in the other... by hand:
    // fold 0 holds 0.1 and 0.1, fold 1 holds 0.2 and 0.3, so above 0.1 lie 0 and 1, on average a half.
    expect(area).toBeCloseTo(0.5, 12);
    expect(notes).toEqual([
      'mean curve of the folds at 600 thresholds',
      'it ends short of FMR 1: the last 5e-1 is left out',
    ]);
  });

  test('is undefined where a fold has one class', () => {
    const set = { ...twoFolds([0.9, 0.8], [0.1]), testFolds: [0, 1] };
    const input = verificationInput(set);
    expect(qmagfacePoint(input, 0.1)).toMatchObject({
      tar: NaN,
      notes: ['a fold lacks genuine or impostor comparisons'],
    });
    expect(qmagfaceEqualError(input).rate).toBeNaN();
    expect(qmagfaceArea(input).area).toBeNaN();
  });
});

describe('without folds', () => {
  test('takes the highest threshold of those that accept most within the FAR', () => {
    // At FMR 1/4 the same genuine pass as at 0.
    const swept = sweepOf([0.9, 0.8, 0.1], [0.7, 0.6, 0.5, 0.4]);
    expect(qmagfaceInSamplePoint(swept, 0.25)).toMatchObject({ threshold: 0.8, fmr: 0 });
  });

  test('counts its accuracy strictly at thresholds made to be reached, and so may miss the best', () => {
    // Accepting 0.9 and 0.8 alone would be right throughout; no point of the ROC lies between 0.8 and 0.5 but 0.5 itself.
    const right = verificationInput(scoreSet([0.9, 0.8], [0.5]));
    expect(qmagfaceInSampleAccuracy(right)).toMatchObject({
      correct: 3,
      thresholds: Float64Array.of(0.5),
    });
    // Above the least score, a genuine one, no threshold accepts it.
    const short = verificationInput(scoreSet([0.9, 0.8], []));
    expect(qmagfaceInSampleAccuracy(short).correct).toBe(1);
  });
});
