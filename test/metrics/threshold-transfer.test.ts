import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readScores } from '../../src/scores/index.js';
import {
  CONVENTIONS,
  findConvention,
  measure,
  verificationInput,
} from '../../src/metrics/index.js';
import { equalErrorRate } from '../../src/metrics/eer.js';
import { failureRates } from '../../src/metrics/failure-to-acquire.js';
import { wilson } from '../../src/metrics/intervals.js';
import { acceptedFrom, lowestAtMost } from '../../src/metrics/operating-point.js';
import { sweep } from '../../src/metrics/sweep.js';
import { halfTotalInterval, transferredRows } from '../../src/metrics/threshold-transfer.js';
import type { MetricRow, ScoreSet } from '../../src/types.js';
import { golden, readJson, scoreSet } from './peer-runs.js';

const ISO = findConvention('iso');
const sweepOf = ({ scores, genuine }: ScoreSet) => sweep(scores, genuine);
const valueOf = (rows: readonly MetricRow[], metric: string) =>
  rows.find((row) => row.metric === metric)!.value;

/** Eight genuine comparisons of which one failed, ten impostor comparisons of which one failed. */
const SCORES = scoreSet(
  [0.9, 0.8, 0.7, 0.62, 0.55, 0.45, 0.4, NaN],
  [0.6, 0.5, 0.5, 0.45, 0.4, 0.35, 0.3, 0.2, 0.1, NaN],
);

describe('error rates at a threshold', () => {
  test.each([
    // threshold, false matches, false non-matches, why
    [0.5, 3, 2, 'a score at the threshold is accepted'],
    [0.55, 1, 2, 'between two impostor scores'],
    [0.47, 3, 2, 'where no score is'],
    [0.91, 0, 7, 'above all scores'],
    [-5, 9, 0, 'below all scores'],
    [Infinity, 0, 7, 'nobody is accepted'],
    [-Infinity, 9, 0, 'everybody is accepted'],
  ])('%p: %p of 9 impostors accepted, %p of 7 genuine rejected (%s)', (threshold, fm, fnm) => {
    const rates = failureRates(sweepOf(SCORES), threshold);
    expect(rates).toMatchObject({ falseMatches: fm, falseNonMatches: fnm });
    expect(rates).toMatchObject({ impostorTotal: 9, genuineTotal: 7, failures: 2, attempts: 18 });
    const [fmr, fnmr, fta] = [fm / 9, fnm / 7, 2 / 18];
    expect(rates).toMatchObject({ fmr, fnmr, fta });
    expect(rates.far).toBeCloseTo(fmr * (1 - fta), 15);
    expect(rates.frr).toBeCloseTo(fta + fnmr * (1 - fta), 15);
  });

  test('are undefined where there is no threshold, but for the failures', () => {
    const { fmr, fnmr, fta } = failureRates(sweepOf(SCORES), NaN);
    expect([fmr, fnmr, fta]).toEqual([NaN, NaN, 2 / 18]);
  });

  test('are those of a count one by one', () => {
    const score = fc.constantFrom(0.1, 0.2, 0.25, 0.3, 0.7, NaN);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(score, fc.constantFrom(0, 1)), { maxLength: 30 }),
        fc.constantFrom(0, 0.1, 0.2, 0.22, 0.3, 0.7, 0.8),
        (pairs, threshold) => {
          const set = {
            scores: Float64Array.from(pairs, ([one]) => one),
            genuine: Uint8Array.from(pairs, ([, label]) => label),
          };
          const of = (label: number, holds: (score: number) => boolean) =>
            pairs.filter(([one, l]) => l === label && holds(one)).length;
          expect(failureRates(sweep(set.scores, set.genuine), threshold)).toMatchObject({
            falseMatches: of(0, (one) => one >= threshold),
            falseNonMatches: of(1, (one) => one < threshold),
            failures: pairs.filter(([one]) => Number.isNaN(one)).length,
            attempts: pairs.length,
          });
        },
      ),
    );
  });
});

describe('rows of failures to acquire', () => {
  const rowsOf = (scores: ScoreSet) =>
    measure(verificationInput(scores, { fars: [0.2] }), [ISO]).filter(({ metric }) =>
      /^(fta|fmr|fnmr|far|frr)(@|$)/.test(metric),
    );

  test('are there when, and only when, a comparison failed', () => {
    expect(rowsOf(scoreSet([0.9, 0.8], [0.1, 0.2]))).toEqual([]);
    expect(rowsOf(scoreSet([0.9, 0.8], [0.1, NaN])).map(({ metric }) => metric)).toEqual([
      'fta',
      'fmr@far=2e-1',
      'fnmr@far=2e-1',
      'far@far=2e-1',
      'frr@far=2e-1',
    ]);
  });

  test('say how many failed, and keep FAR and FRR apart from FMR and FNMR', () => {
    const rows = rowsOf(SCORES);
    const { threshold } = lowestAtMost(sweepOf(SCORES), 0.2);
    const rates = failureRates(sweepOf(SCORES), threshold);
    expect(rows[0]).toMatchObject({ value: 2 / 18, hits: 2, count: 18, ...wilson(2, 18) });
    const { low, high } = wilson(1, 9);
    expect(rows[1]).toMatchObject({ value: 1 / 9, hits: 1, count: 9, threshold });
    expect(rows[1]!.low).toBeCloseTo(low, 12);
    expect(rows[1]!.high).toBeCloseTo(high, 12);
    expect(rows[2]).toMatchObject({ hits: 2, count: 7, achieved: 1 / 9 });
    expect(rows.slice(3).map(({ value }) => value)).toEqual([rates.far, rates.frr]);
    expect(rows[3]).not.toHaveProperty('low');
  });

  test('are undefined, with the reason, where a class has no scores', () => {
    const [fta, fmr] = rowsOf(scoreSet([0.5, NaN], []));
    expect(fta).toMatchObject({ value: 0.5, count: 2 });
    expect(fmr).toMatchObject({ value: NaN, count: 0, note: expect.stringContaining('undefined') });
  });
});

describe('thresholds chosen on other comparisons', () => {
  const development = scoreSet([0.8, 0.6, 0.5, 0.3], [0.7, 0.4, 0.2, 0.1]);
  const transfer = (conventions = [ISO], scores = SCORES) =>
    transferredRows(verificationInput(development), sweepOf(scores), {
      fars: [0.25],
      conventions,
      name: 'dev',
    });

  test('are applied as they are: the rates are those at that threshold', () => {
    const rows = transfer();
    const { threshold } = lowestAtMost(sweepOf(development), 0.25);
    expect(threshold).toBe(0.5);
    const rates = failureRates(sweepOf(SCORES), threshold);
    expect(
      rows
        .filter(({ metric }) => metric.endsWith('=2.5e-1'))
        .map(({ metric, value }) => [metric, value]),
    ).toEqual([
      ['fmr@dev_far=2.5e-1', rates.fmr],
      ['fnmr@dev_far=2.5e-1', rates.fnmr],
      ['far@dev_far=2.5e-1', rates.far],
      ['frr@dev_far=2.5e-1', rates.frr],
      ['hter@dev_far=2.5e-1', (rates.fmr + rates.fnmr) / 2],
      ['hter_fta@dev_far=2.5e-1', (rates.far + rates.frr) / 2],
    ]);
    const atEqual = equalErrorRate(sweepOf(development)).threshold;
    const equal = failureRates(sweepOf(SCORES), atEqual);
    expect(valueOf(rows, 'hter@dev_eer')).toBe((equal.fmr + equal.fnmr) / 2);
    expect(valueOf(rows, 'fta')).toBe(2 / 18);
    for (const { metric, note } of rows) {
      if (metric !== 'fta') expect(note).toContain('threshold chosen on dev at ');
    }
  });

  test('of one and the same set give what that set gives', () => {
    const input = verificationInput(development, { fars: [0.25] });
    const rows = transfer([ISO], development);
    const tar = measure(input, [ISO]).find(({ metric }) => metric.startsWith('tar@'))!;
    expect(1 - valueOf(rows, 'fnmr@dev_far=2.5e-1')).toBe(tar.value);
    expect(valueOf(rows, 'hter@dev_eer')).toBe(equalErrorRate(sweepOf(development)).rate);
    expect(valueOf(rows, 'fta')).toBe(0);
    expect(rows.some(({ metric }) => metric.startsWith('hter_fta'))).toBe(false);
  });

  test('are chosen by each convention that has a rule, and once by those that have none', () => {
    const rows = transfer([...CONVENTIONS]);
    for (const convention of CONVENTIONS) {
      if (convention.tarAtFar === undefined) continue;
      const point = convention.tarAtFar(verificationInput(development), 0.25);
      const threshold = acceptedFrom(point, sweepOf(development));
      const row = rows.find(
        (one) => one.metric === 'fmr@dev_far=2.5e-1' && one.convention === convention.name,
      )!;
      // Where a rate is drawn between two thresholds there is none.
      expect(row.threshold ?? NaN).toBe(threshold);
    }
    const keys = rows.map(({ metric, convention }) => `${metric} ${convention}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.filter((key) => key.startsWith('hter@dev_eer'))).toContain('hter@dev_eer iso');
  });

  test('are undefined where the other comparisons hold no impostors', () => {
    const rows = transferredRows(verificationInput(scoreSet([0.5], [])), sweepOf(SCORES), {
      fars: [0.1],
      conventions: [ISO],
      name: 'dev',
    });
    for (const { metric, value, count, note } of rows) {
      if (metric === 'fta') continue;
      expect({ metric, value, count }).toEqual({ metric, value: NaN, count: 0 });
      expect(note).toContain('undefined');
    }
  });
});

describe('the interval of the half total error rate', () => {
  test('holds it, within what both rates allow, and is narrower than their ends together', () => {
    const count = fc.nat(40);
    fc.assert(
      fc.property(count, count, count, count, (a, b, c, d) => {
        const set = scoreSet(
          [...Array<number>(a + 1).fill(1), ...Array<number>(b).fill(0)],
          [...Array<number>(c).fill(1), ...Array<number>(d + 1).fill(0)],
        );
        const rates = failureRates(sweepOf(set), 0.5);
        const { low, high } = halfTotalInterval(rates);
        const [first, second] = [wilson(c, c + d + 1), wilson(b, a + b + 1)];
        const value = (rates.fmr + rates.fnmr) / 2;
        expect(low).toBeLessThanOrEqual(value);
        expect(high).toBeGreaterThanOrEqual(value);
        expect(low).toBeGreaterThanOrEqual((first.low + second.low) / 2 - 1e-12);
        expect(high).toBeLessThanOrEqual((first.high + second.high) / 2 + 1e-12);
      }),
    );
  });

  test('covers the true rate about as often as it says', () => {
    // Every outcome of 15 impostor and 12 genuine comparisons, weighed by how likely it is.
    const [fmr, fnmr, impostors, genuine] = [0.1, 0.25, 15, 12];
    const binomial = (n: number, k: number, p: number) => {
      let ways = 1;
      for (let i = 0; i < k; i++) ways = (ways * (n - i)) / (i + 1);
      return ways * p ** k * (1 - p) ** (n - k);
    };
    let covered = 0;
    for (let c = 0; c <= impostors; c++) {
      for (let b = 0; b <= genuine; b++) {
        const set = scoreSet(
          [...Array<number>(genuine - b).fill(1), ...Array<number>(b).fill(0)],
          [...Array<number>(c).fill(1), ...Array<number>(impostors - c).fill(0)],
        );
        const { low, high } = halfTotalInterval(failureRates(sweepOf(set), 0.5));
        const truth = (fmr + fnmr) / 2;
        if (low <= truth && truth <= high) {
          covered += binomial(impostors, c, fmr) * binomial(genuine, b, fnmr);
        }
      }
    }
    expect(covered).toBeGreaterThan(0.93);
    expect(covered).toBeLessThan(0.98);
  });
});

interface BobScoreFile {
  readonly threshold?: number;
  readonly FMR: number;
  readonly FNMR: number;
  readonly FTA: number;
  readonly n_neg: number;
  readonly n_pos: number;
  readonly FAR?: number;
  readonly FRR?: number;
  readonly 'FAR=FMR*(1-FTA)'?: number;
  readonly 'FRR=FTA+FNMR*(1-FTA)'?: number;
  readonly 'HTER=(FAR+FRR)/2 as printed'?: number;
}

const bob = golden('bob/expected.json');
const withBob = bob.there ? describe : describe.skip;

// bob.measure b58fe75, script/measure.py on its own test data; skipped where that is absent.
withBob('bob.measure', () => {
  const files = bob.there
    ? (readJson(bob.path) as { score_files: Record<string, BobScoreFile> }).score_files
    : {};

  test.each([
    ['dev-1', 'dev-1'],
    ['dev-1', 'test-1'],
    ['dev-2', 'dev-2'],
    ['dev-2', 'test-2'],
  ])('at its EER threshold of %s on %s', async (development, name) => {
    const { threshold } = files[development]!;
    const expected = files[name]!;
    const { scores } = await readScores(golden(`bob/${name}.txt`).path);
    const rates = failureRates(sweepOf(scores), threshold!);
    expect([rates.impostorTotal, rates.genuineTotal]).toEqual([expected.n_neg, expected.n_pos]);
    const near = (found: number, value: number | undefined) => {
      expect(Math.abs(found - value!)).toBeLessThanOrEqual(1e-12);
    };
    near(rates.fmr, expected.FMR);
    near(rates.fnmr, expected.FNMR);
    near(rates.fta, expected.FTA);
    near(rates.far, expected.FAR ?? expected['FAR=FMR*(1-FTA)']);
    near(rates.frr, expected.FRR ?? expected['FRR=FTA+FNMR*(1-FTA)']);
    if (name === development) {
      near((rates.far + rates.frr) / 2, expected['HTER=(FAR+FRR)/2 as printed']);
    }
  });
});
