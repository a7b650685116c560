import { describe, expect, test } from '@jest/globals';
import { UNDECIDED } from '../../src/metrics/decisions.js';
import { mcnemar } from '../../src/metrics/mcnemar.js';
import { AUC } from '../../src/metrics/auc.js';
import {
  findConvention,
  type Metric,
  STANDARD_METRICS,
  verificationInput,
} from '../../src/metrics/index.js';
import { pairedDifferences } from '../../src/metrics/paired-differences.js';
import type { Difference, ScoreSet } from '../../src/types.js';
import { f2 } from './peer-runs.js';

const conventions = [findConvention('iso'), findConvention('insightface')];

/** F2 with 700 persons, its scores changed by `change`. */
function system(change: (score: number, k: number, genuine: boolean) => number): ScoreSet {
  const set = f2();
  const left = Uint32Array.from(set.scores, (_, k) => k % 700);
  return {
    ...set,
    scores: set.scores.map((score, k) => change(score, k, set.genuine[k] === 1)),
    persons: {
      left,
      right: left.map((person, k) => (set.genuine[k] === 1 ? person : (person + 1) % 700)),
      count: 700,
      inferred: false,
    },
  };
}

const same = (score: number) => score;
/** Every eighth genuine score much lower. */
const harmed = (score: number, k: number, genuine: boolean) =>
  genuine && k % 8 === 0 ? score - 0.2 : score;
/** Noise that harms nobody more than others. */
const shaken = (score: number, k: number) => score + 1e-4 * (((k * 7919) % 11) - 5);

function differences(
  a: ScoreSet,
  b: ScoreSet,
  fars: readonly number[] = [1e-2],
  metrics: readonly Metric[] = STANDARD_METRICS,
) {
  const input = (set: ScoreSet) => verificationInput(set, { fars });
  const found = pairedDifferences(input(a), input(b), { metrics, conventions, draws: 300 });
  return new Map<string, Difference>(
    found.map((difference) => [`${difference.metric} ${difference.convention}`, difference]),
  );
}

describe('the difference of two systems', () => {
  test('is worse where one in eight genuine scores fell, in every metric', () => {
    const found = differences(system(same), system(harmed));
    expect([...found.keys()]).toEqual([
      'accuracy insightface',
      'val@far=1e-3 insightface',
      'tar@far=1e-2 iso',
      'tar@far=1e-2 insightface',
      'eer iso',
      'auc iso',
    ]);
    for (const { verdict, difference, low, high, first, second } of found.values()) {
      expect(verdict).toBe('worse');
      expect(difference).toBe(second - first);
      expect(low).toBeLessThan(difference);
      expect(high).toBeGreaterThan(difference);
    }
    expect(found.get('eer iso')!.low).toBeGreaterThan(0);
    expect(found.get('auc iso')).toMatchObject({ interval: 'bootstrap over persons 95%' });
  });

  test('is better the other way round, by the same amount', () => {
    const forth = differences(system(same), system(harmed));
    for (const [key, { verdict, difference, low, high }] of differences(
      system(harmed),
      system(same),
    )) {
      expect(verdict).toBe('better');
      const other = forth.get(key)!;
      expect(difference).toBeCloseTo(-other.difference, 12);
      expect([low, high]).toEqual([
        expect.closeTo(-other.high, 12) as unknown,
        expect.closeTo(-other.low, 12) as unknown,
      ]);
    }
  });

  test('cannot be told where scores only shake, and says how many comparisons would tell', () => {
    const { verdict, needed, difference } = differences(system(same), system(shaken)).get(
      'eer iso',
    )!;
    expect(verdict).toBe('cannot tell');
    if (difference !== 0) expect(needed).toBeGreaterThan(6000);
  });

  test('of a system and itself is 0 within [0, 0], and cannot be told', () => {
    for (const found of differences(system(same), system(same)).values()) {
      expect(found).toMatchObject({ difference: 0, low: 0, high: 0, verdict: 'cannot tell' });
      expect(found).not.toHaveProperty('needed');
    }
  });

  test('has no interval at a FAR of less than one impostor, and says why', () => {
    const found = differences(system(same), system(harmed), [1e-4]).get('tar@far=1e-4 iso')!;
    expect(found.low).toBeNaN();
    expect(found).toMatchObject({
      verdict: 'cannot tell',
      note: expect.stringContaining('no interval: too few impostors') as unknown,
    });
  });

  test('is refused where labels or folds differ', () => {
    const other = system(same);
    const flipped = { ...other, genuine: other.genuine.map((label) => 1 - label) };
    expect(() => differences(system(same), flipped)).toThrow('not scored on the same comparisons');
  });

  test('holds the true difference of independent systems about as often as it says', () => {
    // Two systems that are equally good: 0 is the truth of every metric.
    let [held, trials] = [0, 0];
    for (let seed = 0; seed < 40; seed++) {
      const noise = (k: number, salt: number) =>
        0.05 * (((Math.imul(k + 1, 2654435761 + 97 * (seed * 2 + salt)) >>> 8) % 2001) / 1000 - 1);
      const [a, b] = [0, 1].map((salt) => system((score, k) => score + noise(k, salt)));
      const { low, high } = differences(a!, b!, [], [AUC]).get('auc iso')!;
      trials++;
      if (low <= 0 && high >= 0) held++;
    }
    // Fewer than 33 of 40 have the chance 0.1 % where each holds in 95 %.
    expect(held).toBeGreaterThanOrEqual(33);
    expect(trials).toBe(40);
  });
});

describe("McNemar's exact test", () => {
  test.each([
    { first: 0, second: 0, p: 1, why: 'they never differ' },
    { first: 3, second: 3, p: 1, why: 'an even split' },
    { first: 0, second: 6, p: 2 / 64, why: 'six to none' },
    { first: 1, second: 9, p: (2 * 11) / 1024, why: 'nine to one' },
  ])('of $first against $second is $p ($why)', ({ first, second, p }) => {
    const ones = (count: number) => Array.from({ length: count }, () => 1);
    const zeros = (count: number) => Array.from({ length: count }, () => 0);
    const a = Uint8Array.from([...ones(first), ...zeros(second), 1, 0, UNDECIDED, 1]);
    const b = Uint8Array.from([...zeros(first), ...ones(second), 1, 0, 1, UNDECIDED]);
    const found = mcnemar(a, b);
    expect(found).toEqual({ first, second, p: expect.closeTo(p, 12) as unknown });
  });
});
