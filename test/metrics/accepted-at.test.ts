import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pointAt } from '../../src/metrics/operating-point.js';
import { keptInput } from '../../src/metrics/kept-input.js';
import { lowestAtLeast } from '../../src/metrics/sweep.js';
import { verificationInput } from '../../src/metrics/verification-input.js';
import { scoreSets } from './arbitraries.js';

test('what a threshold accepts is the same with a sweep and without one, asked once or again', () => {
  const threshold = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.constant(NaN));
  fc.assert(
    fc.property(scoreSets(), fc.array(threshold, { minLength: 1 }), (set, thresholds) => {
      for (const input of [
        verificationInput(set),
        keptInput(verificationInput(set), (k) => k % 3 > 0),
      ]) {
        const counted = [...thresholds, ...thresholds].map((one) => input.acceptedAt(one));
        const { sweep } = input;
        const swept = [...thresholds, ...thresholds].map((one) => {
          const { genuineAccepted, genuineTotal, impostorAccepted, impostorTotal } = pointAt(
            sweep,
            lowestAtLeast(sweep, one),
            NaN,
          );
          return { genuineAccepted, genuineTotal, impostorAccepted, impostorTotal };
        });
        expect(counted).toEqual(swept);
      }
    }),
  );
});
