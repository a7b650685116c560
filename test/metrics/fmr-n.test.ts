import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ISO } from '../../src/metrics/conventions/iso.js';
import { FMR10, FMR10000, FMR20, ZERO_FMR } from '../../src/metrics/fmr-n.js';
import { findInterval, measure, verificationInput } from '../../src/metrics/index.js';
import { pyeerPointAtFmr } from '../../src/metrics/pyeer-rates.js';
import { sweep } from '../../src/metrics/sweep.js';
import { ZERO_FNMR, zeroFnmrPoint } from '../../src/metrics/zero-fnmr.js';
import type { Metric } from '../../src/metrics/metric.js';
import { scoreSet } from './peer-runs.js';
import { bothClasses, everyThreshold } from './sweeping.js';

const TWENTY = Array.from({ length: 20 }, (_, i) => i / 40);

function row(metric: Metric, genuine: readonly number[], impostor: readonly number[]) {
  const input = verificationInput(scoreSet(genuine, impostor), {
    interval: findInterval('wilson'),
  });
  return measure(input, [ISO], [metric])[0]!;
}

describe('FVC2000 fixes the FMR', () => {
  test('FMR20 is the lowest FNMR that lets at most one in 20 impostors pass', () => {
    expect(row(FMR20, [0.9, 0.46, 0.46, 0.3], TWENTY)).toEqual({
      metric: 'fmr20',
      value: 0.25,
      low: expect.closeTo(0.04559, 5) as unknown,
      high: expect.closeTo(0.69936, 5) as unknown,
      interval: 'wilson 95%',
      count: 4,
      hits: 1,
      threshold: 0.46,
      achieved: 0.05,
      convention: 'iso',
      note: 'decided by 1 of 20 impostors',
    });
  });

  test('FMR10 lets a second one pass', () => {
    expect(row(FMR10, [0.9, 0.46, 0.46, 0.3], TWENTY)).toMatchObject({
      value: 0.25,
      threshold: 0.45,
      achieved: 0.1,
    });
  });

  test('FMR10000 on 20 impostors says that they cannot tell', () => {
    expect(row(FMR10000, [0.9, 0.46], TWENTY)).toMatchObject({
      value: 0.5,
      achieved: 0,
      note: 'unsupported: 0.002 of an impostor, in 20',
    });
  });

  test('a peer that goes above the FMR is said to', () => {
    const peer = { ...ISO, name: 'peer', fnmrAtFmr: pyeerPointAtFmr };
    const input = verificationInput(scoreSet([0.9, 0.46, 0.3], [0.5, 0.5, 0.2, 0.1, 0]));
    const [found] = FMR20.compute(input, peer);
    expect(found).toMatchObject({ value: 2 / 3, achieved: 0, convention: 'peer' });
    const [above] = FMR20.compute(verificationInput(scoreSet([0.4], [0.5, 0.2])), peer);
    expect(above).toMatchObject({ value: 0, achieved: 0.5, threshold: 0.4 });
    expect(above!.note).toContain('the FMR attained is above the FMR asked for');
  });
});

describe('ZeroFMR', () => {
  test('goes above every score when the greatest is an impostor', () => {
    expect(row(ZERO_FMR, [0.5, 0.25], [1])).toMatchObject({
      value: 1,
      hits: 2,
      achieved: 0,
      threshold: 1 + 2 ** -52,
    });
  });

  test('carries no remark on support: that nobody passes can be seen on any number', () => {
    expect(row(ZERO_FMR, [0.5], [0.25]).note).toBeUndefined();
  });
});

describe('ZeroFNMR', () => {
  test('is the FMR at the least genuine score', () => {
    expect(row(ZERO_FNMR, [0.9, 0.3], TWENTY)).toMatchObject({
      value: 8 / 20,
      hits: 8,
      count: 20,
      threshold: 0.3,
    });
  });

  test('is nobody accepted where there is no genuine comparison', () => {
    const { scores, genuine } = scoreSet([], [0.5]);
    expect(zeroFnmrPoint(sweep(scores, genuine))).toMatchObject({ fmr: 0, tar: NaN });
  });
});

describe('the definitions hold threshold by threshold', () => {
  test.each([
    { metric: FMR10, most: 0.1 },
    { metric: ZERO_FMR, most: 0 },
  ])('$metric.name is the least FNMR of those with an FMR of at most $most', ({ metric, most }) => {
    fc.assert(
      fc.property(bothClasses(), (comparisons) => {
        const allowed = everyThreshold(comparisons).filter(({ fmr }) => fmr <= most);
        const input = verificationInput({
          ...comparisons,
          fold: new Uint16Array(comparisons.scores.length),
          testFolds: [],
        });
        const [found] = metric.compute(input, ISO);
        expect(found!.value).toBe(Math.min(...allowed.map(({ fnmr }) => fnmr)));
      }),
    );
  });

  test('zero_fnmr is the least FMR of those with an FNMR of 0', () => {
    fc.assert(
      fc.property(bothClasses(), (comparisons) => {
        const allowed = everyThreshold(comparisons).filter(({ fnmr }) => fnmr === 0);
        const { fmr } = zeroFnmrPoint(sweep(comparisons.scores, comparisons.genuine));
        expect(fmr).toBe(Math.min(...allowed.map((decisions) => decisions.fmr)));
      }),
    );
  });
});
