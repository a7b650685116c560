import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ISO } from '../../src/metrics/conventions/iso.js';
import { D_PRIME, separation } from '../../src/metrics/d-prime.js';
import { verificationInput } from '../../src/metrics/index.js';
import { deviation, mean } from '../../src/metrics/spread.js';
import { sweep } from '../../src/metrics/sweep.js';
import { F2, f2, scoreSet } from './peer-runs.js';
import { bothClasses, scoresOf, sweepOf } from './sweeping.js';

describe('the decidability', () => {
  test('is the distance of the means over the root mean square of the deviations', () => {
    // Means 5 and 1, deviations 1 and 0.
    expect(separation(sweepOf([4, 6], [1]))).toEqual({
      genuineMean: 5,
      impostorMean: 1,
      genuineDeviation: 1,
      impostorDeviation: 0,
      dPrime: 4 / Math.sqrt(0.5),
    });
  });

  test('does not tell which class lies higher', () => {
    expect(separation(sweepOf([1], [4, 6])).dPrime).toBe(separation(sweepOf([4, 6], [1])).dPrime);
  });

  test('is undefined where no class has any spread, however the float of the score is rounded', () => {
    const input = verificationInput(scoreSet([0.1, 0.1, 0.1], [0.7, 0.7, 0.7]));
    expect(D_PRIME.compute(input, ISO)).toEqual([
      {
        metric: 'd_prime',
        value: NaN,
        count: 0,
        convention: 'iso',
        note: 'undefined: neither genuine nor impostor scores differ among themselves',
      },
    ]);
  });

  test('has means and deviations counted score by score, n in the denominator', () => {
    fc.assert(
      fc.property(bothClasses(), (comparisons) => {
        const found = separation(sweep(comparisons.scores, comparisons.genuine));
        const genuine = Float64Array.from(scoresOf(comparisons, 1));
        const impostor = Float64Array.from(scoresOf(comparisons, 0));
        expect(found.genuineMean).toBeCloseTo(mean(genuine), 13);
        expect(found.impostorMean).toBeCloseTo(mean(impostor), 13);
        expect(found.genuineDeviation).toBeCloseTo(deviation(genuine, 0), 13);
        expect(found.impostorDeviation).toBeCloseTo(deviation(impostor, 0), 13);
      }),
    );
  });

  test('is that of pyeer on F2', () => {
    const { scores, genuine } = f2();
    const { dPrime } = separation(sweep(scores, genuine));
    expect(dPrime).toBeCloseTo(F2.pyeer.decidability, 12);
  });
});
