import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { midranks, percentiles } from '../../src/metrics/ranks.js';
import { kendall, spearman } from '../../src/metrics/rank-correlation.js';

/** Rho written out: each rank by counting, then Pearson's formula. */
function slowSpearman(x: readonly number[], y: readonly number[]): number {
  const rank = (of: readonly number[], value: number) =>
    of.filter((other) => other < value).length +
    (of.filter((other) => other === value).length + 1) / 2;
  const [a, b] = [x.map((v) => rank(x, v)), y.map((v) => rank(y, v))];
  const mean = (x.length + 1) / 2;
  const sum = (p: readonly number[], q: readonly number[]) =>
    p.reduce((total, v, i) => total + (v - mean) * (q[i]! - mean), 0);
  return sum(a, b) / Math.sqrt(sum(a, a) * sum(b, b));
}

/** Tau-b written out: every pair of pairs looked at. */
function slowKendall(x: readonly number[], y: readonly number[]): number {
  let [less, inX, inY] = [0, 0, 0];
  for (let i = 0; i < x.length; i++)
    for (let j = 0; j < i; j++) {
      const [a, b] = [Math.sign(x[i]! - x[j]!), Math.sign(y[i]! - y[j]!)];
      less += a * b;
      inX += a * a;
      inY += b * b;
    }
  return less / Math.sqrt(inX * inY);
}

const TIED = fc.array(fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 })), {
  maxLength: 40,
});

describe('midranks', () => {
  test.each([
    { values: [10, 30, 20], ranks: [1, 3, 2], why: 'places from 1' },
    { values: [5, 5, 1, 9, 5], ranks: [3, 3, 1, 5, 3], why: 'equal values share their places' },
    { values: [7, 7], ranks: [1.5, 1.5], why: 'a mean of places need not be whole' },
    { values: [], ranks: [], why: 'nothing' },
  ])('are $why', ({ values, ranks }) => {
    expect([...midranks(values)]).toEqual(ranks);
  });

  test.each([
    { values: [1, 2, 3, 4], shares: [12.5, 37.5, 62.5, 87.5], why: 'the middle of each quarter' },
    { values: [1, NaN, 1], shares: [50, NaN, 50], why: 'ties half, the unknown not counted' },
    { values: [3], shares: [50], why: 'one picture is the middle of its set' },
  ])('as percentiles: $why', ({ values, shares }) => {
    expect([...percentiles(values)]).toEqual(shares);
  });
});

describe('correlations of ranks', () => {
  // scipy 1.17.1: spearmanr, kendalltau(method='asymptotic'); intervals by the formulas in numpy.
  test.each([
    {
      why: 'with ties in both',
      x: [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8],
      y: [2, 7, 1, 8, 2, 8, 1, 8, 2, 8, 4, 5],
      rho: [0.1415796863640157, -0.4730946598459608, 0.6635469204756993, 0.6607268292868227],
      tau: [0.17109647770728875, -0.2777908843665559, 0.5586569109926148, 0.4732837191521063],
    },
    {
      why: 'without ties',
      x: [1, 2, 3, 4, 5, 6, 7, 8],
      y: [2, 1, 4, 3, 6, 5, 8, 7],
      rho: [0.9047619047619048, 0.42789151232035977, 0.9875981800987733, 0.002008275505429469],
      tau: [0.7142857142857142, 0.24308765665888127, 0.9127410766023283, 0.013347575926843162],
    },
  ])('are those of scipy $why', ({ x, y, rho, tau }) => {
    for (const [found, expected] of [
      [spearman(x, y), rho],
      [kendall(x, y), tau],
    ] as const) {
      const { value, low, high, p, count } = found;
      [value, low, high, p].forEach((number, i) => {
        expect(number).toBeCloseTo(expected[i]!, 12);
      });
      expect(count).toBe(x.length);
    }
  });

  test('are those of counting every pair', () => {
    fc.assert(
      fc.property(TIED, (pairs) => {
        const [x, y] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
        const [rho, tau] = [slowSpearman(x, y), slowKendall(x, y)];
        if (Number.isNaN(rho)) expect(spearman(x, y).value).toBeNaN();
        else expect(spearman(x, y).value).toBeCloseTo(rho, 10);
        if (Number.isNaN(tau)) expect(kendall(x, y).value).toBeNaN();
        else expect(kendall(x, y).value).toBeCloseTo(tau, 10);
      }),
      { numRuns: 60 },
    );
  });

  test('depend on the order alone, turn with a column, and do not ask which comes first', () => {
    fc.assert(
      fc.property(TIED, (pairs) => {
        const [x, y] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
        for (const rule of [spearman, kendall]) {
          const { value } = rule(x, y);
          if (Number.isNaN(value)) continue;
          expect(rule(x.map(Math.exp), y).value).toBeCloseTo(value, 12);
          expect(
            rule(
              x.map((a) => -a),
              y,
            ).value,
          ).toBeCloseTo(-value, 12);
          expect(rule(y, x).value).toBeCloseTo(value, 12);
        }
      }),
      { numRuns: 40 },
    );
  });

  test.each([
    { why: 'an order that is the same', y: [2, 3, 5, 8, 9], value: 1 },
    { why: 'an order that is turned round', y: [9, 8, 5, 3, 2], value: -1 },
  ])('are $value for $why, with an interval of no width', ({ y, value }) => {
    for (const rule of [spearman, kendall]) {
      expect(rule([1, 2, 3, 4, 5], y)).toMatchObject({ value, low: value, high: value });
    }
  });

  test.each([
    { why: 'no pair', x: [], y: [] },
    { why: 'one pair', x: [1], y: [1] },
    { why: 'a column of one number', x: [1, 2, 3, 4, 5, 6], y: [4, 4, 4, 4, 4, 4] },
  ])('are undefined for $why', ({ x, y }) => {
    for (const rule of [spearman, kendall]) {
      const found = rule(x, y);
      expect(found.value).toBeNaN();
      expect([found.low, found.high, found.p]).toEqual([NaN, NaN, NaN]);
    }
  });

  test('leave out pairs of which a value is unknown', () => {
    const [x, y] = [
      [1, 2, NaN, 3, 5, 4, 7],
      [2, 1, 3, NaN, 4, 6, 9],
    ];
    for (const rule of [spearman, kendall]) {
      expect(rule(x, y)).toEqual(rule([1, 2, 5, 4, 7], [2, 1, 4, 6, 9]));
      expect(rule(x, y).count).toBe(5);
    }
  });

  test('refuse columns of different lengths', () => {
    expect(() => spearman([1], [1, 2])).toThrow(RangeError);
  });
});
