import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { MetricRow } from '../../src/types.js';
import { baselineOf, EER, scoreSet, statuses, TAR, verdictOn } from './gate-fixture.js';
import { fromRaw } from '../../src/embeddings/embedding-set.js';

const ROWS = [TAR, EER];

describe('in exact mode', () => {
  test.each<{ why: string; row: MetricRow; status: string; told: string }>([
    { why: 'the row again', row: TAR, status: 'pass', told: 'equal' },
    { why: 'one hit fewer', row: { ...TAR, hits: 89 }, status: 'fail', told: '89 hits, not 90' },
    { why: 'one hit more', row: { ...TAR, hits: 91 }, status: 'fail', told: '91 hits, not 90' },
    { why: 'other trials', row: { ...TAR, count: 99 }, status: 'fail', told: '99 trials, not 100' },
    {
      why: 'sums in another order',
      row: { ...TAR, value: 0.9 + 4e-10 },
      status: 'pass',
      told: 'equal',
    },
    {
      why: 'more than rounding',
      row: { ...TAR, value: 0.9 + 4e-9 },
      status: 'fail',
      told: 'moved by 4e-9',
    },
    {
      why: 'an undefined value',
      row: { ...TAR, value: NaN },
      status: 'fail',
      told: 'the value is undefined',
    },
    {
      why: 'a threshold as near as scores are',
      row: { ...TAR, threshold: 0.5 + 9e-7 },
      status: 'pass',
      told: 'equal',
    },
    {
      why: 'a threshold further off',
      row: { ...TAR, threshold: 0.5 - 1.1e-6 },
      status: 'fail',
      told: 'the threshold moved by -1.1e-6',
    },
    {
      why: 'an undefined threshold',
      row: { ...TAR, threshold: NaN },
      status: 'fail',
      told: 'there is no threshold',
    },
  ])('$why is a $status', ({ row, status, told }) => {
    const { checks } = verdictOn(baselineOf(ROWS), [row, EER]);
    const check = checks.find(({ name }) => name === 'tar@far=1e-3 iso')!;
    expect(check.status).toBe(status);
    expect(check.why).toContain(told);
  });

  test('a value without hits may move by 1e-6, and hits that came or went fail', () => {
    const without: MetricRow = {
      metric: 'tar@far=1e-3',
      convention: 'iso',
      value: 0.9,
      count: 100,
    };
    expect(statuses(verdictOn(baselineOf(ROWS), [without, EER]))['tar@far=1e-3 iso']).toBe('fail');
    expect(verdictOn(baselineOf(ROWS), [TAR, { ...EER, hits: 4 }]).status).toBe('fail');
    expect(verdictOn(baselineOf(ROWS), [TAR, { ...EER, value: 0.02 + 9e-7 }]).status).toBe('pass');
    expect(verdictOn(baselineOf(ROWS), [TAR, { ...EER, value: 0.020002 }]).status).toBe('fail');
  });

  test('a missing row fails, a row by another convention does not stand in for it', () => {
    const { checks, status } = verdictOn(baselineOf(ROWS), [
      { ...TAR, convention: 'magface' },
      EER,
    ]);
    expect(status).toBe('fail');
    expect(checks[0]).toMatchObject({ name: 'tar@far=1e-3 iso', found: 'missing' });
  });

  test('rows that the baseline lacks are told, not judged', () => {
    const { status, remarks } = verdictOn(baselineOf([EER]), ROWS);
    expect(status).toBe('pass');
    expect(remarks.join()).toContain('not in the baseline, so not checked: tar@far=1e-3 iso');
  });

  test('what is undefined in both is equal', () => {
    const undefinedRow = { ...EER, value: NaN, count: 0 };
    expect(verdictOn(baselineOf([undefinedRow]), [undefinedRow]).status).toBe('pass');
    expect(verdictOn(baselineOf([undefinedRow]), [EER]).status).toBe('fail');
  });

  test('a threshold that nothing reaches is equal to itself', () => {
    const row = { ...TAR, threshold: Infinity };
    expect(verdictOn(baselineOf([row]), [row]).status).toBe('pass');
    expect(verdictOn(baselineOf([row]), [TAR]).status).toBe('fail');
  });

  test('any run passes its own baseline, and fails it when one number of one row is changed', () => {
    const row = fc.record({
      value: fc.double({ min: 0, max: 1, noNaN: true }),
      hits: fc.nat(1000),
      count: fc.integer({ min: 1000, max: 2000 }),
      threshold: fc.double({ min: -1, max: 1, noNaN: true }),
    });
    const change = fc.constantFrom('value', 'hits', 'count', 'threshold');
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 6 }),
        fc.nat(),
        change,
        (made, at, field) => {
          const rows = made.map((one, i): MetricRow => ({
            metric: `m${i}`,
            convention: 'iso',
            ...one,
          }));
          expect(verdictOn(baselineOf(rows), rows).status).toBe('pass');
          const changed = rows.map((one, i) =>
            i === at % rows.length ? { ...one, [field]: (one[field] ?? 0) + 1 } : one,
          );
          const { status, checks } = verdictOn(baselineOf(rows), changed);
          expect(status).toBe('fail');
          expect(checks.filter((check) => check.status === 'fail')).toHaveLength(1);
        },
      ),
    );
  });
});

describe('scores', () => {
  const before = scoreSet([0.9, 0.1, NaN], [1, 0, 1]);
  const verdict = (now: typeof before) =>
    verdictOn(baselineOf(ROWS), ROWS, { scores: { baseline: before, run: now } });
  const check = (now: typeof before) => verdict(now).checks.find(({ kind }) => kind === 'scores')!;

  test.each([
    { why: 'the same', scores: [0.9, 0.1, NaN], status: 'pass' },
    { why: 'within 1e-6', scores: [0.9 + 9e-7, 0.1 - 9e-7, NaN], status: 'pass' },
    { why: 'beyond 1e-6', scores: [0.9, 0.1 + 1.1e-6, NaN], status: 'fail' },
    { why: 'a failure that was a score', scores: [NaN, 0.1, NaN], status: 'fail' },
    { why: 'a score that was a failure', scores: [0.9, 0.1, 0.3], status: 'fail' },
  ])('$why: $status', ({ scores, status }) => {
    expect(check(scoreSet(scores, [1, 0, 1])).status).toBe(status);
  });

  test('are told by the comparison that moved most', () => {
    const { why } = check(scoreSet([0.8, 0.4, NaN], [1, 0, 1]));
    expect(why).toBe('2 of 3 scores moved, most of all comparison 2: 0.4, not 0.1');
  });

  test('of other comparisons are an error, not a failure', () => {
    expect(check(scoreSet([0.9, 0.1], [1, 0])).status).toBe('error');
    expect(check(scoreSet([0.9, 0.1, NaN], [1, 1, 1])).status).toBe('error');
  });

  test('that were not compared are spoken of with the reason', () => {
    const { remarks, status } = verdictOn(baselineOf(ROWS), ROWS, {
      scores: { absent: 'the run kept none (--save scores)' },
    });
    expect(status).toBe('pass');
    expect(remarks).toContain('scores were not compared: the run kept none (--save scores)');
    expect(remarks).toContain('embeddings were not compared: there are none');
  });
});

describe('embeddings', () => {
  const set = (rows: readonly (readonly number[])[], ids = ['a', 'b'].slice(0, rows.length)) =>
    fromRaw(ids, Float32Array.from(rows.flat()), rows[0]?.length ?? 0);
  const before = set([
    [3, 4],
    [0, 20],
  ]);
  const check = (now: typeof before) =>
    verdictOn(baselineOf(ROWS), ROWS, { embeddings: { baseline: before, run: now } }).checks.find(
      ({ kind }) => kind === 'embeddings',
    )!;

  test.each([
    {
      why: 'the same',
      rows: [
        [3, 4],
        [0, 20],
      ],
      status: 'pass',
    },
    {
      why: 'as near as float32 has it',
      rows: [
        [3, 4.0000005],
        [0, 20.000002],
      ],
      status: 'pass',
    },
    {
      why: 'moved by 1e-5 of a length of 5',
      rows: [
        [3, 4.00005],
        [0, 20],
      ],
      status: 'fail',
    },
    {
      why: 'moved by 5e-7 of a length of 20, which is 2e-6 of a length of 5',
      rows: [
        [3, 4],
        [1e-5, 20],
      ],
      status: 'pass',
    },
    {
      why: 'turned',
      rows: [
        [4, 3],
        [0, 20],
      ],
      status: 'fail',
    },
    {
      why: 'longer',
      rows: [
        [3, 4],
        [0, 20.001],
      ],
      status: 'fail',
    },
  ])('$why: $status', ({ rows, status }) => {
    expect(check(set(rows)).status).toBe(status);
  });

  test('are matched by name, and one that is missing fails', () => {
    expect(
      check(
        set(
          [
            [0, 20],
            [3, 4],
          ],
          ['b', 'a'],
        ),
      ).status,
    ).toBe('pass');
    const { status, why } = check(
      set(
        [
          [3, 4],
          [0, 20],
        ],
        ['a', 'c'],
      ),
    );
    expect([status, why]).toEqual(['fail', 'the run has no vector of b']);
  });

  test('of another length fail', () => {
    expect(
      check(
        set([
          [3, 4, 0],
          [0, 20, 0],
        ]),
      ).why,
    ).toBe('3 numbers a vector, not 2');
  });
});
