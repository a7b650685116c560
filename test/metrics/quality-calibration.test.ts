import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { failuresAt } from '../../src/metrics/failure-detection.js';
import { verificationInput } from '../../src/metrics/index.js';
import { wilson } from '../../src/metrics/intervals.js';
import { decreasingFit } from '../../src/metrics/isotonic.js';
import { calibration, reliabilityBins } from '../../src/metrics/quality-calibration.js';

/** Genuine comparisons of which those with a 1 fail, `each` of a person. */
function failures(quality: readonly number[], fails: readonly number[], each = 1, seed = 1) {
  const left = Uint32Array.from(quality, (_, k) => Math.floor(k / each));
  const input = verificationInput(
    {
      scores: Float64Array.from(fails, (fail) => 1 - fail),
      genuine: new Uint8Array(fails.length).fill(1),
      fold: new Uint16Array(fails.length),
      testFolds: [],
      persons: {
        left,
        right: left,
        count: Math.ceil(quality.length / each),
        inferred: false,
      },
    },
    { seed },
  );
  return failuresAt(input, Float64Array.from(quality), 0.5);
}

const columnsOf = (found: ReturnType<typeof failures>, draws = 50) =>
  calibration(found, {}, { draws }).columns;

describe('the calibration of quality', () => {
  test('is the monotone fit at each quality, and counts every comparison once', () => {
    const columns = columnsOf(failures([1, 2, 2, 3, 4, 5], [1, 0, 1, 1, 0, 0]));
    expect([...columns['quality']!]).toEqual([1, 2, 3, 4, 5]);
    // 1; then a half of two and one of one are joined; then nothing.
    expect([...columns['probability']!]).toEqual([1, 2 / 3, 2 / 3, 0, 0]);
    expect([...columns['count']!]).toEqual([1, 2, 1, 1, 1]);
    expect([...columns['failures']!]).toEqual([1, 1, 1, 0, 0]);
  });

  test('has empty columns without comparisons', () => {
    for (const column of Object.values(columnsOf(failures([], [])))) expect(column).toHaveLength(0);
  });

  test('is not sure of 0 where nothing fails, though every draw says so', () => {
    const { low, high } = columnsOf(failures([1, 2, 3, 4], [0, 0, 0, 0]));
    expect([...low!]).toEqual([0, 0, 0, 0]);
    for (const bound of high!) expect(bound).toBeCloseTo(wilson(0, 4).high, 12);
  });

  test('takes a person for one trial where nothing fails', () => {
    const quality = [1, 2, 3, 4, 5, 6];
    const { high } = columnsOf(failures(quality, [0, 0, 0, 0, 0, 0], 3));
    expect(high![0]).toBeCloseTo(wilson(0, 2).high, 12);
  });

  const sample = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 1 })),
    {
      minLength: 1,
      maxLength: 30,
    },
  );

  test('has bounds around the fit, none of them rising, in [0, 1]; the fit keeps the failures', () => {
    fc.assert(
      fc.property(sample, fc.integer({ min: 1, max: 3 }), (pairs, each) => {
        const columns = columnsOf(
          failures(
            pairs.map(([q]) => q),
            pairs.map(([, fail]) => fail),
            each,
          ),
          20,
        );
        const { probability, low, high, count } = columns;
        probability!.forEach((value, i) => {
          expect(low![i]!).toBeLessThanOrEqual(value);
          expect(high![i]!).toBeGreaterThanOrEqual(value);
          expect(low![i]!).toBeGreaterThanOrEqual(0);
          expect(high![i]!).toBeLessThanOrEqual(1);
          for (const column of [probability!, low!, high!]) {
            if (i > 0) expect(column[i]!).toBeLessThanOrEqual(column[i - 1]!);
          }
        });
        const fitted = probability!.reduce((sum, value, i) => sum + value * count![i]!, 0);
        expect(fitted).toBeCloseTo(pairs.filter(([, fail]) => fail === 1).length, 9);
      }),
      { numRuns: 60 },
    );
  });

  test('is told in a hundred parts of many comparisons, each at its middle', () => {
    const quality = Array.from({ length: 1000 }, (_, k) => k);
    const fails = quality.map((q) => (((q * 7919) % 1000) + q < 900 ? 1 : 0));
    const { quality: told, probability, count } = columnsOf(failures(quality, fails), 5);
    expect(told).toHaveLength(100);
    expect([told![0], told![99]]).toEqual([4, 994]);
    expect([...count!]).toEqual(new Array(100).fill(10));
    const exact = decreasingFit(Float64Array.from(fails), new Float64Array(1000).fill(1));
    probability!.forEach((value, i) => {
      expect(value).toBe(exact[10 * i + 4]);
    });
  });

  test('gives the same bounds again, and others with another seed', () => {
    const quality = Array.from({ length: 60 }, (_, k) => k);
    const fails = quality.map((q) => (((q * 31) % 60) + q < 60 ? 1 : 0));
    const high = (seed: number) => [...columnsOf(failures(quality, fails, 2, seed))['high']!];
    expect(high(1)).toEqual(high(1));
    expect(high(2)).not.toEqual(high(1));
  });
});

describe('bands of reliability', () => {
  test('hold nearly equally many comparisons, with their rate and its interval', () => {
    const found = failures([1, 2, 3, 4, 5, 6, 7, 8], [1, 1, 0, 1, 0, 0, 0, 0]);
    const { columns } = reliabilityBins(found, {}, 2);
    expect([...columns['quality_low']!]).toEqual([1, 5]);
    expect([...columns['quality_high']!]).toEqual([4, 8]);
    expect([...columns['quality']!]).toEqual([2.5, 6.5]);
    expect([...columns['rate']!]).toEqual([0.75, 0]);
    // Every comparison is a person of its own: Wilson on the counts.
    expect(columns['low']![0]).toBeCloseTo(wilson(3, 4).low, 12);
    expect(columns['high']![1]).toBeCloseTo(wilson(0, 4).high, 12);
  });

  test('never part equal qualities', () => {
    const { columns } = reliabilityBins(failures([1, 1, 1, 1, 2, 3], [0, 1, 0, 1, 0, 1]), {}, 3);
    expect([...columns['quality_low']!]).toEqual([1, 2]);
    expect([...columns['count']!]).toEqual([4, 2]);
  });

  test('widen where the failures are of one person', () => {
    const quality = [1, 1, 1, 1, 1, 1, 1, 1];
    const width = (each: number) => {
      const { columns } = reliabilityBins(failures(quality, [1, 1, 1, 1, 0, 0, 0, 0], each), {}, 1);
      return columns['high']![0]! - columns['low']![0]!;
    };
    expect(width(4)).toBeGreaterThan(width(1));
  });
});
