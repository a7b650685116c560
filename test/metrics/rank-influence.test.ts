import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { rankShares, standingOf } from '../../src/metrics/standing.js';
import {
  kendallInfluence,
  type RankCorrelation,
  spearmanInfluence,
} from '../../src/metrics/rank-influence.js';
import { correlationInterval } from '../../src/metrics/rank-interval.js';
import { verificationInput } from '../../src/metrics/index.js';

type Column = readonly number[];

/** Pearson's correlation of the midranks, all rows bearing a weight: pair by pair. */
function slowSpearman(x: Column, y: Column, weights: Column): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = (values: Column) => values.reduce((sum, v, k) => sum + v * weights[k]!, 0) / total;
  const ranks = (column: Column) =>
    column.map((own) => mean(column.map((other) => (other < own ? 1 : other === own ? 0.5 : 0))));
  const [f, g] = [ranks(x), ranks(y)];
  const covariance = (a: Column, b: Column) =>
    mean(a.map((value, k) => value * b[k]!)) - mean(a) * mean(b);
  return covariance(f, g) / Math.sqrt(covariance(f, f) * covariance(g, g));
}

function slowKendall(x: Column, y: Column, weights: Column): number {
  let [net, inX, inY] = [0, 0, 0];
  for (let a = 0; a < x.length; a++) {
    for (let b = 0; b < x.length; b++) {
      const weight = weights[a]! * weights[b]!;
      const [dx, dy] = [Math.sign(x[a]! - x[b]!), Math.sign(y[a]! - y[b]!)];
      net += weight * dx * dy;
      inX += weight * dx * dx;
      inY += weight * dy * dy;
    }
  }
  return net / Math.sqrt(inX * inY);
}

const numbers = fc
  .array(fc.tuple(fc.integer({ min: -4, max: 4 }), fc.integer({ min: -4, max: 4 })), {
    minLength: 4,
    maxLength: 24,
  })
  .filter(
    (pairs) => new Set(pairs.map(([x]) => x)).size > 1 && new Set(pairs.map(([, y]) => y)).size > 1,
  );

describe('a standing', () => {
  test('counts what is below and what is equal, and its rankShares share ties', () => {
    const standing = standingOf(Float64Array.of(3, 1, 3, -0, 0));
    expect([...standing.below]).toEqual([3, 2, 3, 0, 0]);
    expect([...standing.ties]).toEqual([2, 1, 2, 2, 2]);
    expect([...rankShares(standing)]).toEqual([4 / 5, 2.5 / 5, 4 / 5, 1 / 5, 1 / 5]);
  });

  test('refuses what is no number', () => {
    expect(() => standingOf(Float64Array.of(1, NaN))).toThrow(RangeError);
  });
});

describe.each([
  { name: 'spearman', correlate: spearmanInfluence, slowly: slowSpearman },
  { name: 'kendall', correlate: kendallInfluence, slowly: slowKendall },
])('$name', ({ correlate, slowly }) => {
  test('is 1, -1, and undefined where nothing varies', () => {
    const x = Float64Array.of(1, 2, 3, 4);
    expect(correlate(x, Float64Array.of(5, 6, 7, 9)).value).toBeCloseTo(1, 12);
    expect(correlate(x, Float64Array.of(9, 7, 6, 5)).value).toBeCloseTo(-1, 12);
    expect(correlate(x, Float64Array.of(5, 5, 5, 5)).value).toBeNaN();
  });

  test('is what pairs of rows say, ties among them', () => {
    fc.assert(
      fc.property(numbers, (pairs) => {
        const [x, y] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
        const { value } = correlate(Float64Array.from(x), Float64Array.from(y));
        expect(value).toBeCloseTo(
          slowly(
            x,
            y,
            x.map(() => 1),
          ),
          10,
        );
      }),
    );
  });

  test('changes with the weight of a row as its influence says', () => {
    fc.assert(
      fc.property(numbers, (pairs) => {
        const [x, y] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
        const { influence } = correlate(Float64Array.from(x), Float64Array.from(y));
        const step = 1e-4;
        const weighed = (row: number, weight: number) =>
          slowly(
            x,
            y,
            x.map((_, k) => (k === row ? weight : 1)),
          );
        for (const row of [0, x.length - 1]) {
          const slope = (weighed(row, 1 + step) - weighed(row, 1 - step)) / (2 * step);
          expect(influence[row]).toBeCloseTo(slope, 5);
        }
        expect(influence.reduce((sum, one) => sum + one, 0)).toBeCloseTo(0, 9);
      }),
    );
  });
});

describe('the interval of a correlation', () => {
  const input = (persons: number, rows: number) => {
    const left = Uint32Array.from({ length: rows }, (_, k) => k % persons);
    return verificationInput({
      scores: new Float64Array(rows),
      genuine: new Uint8Array(rows).fill(1),
      fold: new Uint16Array(rows),
      testFolds: [],
      persons: { left, right: left, count: persons, inferred: false },
    });
  };

  test('is about that of independent rows in the textbook, where every row is a person', () => {
    const rows = 400;
    const noise = (k: number, salt: number) => ((k * 7919 + salt) % 1009) / 1009;
    const x = Float64Array.from({ length: rows }, (_, k) => noise(k, 1));
    const y = x.map((value, k) => value + noise(k * k, 2));
    const found = spearmanInfluence(x, y);
    const { low, high } = correlationInterval(input(rows, rows), found);
    const half = 1.96 * Math.sqrt((1 + found.value ** 2 / 2) / (rows - 3));
    expect((Math.atanh(high) - Math.atanh(low)) / 2 / half).toBeGreaterThan(0.85);
    expect((Math.atanh(high) - Math.atanh(low)) / 2 / half).toBeLessThan(1.15);
  });

  test('widens where rows are told twice of the same person', () => {
    const x = Float64Array.from({ length: 80 }, (_, k) => (((k % 40) * 17) % 41) + 0.1);
    const y = x.map((value, k) => value + (((k % 40) * 29) % 37));
    const found: RankCorrelation = spearmanInfluence(x, y);
    const width = (persons: number) => {
      const { low, high } = correlationInterval(input(persons, 80), found);
      return high - low;
    };
    expect(width(40)).toBeGreaterThan(1.3 * width(80));
  });

  test('is undefined where the correlation is perfect or undefined', () => {
    const perfect = { value: 1, influence: new Float64Array(3) };
    expect(correlationInterval(input(3, 3), perfect).low).toBeNaN();
    expect(correlationInterval(input(3, 3), { ...perfect, value: NaN }).high).toBeNaN();
  });
});
