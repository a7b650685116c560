/** What holds of every metric there is, whoever adds it. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  CONVENTIONS,
  findInterval,
  findMetrics,
  measure,
  METRICS,
  STANDARD_METRICS,
  verificationInput,
} from '../../src/metrics/index.js';
import { metricsJson } from '../../src/report/json.js';
import type { MetricRow, ScoreSet } from '../../src/types.js';
import { SMALL } from '../report/small-report.js';
import { reorder, scoreSets } from './arbitraries.js';
import { f1, f2, scoreSet } from './peer-runs.js';

/** Metrics that read the scores themselves, not their order alone. */
const OF_SCORES = new Set(['accuracy', 'val', 'cllr', 'd_prime']);

/** Metrics without an upper bound; all others lie within [0, 1]. */
const UNBOUNDED = /^(cllr|d_prime)$/;

const FARS = [0.5, 0.25, 0.1];

/** Conventions whose TAR, EER and AUC are read off thresholds laid over the range of the scores. */
const OF_RANGES = new Set(['qmagface']);

function rowsOf(set: ScoreSet): readonly MetricRow[] {
  // By counts alone, since a bootstrap of every row would take minutes; sampling.test.ts is about the other intervals.
  const input = verificationInput(set, { fars: FARS, interval: findInterval('wilson') });
  return measure(input, CONVENTIONS, METRICS);
}

/** Rows that tell of failures to acquire, which are there only where there are any. */
const OF_FAILURES = /^(fta|fmr|fnmr|far|frr)(@|$)/;

function nameOf({ metric }: MetricRow): string {
  if (OF_FAILURES.test(metric)) return 'fta';
  return METRICS.find(({ name }) => new RegExp(`^${name}(_std|_se)?(@|$)`).test(metric))!.name;
}

describe('every metric by every convention', () => {
  test('gives the same rows in whatever order the comparisons come', () => {
    const shuffled = scoreSets().chain((set) =>
      fc.tuple(
        fc.constant(set),
        fc.shuffledSubarray([...set.scores.keys()], { minLength: set.scores.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([set, order]) => {
        expect(rowsOf(reorder(set, order))).toEqual(rowsOf(set));
      }),
    );
  });

  test('gives values within its range, inside their intervals, or NaN of no trials with a reason', () => {
    fc.assert(
      fc.property(scoreSets(), (set) => {
        for (const { metric, value, low, high, count, hits, convention, note } of rowsOf(set)) {
          if (Number.isNaN(value)) {
            expect({ metric, count, note }).toEqual({
              metric,
              count: 0,
              note: expect.stringContaining('undefined') as unknown,
            });
            continue;
          }
          expect(value).toBeGreaterThanOrEqual(0);
          if (!UNBOUNDED.test(metric)) expect(value).toBeLessThanOrEqual(1 + 1e-12);
          expect(count).toBeGreaterThan(0);
          if (hits !== undefined && convention === 'iso') {
            expect({ metric, value }).toEqual({ metric, value: hits / count });
          }
          // The mean over folds of unequal size may lie outside the interval of the pooled decisions.
          if (low === undefined || high === undefined || /^(accuracy|val)/.test(metric)) continue;
          expect(low).toBeLessThanOrEqual(value);
          expect(high).toBeGreaterThanOrEqual(value);
        }
      }),
    );
  });

  test('does not change under an increasing map of the scores, where it reads their order alone', () => {
    fc.assert(
      fc.property(scoreSets(), (set) => {
        const stretched = { ...set, scores: set.scores.map((s) => s ** 3 / 2 + s + 4) };
        const byOrder = (rows: readonly MetricRow[]) =>
          rows
            .filter((row) => !OF_SCORES.has(nameOf(row)) && !OF_RANGES.has(row.convention))
            .map(({ metric, value, count, hits, achieved }) => ({
              metric,
              value,
              count,
              hits,
              achieved,
            }));
        expect(byOrder(rowsOf(stretched))).toEqual(byOrder(rowsOf(set)));
      }),
    );
  });

  test('reads a scale of its own where it does not', () => {
    const set = f2();
    const stretched = { ...set, scores: set.scores.map((s) => s ** 3 / 50) };
    const before = rowsOf(set);
    const changed = rowsOf(stretched).filter(
      ({ value, convention }, k) => value !== before[k]!.value && !OF_RANGES.has(convention),
    );
    expect(new Set(changed.map(nameOf))).toEqual(OF_SCORES);
  });

  test('is not moved by comparisons without a score, which it counts in its notes', () => {
    fc.assert(
      fc.property(scoreSets(), (set) => {
        const failed = {
          ...set,
          scores: Float64Array.of(...set.scores, NaN, NaN),
          genuine: Uint8Array.of(...set.genuine, 1, 0),
          fold: Uint16Array.of(...set.fold, 0, 1),
          quality: Float64Array.of(...set.quality!, 1, 1),
        };
        const [before, after] = [rowsOf(set), rowsOf(failed)];
        const unnoted = (rows: readonly MetricRow[]) =>
          rows.map((row) => ({ ...row, note: undefined }));
        // What failures make of the rates is told in rows of their own.
        const others = after.filter(({ metric }) => !OF_FAILURES.test(metric));
        expect(unnoted(others)).toEqual(unnoted(before));
        for (const row of others) {
          if (!/^(accuracy|val)_s/.test(row.metric)) {
            expect({ [row.metric]: row.note }).toEqual({
              [row.metric]: expect.stringContaining('for lack of a score') as unknown,
            });
          }
        }
      }),
    );
  });

  test('names each row and convention once, and one key in metrics.json', () => {
    fc.assert(
      fc.property(scoreSets(), (set) => {
        const rows = rowsOf(set);
        const keys = rows.map(({ metric, convention }) => `${metric} ${convention}`);
        expect(new Set(keys).size).toBe(keys.length);
        const json = JSON.parse(metricsJson({ ...SMALL, rows })) as object;
        expect(Object.keys(json)).toHaveLength(rows.length);
        for (const key of Object.keys(json)) expect(key).toMatch(/^[\w./\- ]+$/);
      }),
    );
  });

  test('has a threshold that gives the FMR it claims', () => {
    fc.assert(
      fc.property(scoreSets(), (set) => {
        const impostors = [...set.scores].filter((_, k) => set.genuine[k] === 0);
        for (const { metric, threshold, achieved, convention } of rowsOf(set)) {
          // Peers may accept above a threshold only, or report none that was really used.
          if (convention !== 'iso' || threshold === undefined || achieved === undefined) continue;
          const passed = impostors.filter((score) => score >= threshold).length;
          expect({ metric, achieved }).toEqual({ metric, achieved: passed / impostors.length });
        }
      }),
    );
  });
});

describe('where a value cannot be had, no metric throws and each says why', () => {
  test.each([
    { why: 'no comparisons', set: scoreSet([], []) },
    { why: 'no genuine comparisons', set: scoreSet([], [0.5, 0.25]) },
    { why: 'no impostor comparisons', set: scoreSet([0.5, 0.25], []) },
    { why: 'one comparison', set: scoreSet([0.5], []) },
    { why: 'no comparison has a score', set: scoreSet([NaN, NaN], [NaN]) },
  ])('$why', ({ set }) => {
    // What is judged on the comparisons it was chosen on can be had of any.
    const rows = rowsOf(set).filter(
      ({ metric, note }) => !OF_FAILURES.test(metric) && note?.startsWith('in-sample') !== true,
    );
    const names = METRICS.map(({ name }) => name).filter((name) => name !== 'fta');
    expect(new Set(rows.map(nameOf))).toEqual(new Set(names));
    for (const { metric, value, count, note } of rows) {
      expect({ metric, value, count, note }).toEqual({
        metric,
        value: NaN,
        count: 0,
        note: expect.stringContaining('undefined: ') as unknown,
      });
    }
  });

  test('all scores equal say nothing: what each metric gives then', () => {
    const rows = measure(
      verificationInput(scoreSet([0.5, 0.5, 0.5], [0.5]), { fars: [0.1] }),
      [CONVENTIONS[0]!],
      METRICS,
    );
    const values = Object.fromEntries(rows.map(({ metric, value }) => [metric, value]));
    expect(values).toEqual({
      accuracy: NaN,
      'tar@far=1e-1': 0,
      eer: 0.5,
      auc: 0.5,
      fmr10: 1,
      fmr20: 1,
      fmr100: 1,
      fmr1000: 1,
      fmr10000: 1,
      zero_fmr: 1,
      zero_fnmr: 1,
      eer_rocch: 0.5,
      hter: 0.5,
      youden: 0,
      'min_dcf@p_target=1e-2': 1,
      'min_dcf@p_target=1e-3': 1,
      // bob takes its last threshold, the score itself, for one that accepts nobody.
      'min_dcf@cost=0.99': 0.99,
      min_cllr: 1,
      cllr: expect.closeTo(
        (Math.log2(1 + Math.exp(-0.5)) + Math.log2(1 + Math.exp(0.5))) / 2,
        14,
      ) as unknown,
      d_prime: NaN,
      mcc: 0,
      f1: 6 / 7,
      average_precision: 0.75,
    });
  });
});

describe('the list', () => {
  test.each(METRICS)('$name says what it is in one line and where it comes from', (metric) => {
    const { name, title, summary, reference } = metric;
    for (const text of [name, title, summary, reference]) {
      expect(text).toMatch(/^\S.*\S$/);
    }
    expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
  });

  test('names each metric once', () => {
    expect(new Set(METRICS.map(({ name }) => name)).size).toBe(METRICS.length);
  });

  test('every row belongs to one metric of it by its name', () => {
    for (const { metric } of rowsOf(f1().scores)) {
      const named = METRICS.filter(({ name }) =>
        new RegExp(`^${name}(_std|_se)?(@|$)`).test(metric),
      );
      expect({ metric, named: named.length }).toEqual({ metric, named: 1 });
    }
  });

  test('has those that are measured unasked first', () => {
    expect(STANDARD_METRICS.map(({ name }) => name)).toEqual([
      'accuracy',
      'val',
      'tar',
      'eer',
      'auc',
      'fta',
    ]);
    expect(METRICS.slice(0, STANDARD_METRICS.length)).toEqual(STANDARD_METRICS);
  });
});

describe('metrics by name', () => {
  const names = (...asked: string[]) => findMetrics(asked).map(({ name }) => name);

  test('come in the order of the list, each once', () => {
    expect(names('hter', 'eer', 'hter')).toEqual(['eer', 'hter']);
  });

  test('are all of them for all, and the usual ones for standard', () => {
    expect(findMetrics(['all'])).toEqual(METRICS);
    expect(findMetrics(['standard'])).toEqual(STANDARD_METRICS);
    expect(names('standard', 'mcc')).toEqual([
      'accuracy',
      'val',
      'tar',
      'eer',
      'auc',
      'fta',
      'mcc',
    ]);
    expect(findMetrics(['all', 'mcc'])).toEqual(METRICS);
  });

  test('are refused together, with what was meant', () => {
    expect(() => findMetrics(['eer', 'htre', 'all', 'fmr1000O', 'openbr'])).toThrow(
      'E_METRIC_UNKNOWN there is no metric "htre" or "fmr1000O" or "openbr"; ' +
        'did you mean fmr100 or fmr1000 or fmr10000? choose from accuracy, val, tar,',
    );
  });

  test('what is asked for is what is measured', () => {
    const rows = measure(verificationInput(f2()), CONVENTIONS, findMetrics(['mcc', 'hter']));
    expect(new Set(rows.map(({ metric }) => metric))).toEqual(new Set(['hter', 'mcc']));
  });
});
