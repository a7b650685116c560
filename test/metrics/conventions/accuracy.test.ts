/** The accuracies of facex, xqlfw and gui: the traps of each by hand, and what must hold. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { facexAccuracy } from '../../../src/metrics/conventions/facex.js';
import { guiAccuracy } from '../../../src/metrics/conventions/gui.js';
import { xqlfwAccuracy } from '../../../src/metrics/conventions/xqlfw.js';
import { CONVENTIONS, verificationInput } from '../../../src/metrics/index.js';
import type { ScoreSet } from '../../../src/types.js';
import { scoreSets } from '../arbitraries.js';
import { scoreSet } from '../peer-runs.js';

const twoFolds = (genuine: readonly number[], impostor: readonly number[]): ScoreSet => ({
  ...scoreSet(genuine, impostor),
  fold: Uint16Array.from([...genuine.keys(), ...impostor.keys()], (i) => i % 2),
  testFolds: [0, 1],
});

describe('facex', () => {
  test('counts a score at the threshold as wrong, genuine or impostor', () => {
    // Training scores 0 and 1 give thresholds 0.001, 0.002, ... 1; the first that parts them is 0.001.
    const at = Math.fround(0.001);
    const exact = Float64Array.of(1, 0.001, 0, 0.001);
    const set = { ...twoFolds([1, 0.001], [0, 0.001]), scores: exact };
    const found = facexAccuracy(verificationInput(set));
    expect(found.thresholds[1]).toBe(0.001);
    // Rounded to float32 the scores of the second fold lie a hair above the float64 threshold.
    expect(at).toBeGreaterThan(0.001);
    expect(found.accuracy[1]).toBe(0.5);
    // Both at a threshold that float32 holds exactly: neither is right.
    const halves = facexAccuracy(verificationInput(twoFolds([1000, 1, 1000, 1], [0, 1, 0, 1])));
    expect(halves.thresholds[1]).toBe(1);
    expect(halves.accuracy[1]).toBe(0);
  });

  test('begins one step above the least training score and ends at the greatest', () => {
    // Where nothing separates the classes the first threshold stays.
    const { thresholds } = facexAccuracy(verificationInput(twoFolds([0, 0], [1000, 1000])));
    expect([...thresholds]).toEqual([1000, 1000]);
    const same = facexAccuracy(verificationInput(twoFolds([0, 0, 1000, 1000], [0, 0, 1000, 1000])));
    expect([...same.thresholds]).toEqual([1, 1]);
  });

  test('gives the standard error of the mean', () => {
    const found = facexAccuracy(verificationInput(twoFolds([0.9, 0.1], [0.5, 0.4])));
    expect(found.standardError).toBeCloseTo(found.std / Math.sqrt(2), 14);
  });
});

describe('xqlfw', () => {
  test('rejects a distance equal to the threshold, on a grid of thousandths', () => {
    const found = xqlfwAccuracy(verificationInput(twoFolds([1, 0.75], [0.5, 0.5])));
    // Fold 0 is judged by fold 1: 0.75 is accepted from distance 0.251 on, the first grid point above 0.25.
    expect(found.thresholds[0]).toBeCloseTo(1 - 0.251, 12);
    expect([...found.accuracy]).toEqual([1, 0.5]);
  });

  test('remarks on scores that are no cosines', () => {
    const { notes } = xqlfwAccuracy(verificationInput(twoFolds([30, 20], [10, 5])));
    expect(notes).toContain(
      'scores from 5 to 30 are no cosines, which this convention takes them for',
    );
  });
});

describe('gui', () => {
  test('takes the lowest of equally good scores', () => {
    const found = guiAccuracy(verificationInput(scoreSet([0.9, 0.5], [0.7, 0.1])));
    expect(found).toMatchObject({ correct: 3, count: 4, thresholds: Float64Array.of(0.5) });
  });

  test('is at least as great as at any one threshold, for it was chosen on the same comparisons', () => {
    fc.assert(
      fc.property(scoreSets(), (set) => {
        const found = guiAccuracy(verificationInput(set));
        for (let t = -1; t <= 1; t += 1 / 16) {
          // A threshold above every score is none of its candidates.
          if (t > Math.max(...set.scores)) continue;
          const right = [...set.scores].filter((s, k) => s >= t === (set.genuine[k] === 1)).length;
          expect(found.correct).toBeGreaterThanOrEqual(right);
        }
      }),
    );
  });
});

test('no accuracy exceeds 1, counts other comparisons than it says, or forgets a fold', () => {
  fc.assert(
    fc.property(scoreSets(), (set) => {
      const input = verificationInput(set);
      for (const { accuracy } of CONVENTIONS) {
        if (accuracy === undefined) continue;
        const { folds, accuracy: perFold, thresholds, correct, count, inSample } = accuracy(input);
        expect(correct).toBeLessThanOrEqual(count);
        expect(count).toBe(set.scores.length);
        expect(perFold).toHaveLength(folds.length);
        expect(thresholds).toHaveLength(inSample === true ? 1 : folds.length);
      }
    }),
  );
});
