import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { levelsOf, NO_LEVEL } from '../../src/metrics/levels.js';
import { sweep } from '../../src/metrics/sweep.js';

test('every score has the level of its own threshold, and none where it is NaN', () => {
  const number = fc.oneof(
    fc.double({ noDefaultInfinity: true, noNaN: true }),
    fc.integer({ min: -3, max: 3 }),
    fc.constant(NaN),
  );
  fc.assert(
    fc.property(fc.array(number), (numbers) => {
      const scores = Float64Array.from(numbers);
      const swept = sweep(scores, new Uint8Array(scores.length));
      levelsOf(swept, scores).forEach((level, k) => {
        if (Number.isNaN(scores[k]!)) expect(level).toBe(NO_LEVEL);
        // Adding 0 turns -0 into 0, as the sweep does.
        else expect(swept.thresholds[level]).toBe(scores[k]! + 0);
      });
    }),
  );
});

test('scores whose range is beyond any number have levels too', () => {
  const scores = Float64Array.of(-1e308, 1.7e308, 0);
  const swept = sweep(scores, new Uint8Array(3));
  expect([...levelsOf(swept, scores)]).toEqual([2, 0, 1]);
});

test('a score between thresholds has the level of the next lower one, one below them all the level after the last', () => {
  const swept = sweep(Float64Array.of(1, 0.5, 0), Uint8Array.of(1, 0, 0));
  expect([...levelsOf(swept, Float64Array.of(0.7, 0.2, -1, 2))]).toEqual([1, 2, 3, 0]);
});
