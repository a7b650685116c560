import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  CONVENTIONS,
  findConvention,
  formatRate,
  measure,
  parseRate,
  verificationInput,
} from '../../src/metrics/index.js';
import type { MetricRow } from '../../src/types.js';
import { wilson } from '../../src/metrics/intervals.js';
import { f1, f2, scoreSet } from './peer-runs.js';

function named(rows: readonly MetricRow[], metric: string, convention: string): MetricRow {
  return rows.find((row) => row.metric === metric && row.convention === convention)!;
}

describe('the rows of F2', () => {
  const rows = measure(
    verificationInput(f2()),
    ['iso', 'insightface', 'magface', 'lfw-official', 'gui', 'pyeer', 'linear'].map(findConvention),
  );

  test('stand in the order of metrics, then of conventions', () => {
    expect(rows.map(({ metric, convention }) => `${metric} ${convention}`)).toEqual([
      'accuracy insightface',
      'accuracy_std insightface',
      'accuracy magface',
      'accuracy_std magface',
      'accuracy lfw-official',
      'accuracy_std lfw-official',
      'accuracy_se lfw-official',
      'accuracy gui',
      'val@far=1e-3 insightface',
      'val_std@far=1e-3 insightface',
      'tar@far=1e-1 iso',
      'tar@far=1e-2 iso',
      'tar@far=1e-3 iso',
      'tar@far=1e-4 iso',
      'tar@far=1e-1 insightface',
      'tar@far=1e-2 insightface',
      'tar@far=1e-3 insightface',
      'tar@far=1e-4 insightface',
      'tar@far=1e-1 magface',
      'tar@far=1e-2 magface',
      'tar@far=1e-3 magface',
      'tar@far=1e-4 magface',
      'tar@far=1e-1 gui',
      'tar@far=1e-2 gui',
      'tar@far=1e-3 gui',
      'tar@far=1e-4 gui',
      'tar@far=1e-1 pyeer',
      'tar@far=1e-2 pyeer',
      'tar@far=1e-3 pyeer',
      'tar@far=1e-4 pyeer',
      'tar@far=1e-1 linear',
      'tar@far=1e-2 linear',
      'tar@far=1e-3 linear',
      'tar@far=1e-4 linear',
      'eer iso',
      'eer pyeer',
      'eer linear',
      'auc iso',
      'auc pyeer',
    ]);
  });

  test('carry what is needed to believe a TAR', () => {
    // 1.96 standard deviations around 3 of 3000 impostors: from none to 6 of them.
    const { scores, genuine } = f2();
    const impostors = scores.filter((_, k) => genuine[k] === 0).sort((a, b) => b - a);
    const passAbove = (impostor: number) =>
      scores.filter((score, k) => genuine[k] === 1 && score > impostors[impostor]!).length / 3000;
    const [tar, least, most] = [2834 / 3000, passAbove(0), passAbove(6)];
    const alone = wilson(2834, 3000);
    expect(named(rows, 'tar@far=1e-3', 'iso')).toEqual({
      metric: 'tar@far=1e-3',
      value: 2834 / 3000,
      low: expect.closeTo(tar - Math.hypot(tar - alone.low, tar - least), 9) as unknown,
      high: expect.closeTo(tar + Math.hypot(alone.high - tar, most - tar), 9) as unknown,
      interval: 'independent 95%',
      count: 3000,
      hits: 2834,
      threshold: 0.376801,
      achieved: 0.001,
      convention: 'iso',
      note: 'decided by 3 of 3000 impostors',
    });
  });

  test('say of a FAR that the impostors cannot support, and still give what the rule gives', () => {
    expect(named(rows, 'tar@far=1e-4', 'iso')).toMatchObject({
      value: 2768 / 3000,
      achieved: 0,
      note: 'unsupported: 0.3 of an impostor, in 3000',
    });
  });

  test('say that an accuracy is in-sample, and give it no spread over folds', () => {
    expect(named(rows, 'accuracy', 'gui')).toMatchObject({
      value: 5887 / 6000,
      hits: 5887,
      threshold: 0.311601,
      note: 'in-sample: the threshold was chosen on the comparisons it is judged on',
    });
  });

  test('give a TAR that is drawn between two thresholds neither of them, nor a count', () => {
    const row = named(rows, 'tar@far=1e-4', 'linear');
    expect(row.value).toBeCloseTo(0.9227666666666666, 12);
    expect(row.note).toBe(
      'unsupported: 0.3 of an impostor, in 3000; drawn between FMR 0 and 3.33e-4',
    );
    for (const absent of ['threshold', 'achieved', 'hits', 'low', 'high', 'interval'] as const) {
      expect(row).not.toHaveProperty(absent);
    }
  });

  test('say why a peer gives no TAR at all', () => {
    expect(named(rows, 'tar@far=1e-4', 'gui')).toEqual({
      metric: 'tar@far=1e-4',
      value: NaN,
      count: 0,
      convention: 'gui',
      note: 'undefined: insufficient data: the budget of false accepts is 0; unsupported: 0.3 of an impostor, in 3000',
    });
  });

  test('say where a rule lets more impostors in than asked for', () => {
    const input = verificationInput(f2(), { fars: [2.5e-3] });
    const found = measure(input, [findConvention('insightface')]);
    expect(named(found, 'tar@far=2.5e-3', 'insightface')).toMatchObject({
      achieved: 8 / 3000,
      note: 'decided by 7.5 of 3000 impostors; the FMR attained is above the FAR asked for',
    });
  });

  test('carry the accuracy with its pooled decisions', () => {
    expect(named(rows, 'accuracy', 'insightface')).toMatchObject({
      value: expect.closeTo(0.9808333333333336, 12) as unknown,
      hits: 5885,
      count: 6000,
      threshold: expect.closeTo(1 - 1.364 / 2, 12) as unknown,
    });
  });

  test('are the same for one convention as among all', () => {
    const alone = measure(verificationInput(f2()), [findConvention('magface')]);
    for (const row of alone) expect(rows).toContainEqual(row);
  });
});

describe('a reason stands where a value cannot', () => {
  test.each([
    {
      why: 'no genuine',
      set: scoreSet([], [0.5, 0.25]),
      reason: 'undefined: no genuine comparisons',
    },
    {
      why: 'no impostor',
      set: scoreSet([0.5, 0.25], []),
      reason: 'undefined: no impostor comparisons',
    },
    { why: 'nothing', set: scoreSet([], []), reason: 'undefined: no genuine comparisons' },
  ])('$why', ({ set, reason }) => {
    const rows = measure(verificationInput(set), [findConvention('iso')]);
    for (const row of rows) {
      expect({ value: row.value, count: row.count }).toEqual({ value: NaN, count: 0 });
    }
    for (const metric of ['tar@far=1e-2', 'eer', 'auc']) {
      expect(named(rows, metric, 'iso').note).toContain(reason);
    }
    expect(named(rows, 'accuracy', 'insightface').note).toContain(
      'undefined: no fold can be scored; the protocol has no folds',
    );
  });

  test('one test fold has an accuracy but no spread to estimate an error from', () => {
    const set = { ...f2(), testFolds: [3] };
    const rows = measure(verificationInput(set), [findConvention('lfw-official')]);
    expect(named(rows, 'accuracy', 'lfw-official').count).toBe(600);
    expect(named(rows, 'accuracy_se', 'lfw-official')).toMatchObject({
      value: NaN,
      count: 0,
      note: 'undefined: one fold has no spread',
    });
  });

  test('scores that are no cosines are taken for cosines only with a remark', () => {
    const set = { ...f2(), scores: f2().scores.map((score) => 100 * score) };
    const rows = measure(verificationInput(set), CONVENTIONS);
    expect(named(rows, 'accuracy', 'insightface').note).toContain('are no cosines');
    expect(named(rows, 'accuracy', 'lfw-official').note).toBeUndefined();
  });

  test('failures to acquire are counted in the remark of every rate', () => {
    const { scores, ...rest } = f1().scores;
    const failed = scores.slice();
    failed[0] = NaN;
    const rows = measure(verificationInput({ ...rest, scores: failed }), [findConvention('iso')]);
    for (const metric of ['tar@far=1e-2', 'eer', 'auc']) {
      expect(named(rows, metric, 'iso').note).toContain(
        'left out for lack of a score: 1 genuine, 0 impostor comparisons',
      );
    }
    expect(named(rows, 'accuracy', 'insightface')).toMatchObject({
      count: 1199,
      note: expect.stringContaining('comparisons left out for lack of a score: 1') as unknown,
    });
  });
});

describe('the text of a rate', () => {
  test.each([
    [1e-1, '1e-1'],
    [1e-3, '1e-3'],
    [2.5e-3, '2.5e-3'],
    [1, '1e0'],
    [3.3e-4, '3.3e-4'],
  ])('of %p is %p', (rate, text) => {
    expect(formatRate(rate)).toBe(text);
  });

  test('reads back as the same rate', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1, noNaN: true }), (rate) => {
        expect(parseRate(formatRate(rate))).toBe(rate);
      }),
    );
  });

  test.each(['', 'one', '1e', '-1e-3', '0x1', '1e-3 '])('is not %p', (text) => {
    expect(parseRate(text)).toBeNaN();
  });
});
