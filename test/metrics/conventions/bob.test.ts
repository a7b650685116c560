import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bobEqualError, bobPoint } from '../../../src/metrics/conventions/bob.js';
import { bobMinimumHter } from '../../../src/metrics/hter.js';
import { lowestAtMost } from '../../../src/metrics/operating-point.js';
import { sweep } from '../../../src/metrics/sweep.js';
import { scoredComparisons } from '../arbitraries.js';
import { sweepOf } from '../sweeping.js';

describe('the threshold for a FAR', () => {
  test.each([
    {
      why: 'is the impostor score itself, though a lower threshold has the same FAR',
      genuine: [0.9, 0.7, 0.55],
      impostor: [0.6, 0.5],
      far: 0.5,
      expected: { threshold: 0.6, genuineAccepted: 2, impostorAccepted: 1 },
    },
    {
      why: 'lets tied impostors pass together or not at all',
      genuine: [0.9, 0.5],
      impostor: [0.5, 0.5, 0.2, 0.1],
      far: 0.25,
      expected: { threshold: 0.5 + 2 ** -53, genuineAccepted: 1, impostorAccepted: 0 },
    },
    {
      why: 'is the next float64 above the greatest impostor where none may pass',
      genuine: [0.5, 0.25],
      impostor: [0.25, 0.125],
      far: 0.25,
      expected: { threshold: 0.25 + 2 ** -54, genuineAccepted: 1, impostorAccepted: 0 },
    },
    {
      why: 'is the next float64 below the least impostor for a FAR of 1',
      genuine: [0.5, 0.1],
      impostor: [1, 0.25],
      far: 1,
      expected: { threshold: 0.25 - 2 ** -55, genuineAccepted: 1, impostorAccepted: 2 },
    },
  ])('$why', ({ genuine, impostor, far, expected }) => {
    expect(bobPoint(sweepOf(genuine, impostor), far)).toMatchObject(expected);
  });

  test('has the FMR of the default rule, and never its TAR or more', () => {
    const rates = fc.constantFrom(0.01, 0.1, 0.25, 0.5, 0.99, 1);
    fc.assert(
      fc.property(scoredComparisons(1), rates, ({ scores, genuine }, far) => {
        const swept = sweep(scores, genuine);
        fc.pre(swept.impostorTotal > 1);
        const [bob, iso] = [bobPoint(swept, far), lowestAtMost(swept, far)];
        expect(bob.fmr).toEqual(iso.fmr);
        expect(bob.genuineAccepted).toBeLessThanOrEqual(iso.genuineAccepted);
      }),
    );
  });
});

test('a single impostor is refused', () => {
  const { threshold, tar, notes } = bobPoint(sweepOf([0.5], [0.25]), 0.1);
  expect([threshold, tar]).toEqual([NaN, NaN]);
  expect(notes).toEqual(['bob refuses fewer than two impostors']);
});

describe('the equal error', () => {
  test('lies halfway between two scores', () => {
    expect(bobEqualError(sweepOf([0.5, 1], [0, 0.25]))).toEqual({
      rate: 0,
      low: 0,
      high: 0,
      threshold: 0.375,
    });
  });

  test('is a threshold that no other between two scores beats by more than rounding', () => {
    fc.assert(
      fc.property(scoredComparisons(1), ({ scores, genuine }) => {
        const swept = sweep(scores, genuine);
        fc.pre(swept.genuineTotal > 0 && swept.impostorTotal > 0);
        const rates = (threshold: number) => {
          const share = (label: number, passes: (score: number) => boolean) =>
            scores.filter((s, k) => genuine[k] === label && passes(s)).length /
            (label === 1 ? swept.genuineTotal : swept.impostorTotal);
          return [share(0, (s) => s >= threshold), share(1, (s) => s < threshold)] as const;
        };
        const found = bobEqualError(swept);
        // The walk knows no threshold above the greatest score, which only an impostor there would call for.
        const hter = swept.impostorAccepted[0] === 0 ? bobMinimumHter(swept).rate : 0;
        const [far, frr] = rates(found.threshold);
        expect(found.rate).toBeCloseTo((far + frr) / 2, 12);
        const ends = [swept.thresholds[0]! + 1];
        for (const t of [...swept.thresholds, ...ends]) {
          const [a, r] = rates(t);
          expect(Math.abs(far - frr)).toBeLessThanOrEqual(Math.abs(a - r) + 1e-12);
          expect(hter).toBeLessThanOrEqual((a + r) / 2 + 1e-12);
        }
      }),
    );
  });

  test('is undefined without a class', () => {
    expect(bobEqualError(sweepOf([0.5], [])).rate).toBeNaN();
    expect(bobEqualError(sweepOf([], [0.5])).rate).toBeNaN();
  });
});
