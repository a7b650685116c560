import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { averagePrecision } from '../../src/metrics/average-precision.js';
import { precisionRecallCurve } from '../../src/metrics/precision-recall.js';
import { sweep } from '../../src/metrics/sweep.js';
import { bothClasses, everyThreshold, scoresOf, sweepOf } from './sweeping.js';

describe('precision over recall', () => {
  test('begins where somebody is accepted and ends at the share of genuine comparisons', () => {
    const { name, columns } = precisionRecallCurve(sweepOf([0.9, 0.7, 0.6], [0.8, 0.5]));
    expect(name).toBe('precision_recall');
    expect([...columns['threshold']!]).toEqual([0.9, 0.8, 0.6, 0.5]);
    expect([...columns['precision']!]).toEqual([1, 1 / 2, 3 / 4, 3 / 5]);
    expect([...columns['recall']!]).toEqual([1 / 3, 1 / 3, 1, 1]);
  });

  test('begins at the greatest score even when it is no corner of the ROC', () => {
    const { columns } = precisionRecallCurve(sweepOf([0.9, 0.8], [0.5, 0.4]));
    expect([...columns['threshold']!]).toEqual([0.9, 0.8, 0.4]);
  });

  test.each([
    { genuine: [0.5], impostor: [] },
    { genuine: [], impostor: [0.5] },
  ])('is empty where a class is: $genuine against $impostor', ({ genuine, impostor }) => {
    const { columns } = precisionRecallCurve(sweepOf(genuine, impostor));
    expect(Object.values(columns).map(({ length }) => length)).toEqual([0, 0, 0]);
  });

  test('moves no point', () => {
    fc.assert(
      fc.property(bothClasses(), (comparisons) => {
        const { columns } = precisionRecallCurve(sweep(comparisons.scores, comparisons.genuine));
        const decisions = new Map(everyThreshold(comparisons).map((d) => [d.threshold, d]));
        columns['threshold']!.forEach((threshold, k) => {
          const {
            truePositives: tp,
            falsePositives: fp,
            falseNegatives,
          } = decisions.get(threshold)!;
          expect(columns['precision']![k]).toBe(tp / (tp + fp));
          expect(columns['recall']![k]).toBe(tp / (tp + falseNegatives));
        });
      }),
    );
  });
});

describe('average precision', () => {
  test.each([
    { genuine: [0.9, 0.8], impostor: [0.5], precision: 1, why: 'classes apart' },
    {
      genuine: [0.9, 0.7],
      impostor: [0.8],
      precision: (1 + 2 / 3) / 2,
      why: 'the second genuine comparison comes third',
    },
    {
      genuine: [0.35, 0.8],
      impostor: [0.1, 0.4],
      precision: 0.8333333333333333,
      why: "the example of scikit-learn's documentation",
    },
    { genuine: [0.5], impostor: [0.5, 0.5, 0.5], precision: 1 / 4, why: 'all equal: their share' },
  ])('is $precision: $why', ({ genuine, impostor, precision }) => {
    expect(averagePrecision(sweepOf(genuine, impostor))).toBeCloseTo(precision, 15);
  });

  test('is the mean, over the genuine comparisons, of the precision at their score', () => {
    fc.assert(
      fc.property(bothClasses(), (comparisons) => {
        const genuine = scoresOf(comparisons, 1);
        const precisions = genuine.map((score) => {
          const accepted = [...comparisons.scores].filter((s) => s >= score).length;
          return genuine.filter((s) => s >= score).length / accepted;
        });
        const average = precisions.reduce((a, b) => a + b) / genuine.length;
        expect(averagePrecision(sweep(comparisons.scores, comparisons.genuine))).toBeCloseTo(
          average,
          13,
        );
      }),
    );
  });
});
