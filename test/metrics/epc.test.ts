import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  developmentSweep,
  expectedPerformance,
  leastCostThresholds,
} from '../../src/metrics/epc.js';
import { minimumHter } from '../../src/metrics/hter.js';
import { sweep } from '../../src/metrics/sweep.js';
import { f2, scoreSet } from './peer-runs.js';
import { bothClasses, everyThreshold, sweepOf } from './sweeping.js';

const DEVELOPMENT = sweepOf([0.9, 0.7, 0.4], [0.6, 0.4, 0.2, 0.1]);

describe('the expected performance curve', () => {
  test('tests at thresholds that the development set chose', () => {
    const { name, columns } = expectedPerformance(DEVELOPMENT, sweepOf([0.8, 0.5], [0.65, 0.3]), {
      points: 3,
    });
    expect(name).toBe('epc');
    expect([...columns['cost']!]).toEqual([0, 0.5, 1]);
    expect([...columns['threshold']!]).toEqual([0.4, 0.7, 0.7]);
    expect([...columns['fmr']!]).toEqual([0.5, 0, 0]);
    expect([...columns['fnmr']!]).toEqual([0, 0.5, 0.5]);
    expect([...columns['hter']!]).toEqual([0.25, 0.25, 0.25]);
  });

  test('has 101 costs unless told otherwise, both ends as they are', () => {
    const { columns } = expectedPerformance(DEVELOPMENT, DEVELOPMENT);
    expect(columns['cost']).toHaveLength(101);
    expect([columns['cost']![0], columns['cost']![50], columns['cost']!.at(-1)]).toEqual([
      0, 0.5, 1,
    ]);
    expect(columns['hter']![50]).toBe(minimumHter(DEVELOPMENT).rate);
  });

  test.each([
    { why: 'no genuine comparison to choose by', development: sweepOf([], [0.5]) },
    { why: 'no impostor to choose by', development: sweepOf([0.5], []) },
  ])('is empty with $why', ({ development }) => {
    for (const pair of [
      [development, DEVELOPMENT],
      [DEVELOPMENT, development],
    ] as const) {
      const { columns } = expectedPerformance(...pair);
      expect(Object.values(columns).map(({ length }) => length)).toEqual([0, 0, 0, 0, 0]);
    }
  });
});

describe('the cheapest threshold', () => {
  test('is as cheap as any tried one by one', () => {
    fc.assert(
      fc.property(
        bothClasses(),
        fc.integer({ min: 0, max: 16 }).map((n) => n / 16),
        (comparisons, cost) => {
          const swept = sweep(comparisons.scores, comparisons.genuine);
          const threshold = leastCostThresholds(swept)(cost);
          const costs = new Map(
            everyThreshold(comparisons).map((d) => [
              d.threshold,
              cost * d.fmr + (1 - cost) * d.fnmr,
            ]),
          );
          expect(costs.get(threshold)).toBeCloseTo(Math.min(...costs.values()), 12);
        },
      ),
    );
  });

  test('accepts no more than needed at a cost of 0, and no fewer at 1', () => {
    const choose = leastCostThresholds(DEVELOPMENT);
    expect(choose(0)).toBe(0.4);
    expect(choose(1)).toBe(0.7);
  });

  test('is above every score where only that accepts no impostor', () => {
    expect(leastCostThresholds(sweepOf([0.25], [0.5]))(1)).toBe(0.5 + 2 ** -53);
  });
});

describe('the development set', () => {
  test('is what lies outside the test folds', () => {
    const set = { ...f2(), testFolds: [1] };
    const found = developmentSweep(set)!;
    expect([found.genuineTotal, found.impostorTotal]).toEqual([2700, 2700]);
  });

  test.each([
    { why: 'every fold is tested in turn', set: f2() },
    { why: 'there are no folds', set: scoreSet([0.5, 0.6], [0.1]) },
    {
      why: 'a class is missing from it',
      set: { ...scoreSet([0.5, 0.6], [0.1]), fold: Uint16Array.of(0, 1, 1), testFolds: [1] },
    },
    {
      why: 'a class has no scores in it',
      set: {
        ...scoreSet([0.5, 0.6], [NaN, 0.1]),
        fold: Uint16Array.of(0, 1, 0, 1),
        testFolds: [1],
      },
    },
  ])('is none where $why', ({ set }) => {
    expect(developmentSweep(set)).toBeUndefined();
  });
});
