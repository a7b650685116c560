import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { nextAbove } from '../../src/metrics/next-float.js';
import { type Counts, failureNotes, sweep, thresholdAboveAll } from '../../src/metrics/sweep.js';
import { scoredComparisons } from './arbitraries.js';
import { F2, f2, golden, readJson } from './peer-runs.js';

function columns(scores: readonly number[], genuine: readonly number[]) {
  const found = sweep(Float64Array.from(scores), Uint8Array.from(genuine));
  return {
    thresholds: [...found.thresholds],
    genuine: [...found.genuineAccepted],
    impostor: [...found.impostorAccepted],
  };
}

describe('sweep', () => {
  test.each([
    {
      why: 'distinct scores descend, and a score at the threshold is accepted',
      scores: [0.25, 0.75, 0.5],
      genuine: [0, 1, 1],
      expected: { thresholds: [0.75, 0.5, 0.25], genuine: [1, 2, 2], impostor: [0, 0, 1] },
    },
    {
      why: 'equal scores stand once, with all their comparisons',
      scores: [0.5, 0.5, 0.5, 0.25, 0.25],
      genuine: [1, 0, 1, 1, 0],
      expected: { thresholds: [0.5, 0.25], genuine: [2, 3], impostor: [1, 2] },
    },
    {
      why: '-0 and 0 are one score',
      scores: [-0, 0, -0],
      genuine: [1, 0, 0],
      expected: { thresholds: [0], genuine: [1], impostor: [2] },
    },
    {
      why: 'one class alone is swept as well',
      scores: [0.5, -0.5],
      genuine: [0, 0],
      expected: { thresholds: [0.5, -0.5], genuine: [0, 0], impostor: [1, 2] },
    },
    {
      why: 'nothing gives empty columns',
      scores: [],
      genuine: [],
      expected: { thresholds: [], genuine: [], impostor: [] },
    },
  ])('$why', ({ scores, genuine, expected }) => {
    expect(columns(scores, genuine)).toEqual(expected);
  });

  test('counts scores that are not there apart, and says so', () => {
    const scores = Float32Array.from([NaN, 0.5, NaN, NaN, 0.25]);
    const found = sweep(scores, Uint8Array.from([1, 1, 0, 0, 0]));
    expect(found).toMatchObject({
      genuineTotal: 1,
      impostorTotal: 1,
      genuineFailures: 1,
      impostorFailures: 2,
    });
    expect([...found.thresholds]).toEqual([0.5, 0.25]);
    expect(failureNotes(found)).toEqual([
      'left out for lack of a score: 1 genuine, 2 impostor comparisons',
    ]);
  });

  test('reads only what is selected', () => {
    const scores = Float32Array.from([0.125, 0.25, 0.5, 0.75]);
    const found = sweep(scores, Uint8Array.from([0, 1, 0, 1]), (k) => k >= 2);
    expect([...found.thresholds]).toEqual([0.75, 0.5]);
    expect(found).toMatchObject({ genuineTotal: 1, impostorTotal: 1 });
  });

  test.each([Infinity, -Infinity])('refuses the score %p by its number', (score) => {
    expect(() => sweep(Float64Array.from([0.5, score]), Uint8Array.from([1, 0]))).toThrow(
      `E_SCORE_INFINITE comparison 2 has the score ${score}`,
    );
  });

  test('counts as one would by hand, at every threshold', () => {
    fc.assert(
      fc.property(scoredComparisons(), ({ scores, genuine }) => {
        const found = sweep(scores, genuine);
        const distinct = [...new Set(scores)].sort((a, b) => b - a);
        const passing = (threshold: number, label: number) =>
          scores.filter((s, k) => s >= threshold && genuine[k] === label).length;
        expect([...found.thresholds]).toEqual(distinct);
        expect([...found.genuineAccepted]).toEqual(distinct.map((t) => passing(t, 1)));
        expect([...found.impostorAccepted]).toEqual(distinct.map((t) => passing(t, 0)));
      }),
    );
  });

  test('leaves the scores as they were', () => {
    const scores = Float64Array.from([0.5, 0.25, 0.75]);
    sweep(scores, Uint8Array.from([0, 1, 1]));
    expect([...scores]).toEqual([0.5, 0.25, 0.75]);
  });

  test('finds as many distinct scores in F2 as numpy', () => {
    const { scores, genuine } = f2();
    expect(sweep(scores, genuine).thresholds.length).toBe(F2.n_distinct_scores);
  });

  const sklearn = golden('sklearn/expected.json');
  (sklearn.there ? test : test.skip)(
    "equals scikit-learn's roc_curve(drop_intermediate=False) on its examples",
    () => {
      const { roc_curve: examples } = readJson(sklearn.path) as {
        roc_curve: {
          y: number[];
          score: number[];
          drop_intermediate: boolean;
          fpr: number[];
          tpr: number[];
          thresholds: (number | 'inf')[];
        }[];
      };
      const full = examples.filter((example) => !example.drop_intermediate);
      expect(full.length).toBeGreaterThan(0);
      for (const { y, score, fpr, tpr, thresholds } of full) {
        const found = sweep(Float64Array.from(score), Uint8Array.from(y));
        expect([...found.thresholds]).toEqual(thresholds.slice(1));
        const share = (counts: Counts, total: number) => [0, ...[...counts].map((c) => c / total)];
        expect(share(found.impostorAccepted, found.impostorTotal)).toEqual(fpr);
        expect(share(found.genuineAccepted, found.genuineTotal)).toEqual(tpr);
      }
    },
  );
});

describe('the threshold above every score', () => {
  test('is the next float in the width of the scores', () => {
    const genuine = Uint8Array.from([1]);
    expect(thresholdAboveAll(sweep(Float32Array.from([1]), genuine))).toBe(1 + 2 ** -23);
    expect(thresholdAboveAll(sweep(Float64Array.from([1]), genuine))).toBe(1 + 2 ** -52);
  });

  test('is NaN where there is no score', () => {
    expect(thresholdAboveAll(sweep(new Float64Array(), new Uint8Array()))).toBeNaN();
  });
});

describe('nextAbove', () => {
  test.each([
    { value: 0, width: 64 as const, next: 2 ** -1074 },
    { value: -0, width: 64 as const, next: 2 ** -1074 },
    { value: -1, width: 64 as const, next: -(1 - 2 ** -53) },
    { value: -(2 ** -1074), width: 64 as const, next: -0 },
    { value: 0, width: 32 as const, next: 2 ** -149 },
    { value: -1, width: 32 as const, next: -(1 - 2 ** -24) },
    { value: Infinity, width: 64 as const, next: Infinity },
    { value: NaN, width: 32 as const, next: NaN },
  ])('of $value in $width bits is $next', ({ value, width, next }) => {
    expect(nextAbove(value, width)).toBe(next);
  });

  test('leaves no float of its width between', () => {
    const float32 = fc.float({ noNaN: true, min: -(2 ** 100), max: 2 ** 100 });
    fc.assert(
      fc.property(float32, (value) => {
        const next = nextAbove(value, 32);
        const middle = Math.fround((value + next) / 2);
        expect(next).toBeGreaterThan(value);
        expect(Math.fround(next)).toBe(next);
        expect(middle === value || middle === next).toBe(true);
      }),
    );
  });
});
