import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { areaUnderRoc } from '../../../src/metrics/auc.js';
import { pyeerArea, pyeerEqualError, pyeerPoint } from '../../../src/metrics/conventions/pyeer.js';
import { equalErrorRate } from '../../../src/metrics/eer.js';
import { verificationInput } from '../../../src/metrics/index.js';
import { sweep } from '../../../src/metrics/sweep.js';
import { scoreSets } from '../arbitraries.js';
import { scoreSet } from '../peer-runs.js';
import { sweepOf } from './sweep-of.js';

const inputOf = (genuine: readonly number[], impostor: readonly number[]) =>
  verificationInput(scoreSet(genuine, impostor));

describe('the point nearest to a FAR', () => {
  test.each([
    {
      why: 'is never above the greatest score: where an impostor has it half of them pass at a FAR of 1e-2',
      genuine: [0.5],
      impostor: [0.9, 0.1],
      far: 0.01,
      expected: { threshold: 0.5, fmr: 0.5, tar: 1 },
    },
    {
      why: 'is the greater of two rates equally far',
      genuine: [0.9, 0.6],
      impostor: [0.7, 0.5, 0.4, 0.3],
      far: 0.375,
      expected: { threshold: 0.5, fmr: 0.5, tar: 1 },
    },
    {
      why: 'is the lowest threshold of one rate',
      genuine: [0.9, 0.8, 0.7],
      impostor: [0.5],
      far: 0,
      expected: { threshold: 0.7, fmr: 0, tar: 1 },
    },
  ])('$why', ({ genuine, impostor, far, expected }) => {
    expect(pyeerPoint(sweepOf(genuine, impostor), far)).toMatchObject(expected);
  });
});

describe('the equal error', () => {
  test('is that of the default wherever a genuine score is the greatest', () => {
    fc.assert(
      fc.property(scoreSets(), (set) => {
        const scores = Float64Array.of(...set.scores, 2);
        const genuine = Uint8Array.of(...set.genuine, 1);
        const swept = sweep(scores, genuine);
        const { rate } = pyeerEqualError({ ...verificationInput(set), sweep: swept });
        // Of two thresholds with equal sums of rates the rounding of the sums chooses one; their midpoint is one and the same.
        expect(rate).toBeCloseTo(equalErrorRate(swept).rate, 12);
      }),
    );
  });

  test('is undefined where FMR exceeds FNMR even at the greatest score', () => {
    const { rate, notes } = pyeerEqualError(inputOf([0.5], [0.5]));
    expect(rate).toBeNaN();
    expect(notes).toEqual(['FMR exceeds FNMR at every score']);
  });
});

describe('the area', () => {
  test('is that of the ROC where a genuine score is the greatest', () => {
    const input = inputOf([0.9, 0.3], [0.5, 0.1]);
    expect(pyeerArea(input)).toEqual({ area: areaUnderRoc(input.sweep).area, notes: [] });
  });

  test('lacks the triangle down to (0, 0) where impostors share the greatest score', () => {
    const input = inputOf([0.9, 0.3], [0.9, 0.1]);
    const { area, notes } = pyeerArea(input);
    expect(area).toBeCloseTo(areaUnderRoc(input.sweep).area - (0.5 * 0.5) / 2, 12);
    expect(notes).toEqual(['the curve begins at the greatest score, at FMR 5e-1: 1.25e-1 short']);
  });
});
