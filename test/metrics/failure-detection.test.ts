import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { detectionOf, failuresAt } from '../../src/metrics/failure-detection.js';
import { failureSlope } from '../../src/metrics/failure-slope.js';
import { verificationInput } from '../../src/metrics/index.js';
import { scoreSets } from './arbitraries.js';

const input = (rows: readonly (readonly [score: number, genuine: number])[]) =>
  verificationInput({
    scores: Float64Array.from(rows, ([score]) => score),
    genuine: Uint8Array.from(rows, ([, label]) => label),
    fold: new Uint16Array(rows.length),
    testFolds: [],
  });

describe('failures', () => {
  const rows = [
    [0.9, 1],
    [0.2, 1],
    [0.5, 1],
    [NaN, 1],
    [0.6, 0],
    [0.1, 0],
  ] as const;
  const quality = Float64Array.of(5, 1, NaN, 2, 3, 4);

  test('are genuine comparisons below the threshold; without a score or a quality none has a part', () => {
    const found = failuresAt(input(rows), quality, 0.5);
    expect([...found.members]).toEqual([0, 1]);
    expect([...found.failed]).toEqual([0, 1]);
    expect([...found.quality]).toEqual([5, 1]);
    expect(found.count).toBe(1);
    // The threshold itself is accepted.
    expect([
      ...failuresAt(
        input(rows),
        quality.map(() => 1),
        0.5,
      ).failed,
    ]).toEqual([0, 1, 0]);
  });

  test('are impostors at or above it', () => {
    const found = failuresAt(input(rows), quality, 0.5, 'impostor');
    expect([...found.members]).toEqual([4, 5]);
    expect([...found.failed]).toEqual([1, 0]);
  });

  test('keep their persons, for the interval', () => {
    const set = {
      ...input(rows).scores,
      persons: {
        left: Uint32Array.of(0, 1, 2, 3, 4, 5),
        right: Uint32Array.of(0, 1, 2, 3, 5, 4),
        count: 6,
        inferred: false,
      },
    };
    const found = failuresAt(verificationInput(set), quality, 0.5, 'impostor');
    expect([...found.input.shared().left]).toEqual([4, 5]);
    expect([...found.input.shared().right]).toEqual([5, 4]);
  });
});

describe('quality as a detector of failures', () => {
  test.each([
    {
      why: 'what fails has the lowest quality',
      quality: [1, 2, 3, 4],
      fails: [1, 1, 0, 0],
      auc: 1,
    },
    { why: 'it has the highest', quality: [1, 2, 3, 4], fails: [0, 0, 1, 1], auc: 0 },
    { why: 'ties count half', quality: [1, 1, 1, 1], fails: [1, 0, 1, 0], auc: 0.5 },
    { why: 'three of four pairs', quality: [1, 2, 3, 4], fails: [1, 0, 1, 0], auc: 0.75 },
    { why: 'nothing fails', quality: [1, 2, 3, 4], fails: [0, 0, 0, 0], auc: NaN },
    { why: 'everything fails', quality: [1, 2, 3, 4], fails: [1, 1, 1, 1], auc: NaN },
  ])('$why: $auc', ({ quality, fails, auc }) => {
    const scored = input(fails.map((fail) => [1 - fail, 1] as const));
    const found = detectionOf(failuresAt(scored, Float64Array.from(quality), 0.5));
    expect(found.auc).toBe(auc);
    expect(found.baseRate).toBe(fails.filter((fail) => fail === 1).length / 4);
  });

  test('is the share of pairs in which what fails has the lower quality, counted one by one', () => {
    fc.assert(
      fc.property(scoreSets(), (set) => {
        const failures = failuresAt(verificationInput(set), set.quality!, 0.25);
        const [bad, good] = [1, 0].map((label) =>
          [...failures.quality].filter((_, m) => failures.failed[m] === label),
        );
        const { auc, averagePrecision } = detectionOf(failures);
        const wins = bad!.flatMap((b) => good!.map((g) => (b < g ? 1 : b === g ? 0.5 : 0)));
        if (wins.length === 0) expect(auc).toBeNaN();
        else expect(auc).toBeCloseTo(wins.reduce<number>((a, b) => a + b, 0) / wins.length, 12);
        // Of each failure the share of failures among what has at most its quality.
        const shares = bad!.map((own) => {
          const below = (some: number[]) => some.filter((q) => q <= own).length;
          return below(bad!) / (below(bad!) + below(good!));
        });
        if (shares.length > 0) {
          const mean = shares.reduce((a, b) => a + b, 0) / shares.length;
          expect(averagePrecision).toBeCloseTo(mean, 12);
        }
      }),
    );
  });
});

describe('the slope of failures over quality', () => {
  test('is that of two groups: the difference of their log odds over that of their qualities', () => {
    // 3 of 4 fail at the quality 0, 1 of 4 at 2: log odds fall by 2 log 3 over 2 standard deviations of 1.
    const quality = Float64Array.of(0, 0, 0, 0, 2, 2, 2, 2);
    const { value } = failureSlope(quality, Uint8Array.of(1, 1, 1, 0, 1, 0, 0, 0));
    expect(value).toBeCloseTo(-Math.log(3), 9);
  });

  test('counts a standard deviation, whatever the scale of the quality', () => {
    const quality = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    const failed = Uint8Array.of(1, 1, 0, 1, 0, 1, 0, 0);
    const { value } = failureSlope(quality, failed);
    expect(value).toBeLessThan(0);
    expect(
      failureSlope(
        quality.map((q) => 1000 * q - 7),
        failed,
      ).value,
    ).toBeCloseTo(value, 9);
  });

  test('changes with the weight of a row as its influence says: a row told twice', () => {
    const rows = Array.from({ length: 400 }, (_, k) => (k * 7919) % 401);
    const failed = (q: number, k: number) => (q + ((k * 31) % 300) < 250 ? 1 : 0);
    const fit = (own: readonly number[]) =>
      failureSlope(
        Float64Array.from(own, (k) => rows[k]!),
        Uint8Array.from(own, (k) => failed(rows[k]!, k)),
      );
    const all = [...rows.keys()];
    const { value, influence } = fit(all);
    for (const k of [0, 17, 200]) {
      const twice = fit([...all, k]).value - value;
      // The standard deviation of the quality moves as well, which the influence leaves out.
      expect(Math.abs(twice - influence[k]!)).toBeLessThan(0.01);
    }
  });

  test.each([
    { why: 'none fails', failed: [0, 0, 0, 0], quality: [1, 2, 3, 4] },
    { why: 'all fail', failed: [1, 1, 1, 1], quality: [1, 2, 3, 4] },
    { why: 'the quality does not vary', failed: [1, 0, 1, 0], quality: [2, 2, 2, 2] },
    {
      why: 'a quality parts what fails from the rest',
      failed: [1, 1, 0, 0],
      quality: [1, 2, 3, 4],
    },
  ])('is undefined where $why', ({ why, failed, quality }) => {
    const found = failureSlope(Float64Array.from(quality), Uint8Array.from(failed));
    expect(found.value).toBeNaN();
    expect(found.reason).toBe(why);
  });
});
