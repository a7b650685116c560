import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bestThreshold } from '../../src/metrics/best-threshold.js';
import { ISO } from '../../src/metrics/conventions/iso.js';
import { errorRatesAbove, errorRatesAt } from '../../src/metrics/error-rates.js';
import { greatestFScore, fScore } from '../../src/metrics/f1.js';
import { minimumHter } from '../../src/metrics/hter.js';
import { verificationInput } from '../../src/metrics/index.js';
import { matthews } from '../../src/metrics/mcc.js';
import { MIN_DCF, minimumDetectionCost } from '../../src/metrics/min-dcf.js';
import { sweep } from '../../src/metrics/sweep.js';
import { youden } from '../../src/metrics/youden.js';
import { scoreSet } from './peer-runs.js';
import { type Decisions, bothClasses, everyThreshold, sweepOf } from './sweeping.js';

/** g .9 .7 .4, i .6 .4 .2 .1: one genuine and one impostor share .4. */
const SHARED = sweepOf([0.9, 0.7, 0.4], [0.6, 0.4, 0.2, 0.1]);

describe('the least half total error rate', () => {
  test.each([
    {
      why: 'classes apart: 0, at the lowest threshold that parts them',
      genuine: [0.75, 0.5],
      impostor: [0.25, 0],
      expected: { rate: 0, fmr: 0, fnmr: 0, threshold: 0.5 },
    },
    {
      why: 'classes the wrong way round: all are accepted, the lowest of equally bad thresholds',
      genuine: [0, 0.25],
      impostor: [0.5, 0.75],
      expected: { rate: 0.5, fmr: 1, fnmr: 0, threshold: 0 },
    },
    {
      why: 'equal scores pass together',
      genuine: [0.9, 0.7, 0.4],
      impostor: [0.6, 0.4, 0.4, 0.1],
      expected: { rate: 1 / 6, fmr: 0, fnmr: 1 / 3, threshold: 0.7 },
    },
    {
      why: 'of thresholds whose rates add up to the same the lowest',
      genuine: [0.9, 0.5],
      impostor: [0.7, 0.1],
      expected: { rate: 0.25, fmr: 0.5, fnmr: 0, threshold: 0.5 },
    },
  ])('$why', ({ genuine, impostor, expected }) => {
    expect(minimumHter(sweepOf(genuine, impostor))).toEqual(expected);
  });
});

describe("Youden's J", () => {
  test('is TAR - FMR where that is greatest', () => {
    expect(youden(SHARED)).toEqual({ j: 2 / 3, fmr: 0, fnmr: 1 / 3, threshold: 0.7 });
  });

  test('is 0 where nothing is better than chance, accepting all', () => {
    expect(youden(sweepOf([0.1], [0.5]))).toMatchObject({ j: 0, threshold: 0.1 });
  });
});

describe('Matthews correlation', () => {
  test('is 1 for classes apart, and 0 where nothing is better than chance', () => {
    expect(matthews(sweepOf([0.9, 0.8], [0.1]))).toMatchObject({ mcc: 1, threshold: 0.8 });
    expect(matthews(sweepOf([0.1], [0.5])).mcc).toBe(0);
  });

  test('is counted by comparisons, not by rates: 2 of 3 against 0 of 4 at 0.7', () => {
    // (2 * 4 - 0 * 1) / sqrt(2 * 3 * 4 * 5)
    expect(matthews(SHARED)).toMatchObject({
      mcc: expect.closeTo(8 / Math.sqrt(120), 14) as unknown,
      threshold: 0.7,
    });
  });

  test('stays finite for counts whose product no float tells exactly', () => {
    const huge = {
      ...sweepOf([0.5], [0.25]),
      genuineAccepted: Uint32Array.of(4e9, 4e9),
      impostorAccepted: Uint32Array.of(0, 4e9),
      genuineTotal: 4e9,
      impostorTotal: 4e9,
    };
    expect(matthews(huge).mcc).toBe(1);
  });
});

describe('an F score', () => {
  test.each([
    { counts: [2, 0, 3, 1], f: 4 / 5, why: '2 of 3 found, nobody else accepted' },
    { counts: [2, 2, 2, 1], f: 2 / 3, why: 'precision 1/2, recall 1' },
    { counts: [2, 2, 2, 2], f: 5 / 6, why: 'the same with recall at twice the weight' },
    { counts: [0, 5, 2, 1], f: 0, why: 'nothing found' },
  ])('of $counts is $f: $why', ({ counts: [genuine, impostor, total, weight], f }) => {
    expect(fScore(genuine!, impostor!, total!, weight)).toBeCloseTo(f, 15);
  });

  test('is greatest at the lowest of equally good thresholds', () => {
    expect(greatestFScore(SHARED)).toMatchObject({ f: 4 / 5, threshold: 0.7 });
  });
});

describe("NIST's minimum detection cost", () => {
  test.each([
    {
      why: 'rare targets make false matches dear: only 0.9 and 0.7 are accepted',
      target: 0.01,
      expected: { cost: 1 / 3, threshold: 0.7 },
    },
    {
      why: 'common targets make false non-matches dear: all genuine are accepted',
      target: 0.99,
      expected: { cost: 0.5, threshold: 0.4 },
    },
    {
      why: 'equal costs give twice the half total error rate',
      target: 0.5,
      expected: { cost: 1 / 3, threshold: 0.7 },
    },
  ])('$why', ({ target, expected: { cost, threshold } }) => {
    const found = minimumDetectionCost(SHARED, { target });
    expect(found.cost).toBeCloseTo(cost, 14);
    expect(found.threshold).toBe(threshold);
  });

  test('weighs by the costs of both errors too', () => {
    const asPrior = minimumDetectionCost(SHARED, { target: 0.5, miss: 99 });
    expect(asPrior).toEqual({
      ...minimumDetectionCost(SHARED, { target: 0.99 }),
      cost: expect.closeTo(0.5, 12) as unknown,
    });
  });

  test('is 1 for a system that knows nothing', () => {
    const found = minimumDetectionCost(sweepOf([0.5, 0.5], [0.5, 0.5]), { target: 0.01 });
    expect(found).toMatchObject({ cost: 1, fmr: 0, fnmr: 1 });
  });
});

describe('the row of a detection cost', () => {
  const notesFor = (impostors: number) => {
    const scores = scoreSet(
      [0.9],
      Array.from({ length: impostors }, (_, i) => i / 4e3),
    );
    const rows = MIN_DCF.compute(verificationInput(scores), ISO);
    return rows.map(({ metric, convention, note }) => [metric, convention, note]);
  };

  test('says when one impostor costs as much as rejecting everybody', () => {
    const note = (count: number) =>
      `unsupported: accepting one of ${count} impostors costs as much as rejecting everybody`;
    expect(notesFor(90)).toEqual([
      ['min_dcf@p_target=1e-2', 'iso', note(90)],
      ['min_dcf@p_target=1e-3', 'iso', note(90)],
      ['min_dcf@cost=0.99', 'bob', note(90)],
    ]);
    expect(notesFor(990)).toEqual([
      ['min_dcf@p_target=1e-2', 'iso', undefined],
      ['min_dcf@p_target=1e-3', 'iso', note(990)],
      ['min_dcf@cost=0.99', 'bob', undefined],
    ]);
    expect(notesFor(1010).map(([, , remark]) => remark)).toEqual([undefined, undefined, undefined]);
  });
});

describe('what is found in one pass', () => {
  const mcc = (d: Decisions) => {
    const { truePositives: tp, falsePositives: fp, trueNegatives: tn, falseNegatives: fn } = d;
    const product = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn);
    return product === 0 ? 0 : (tp * tn - fp * fn) / Math.sqrt(product);
  };
  test.each([
    { name: 'HTER', of: minimumHter, read: 'rate', merit: (d: Decisions) => -(d.fmr + d.fnmr) / 2 },
    { name: 'J', of: youden, read: 'j', merit: (d: Decisions) => 1 - d.fmr - d.fnmr },
    { name: 'MCC', of: matthews, read: 'mcc', merit: mcc },
    {
      name: 'F1',
      of: greatestFScore,
      read: 'f',
      merit: (d: Decisions) =>
        (2 * d.truePositives) / (2 * d.truePositives + d.falsePositives + d.falseNegatives),
    },
    {
      name: 'minDCF',
      of: (swept: ReturnType<typeof sweep>) => minimumDetectionCost(swept, { target: 0.25 }),
      read: 'cost',
      merit: (d: Decisions) => -(0.25 * d.fnmr + 0.75 * d.fmr) / 0.25,
    },
  ])('is the best $name of every threshold tried one by one', ({ of, read, merit }) => {
    fc.assert(
      fc.property(bothClasses(), (comparisons) => {
        const best = Math.max(...everyThreshold(comparisons).map(merit));
        const found = of(sweep(comparisons.scores, comparisons.genuine)) as object;
        const value = (found as Record<string, number>)[read]!;
        expect(Math.abs(value)).toBeCloseTo(Math.abs(best), 12);
        const { threshold, fmr, fnmr } = found as Decisions;
        const there = everyThreshold(comparisons).find((d) => d.threshold === threshold)!;
        expect({ fmr, fnmr }).toEqual({ fmr: there.fmr, fnmr: there.fnmr });
      }),
    );
  });

  test('is nobody accepted where that is best alone', () => {
    expect(bestThreshold(SHARED, (genuine, impostor) => -genuine - impostor)).toBe(-1);
  });
});

describe('the error rates at any threshold', () => {
  test('are those of the lowest score at or above it', () => {
    expect(errorRatesAbove(SHARED, 0.65)).toEqual({ threshold: 0.65, fmr: 0, fnmr: 1 / 3 });
    expect(errorRatesAbove(SHARED, 0.6)).toEqual({ threshold: 0.6, fmr: 0.25, fnmr: 1 / 3 });
    expect(errorRatesAbove(SHARED, 2)).toEqual({ threshold: 2, fmr: 0, fnmr: 1 });
    expect(errorRatesAbove(SHARED, -2)).toEqual({ threshold: -2, fmr: 1, fnmr: 0 });
    expect(errorRatesAbove(SHARED, NaN)).toEqual({ threshold: NaN, fmr: NaN, fnmr: NaN });
  });

  test('are those counted one by one', () => {
    fc.assert(
      fc.property(bothClasses(), (comparisons) => {
        const swept = sweep(comparisons.scores, comparisons.genuine);
        everyThreshold(comparisons).forEach(({ threshold, fmr, fnmr }, k) => {
          expect(errorRatesAbove(swept, threshold)).toEqual({ threshold, fmr, fnmr });
          expect(errorRatesAt(swept, k - 1)).toEqual({ threshold, fmr, fnmr });
        });
      }),
    );
  });
});
