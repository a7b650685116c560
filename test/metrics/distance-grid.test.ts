import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  acceptedOnGrid,
  acceptedOutside,
  distanceGrid,
  gridPositions,
} from '../../src/metrics/distance-grid.js';
import { splitFolds } from '../../src/metrics/fold-splits.js';
import { scoreSets } from './arbitraries.js';

describe('the position of a distance on a grid', () => {
  const grid = distanceGrid(4, 0.01);
  const slowly = (distance: number) => {
    const first = grid.findIndex((threshold) => distance < threshold);
    return first < 0 ? grid.length : first;
  };

  test('is the first threshold above it, at every threshold and beside it', () => {
    const near = [...grid].flatMap((at) => [at, at * (1 - 2 ** -52), at * (1 + 2 ** -52), -at]);
    const odd = [NaN, Infinity, -Infinity, 5, -5, Number.MIN_VALUE, 1e300];
    const distances = [...near, ...odd];
    const found = gridPositions(distances.length, (k) => distances[k]!, grid);
    expect([...found]).toEqual(distances.map(slowly));
  });

  test('is so for any distance', () => {
    fc.assert(
      fc.property(fc.double(), (distance) => {
        expect(gridPositions(1, () => distance, grid)[0]).toBe(slowly(distance));
      }),
    );
  });
});

/** Columns of a million cells are told apart in a moment by this, cell by cell in minutes. */
const digest = (column: Uint32Array) => createHash('sha256').update(column).digest('hex');

describe('what a grid accepts outside a fold', () => {
  test.each([
    { steps: 8, rooms: 'every fold at once' },
    { steps: 700_000, rooms: 'two folds at a time' },
  ])('is what it accepts of the comparisons to train on, with room for $rooms', ({ steps }) => {
    const grid = distanceGrid(4, 4 / steps);
    fc.assert(
      fc.property(scoreSets(), (set) => {
        const scores = { ...set, scores: set.scores.map((score, k) => (k === 5 ? NaN : score)) };
        const positions = new Uint16Array(gridPositions(scores.scores.length, (k) => k % 5, grid));
        const outside = acceptedOutside(positions, scores, grid.length);
        for (const split of splitFolds(scores).splits) {
          const expected = acceptedOnGrid(positions, scores, split.trains, grid.length);
          const { totals, accepted } = outside(split);
          expect(totals).toEqual(expected.totals);
          for (const label of ['genuine', 'impostor'] as const) {
            expect(digest(accepted[label])).toBe(digest(expected.accepted[label]));
          }
        }
      }),
      { numRuns: steps > 8 ? 3 : 100 },
    );
  });
});
