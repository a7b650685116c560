import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { areaUnderRoc } from '../../../src/metrics/auc.js';
import { pyeerArea, pyeerEqualError } from '../../../src/metrics/conventions/pyeer.js';
import { equalErrorRate } from '../../../src/metrics/eer.js';
import { verificationInput } from '../../../src/metrics/index.js';
import { sweep } from '../../../src/metrics/sweep.js';
import { scoreSets } from '../arbitraries.js';
import { scoreSet } from '../peer-runs.js';

const inputOf = (genuine: readonly number[], impostor: readonly number[]) =>
  verificationInput(scoreSet(genuine, impostor));

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
