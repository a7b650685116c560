import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CLLR, costOfLikelihoodRatios } from '../../src/metrics/cllr.js';
import { ISO } from '../../src/metrics/conventions/iso.js';
import { hullEqualErrorRate } from '../../src/metrics/eer-rocch.js';
import { minimumHter } from '../../src/metrics/hter.js';
import { verificationInput } from '../../src/metrics/index.js';
import { minimumCllr, partedMinimumCllr } from '../../src/metrics/min-cllr.js';
import { rocHull } from '../../src/metrics/roc-hull.js';
import { sweep } from '../../src/metrics/sweep.js';
import type { Comparisons } from './arbitraries.js';
import { F2, f2, golden, readJson, scoreSet } from './peer-runs.js';
import { bothClasses, scoresOf, sweepOf } from './sweeping.js';

function hullEer(swept: ReturnType<typeof sweep>): number {
  return hullEqualErrorRate(swept, rocHull(swept));
}

describe('the cost of log-likelihood ratios', () => {
  test.each([
    { genuine: [0], impostor: [0], cost: 1, why: 'ratios of 1 say nothing' },
    { genuine: [Math.log(3)], impostor: [-Math.log(3)], cost: Math.log2(4 / 3), why: '3 to 1' },
    { genuine: [800], impostor: [-800], cost: 0, why: 'sure and right' },
    { genuine: [-800], impostor: [800], cost: 800 / Math.LN2, why: 'sure and wrong' },
  ])('is $cost: $why', ({ genuine, impostor, cost }) => {
    expect(costOfLikelihoodRatios(sweepOf(genuine, impostor))).toBeCloseTo(cost, 12);
  });

  test('weighs both classes the same, however many of each there are', () => {
    const few = costOfLikelihoodRatios(sweepOf([1], [0.5, -1]));
    const many = costOfLikelihoodRatios(sweepOf([1, 1, 1], [0.5, -1]));
    expect(many).toBeCloseTo(few, 14);
  });

  test('is that of bob.measure on F2, which are no ratios', () => {
    const { scores, genuine } = f2();
    const found = costOfLikelihoodRatios(sweep(scores, genuine));
    expect(found).toBeCloseTo(F2.bob_measure.cllr_scores_as_is, 12);
  });

  test('is remarked on where the scores look like cosines', () => {
    const note = (genuine: number[], impostor: number[]) =>
      CLLR.compute(verificationInput(scoreSet(genuine, impostor)), ISO)[0]!.note;
    expect(note([0.5], [-1])).toContain('look like cosines');
    expect(note([1.5], [-1])).toBeUndefined();
    expect(note([0.5], [-1.5])).toBeUndefined();
  });
});

describe('the hull of the ROC', () => {
  test('has the corners that no line between two others passes above', () => {
    const { index, genuineAccepted, impostorAccepted } = rocHull(
      sweepOf([0.9, 0.7, 0.5, 0.1], [0.8, 0.6, 0.4, 0.3]),
    );
    expect(impostorAccepted).toEqual([0, 0, 2, 4]);
    expect(genuineAccepted).toEqual([0, 1, 3, 4]);
    expect(index).toEqual([-1, 0, 4, 7]);
  });

  test('takes equal scores for one point, unless they are parted as Bosaris does', () => {
    const swept = sweepOf([0.5, 0.5], [0.5, 0.5]);
    expect(rocHull(swept).genuineAccepted).toEqual([0, 2]);
    expect(rocHull(swept, { parted: true })).toMatchObject({
      genuineAccepted: [0, 2, 2],
      impostorAccepted: [0, 0, 2],
    });
  });

  test('lies above every point of the ROC and below none of its own lines', () => {
    fc.assert(
      fc.property(bothClasses(), ({ scores, genuine }) => {
        const swept = sweep(scores, genuine);
        const { genuineAccepted: g, impostorAccepted: i } = rocHull(swept);
        swept.genuineAccepted.forEach((count, k) => {
          const at = swept.impostorAccepted[k]!;
          const right = Math.max(
            1,
            i.findIndex((corner) => corner >= at),
          );
          const share = (at - i[right - 1]!) / (i[right]! - i[right - 1]! || 1);
          const height =
            i[right] === at
              ? Math.max(...g.filter((_, corner) => i[corner] === at))
              : g[right - 1]! + share * (g[right]! - g[right - 1]!);
          expect(height).toBeGreaterThanOrEqual(count - 1e-9);
        });
        for (let corner = 2; corner < g.length; corner++) {
          const before = (g[corner - 1]! - g[corner - 2]!) * (i[corner]! - i[corner - 1]!);
          const after = (g[corner]! - g[corner - 1]!) * (i[corner - 1]! - i[corner - 2]!);
          expect(before).toBeGreaterThan(after);
        }
      }),
    );
  });
});

describe('the equal error rate on the hull', () => {
  test.each([
    { genuine: [0.75, 0.5], impostor: [0.25, 0], eer: 0, why: 'classes apart' },
    { genuine: [0, 0.25], impostor: [0.5, 0.75], eer: 0.5, why: 'worse than chance' },
    { genuine: [0.5], impostor: [0.5], eer: 0.5, why: 'all scores equal' },
    {
      genuine: [0.9, 0.7, 0.5, 0.1],
      impostor: [0.8, 0.6, 0.4, 0.3],
      eer: 0.375,
      why: 'on the line from (0, 3/4) to (1/2, 1/4)',
    },
  ])('is $eer: $why', ({ genuine, impostor, eer }) => {
    expect(hullEer(sweepOf(genuine, impostor))).toBeCloseTo(eer, 14);
  });

  test('lies between the least half total error rate and one half', () => {
    fc.assert(
      fc.property(bothClasses(), ({ scores, genuine }) => {
        const swept = sweep(scores, genuine);
        expect(hullEer(swept)).toBeGreaterThanOrEqual(minimumHter(swept).rate - 1e-12);
        expect(hullEer(swept)).toBeLessThanOrEqual(0.5 + 1e-12);
      }),
    );
  });
});

/** Isotonic regression by pooling, comparison by comparison; equal scores are one group unless they are parted. */
function slowMinimumCllr(comparisons: Comparisons, parted: boolean): number {
  const genuine = scoresOf(comparisons, 1);
  const impostor = scoresOf(comparisons, 0);
  const distinct = [...new Set(comparisons.scores)].sort((a, b) => a - b);
  const groups = distinct.flatMap((score) => {
    const counts = [genuine, impostor].map((scores) => scores.filter((s) => s === score).length);
    const [g = 0, i = 0] = counts;
    return parted
      ? [
          { g: 0, i },
          { g, i: 0 },
        ].filter((c) => c.g + c.i > 0)
      : [{ g, i }];
  });
  const pools: { g: number; i: number }[] = [];
  const posterior = ({ g, i }: { g: number; i: number }) => g / (g + i);
  for (const group of groups) {
    let pool = group;
    while (pools.length > 0 && posterior(pools.at(-1)!) >= posterior(pool)) {
      const last = pools.pop()!;
      pool = { g: last.g + pool.g, i: last.i + pool.i };
    }
    pools.push(pool);
  }
  const prior = genuine.length / impostor.length;
  let cost = 0;
  for (const { g, i } of pools) {
    const ratio = g / i / prior;
    if (g > 0) cost += (g / genuine.length) * Math.log2(1 + 1 / ratio);
    if (i > 0) cost += (i / impostor.length) * Math.log2(1 + ratio);
  }
  return cost / 2;
}

describe('the least cost of any increasing map', () => {
  test.each([
    { genuine: [0.75, 0.5], impostor: [0.25, 0], cost: 0, why: 'classes apart' },
    { genuine: [0, 0.25], impostor: [0.5, 0.75], cost: 1, why: 'the wrong way round' },
    { genuine: [0.5], impostor: [0.5], cost: 1, why: 'all scores equal say nothing' },
  ])('is $cost: $why', ({ genuine, impostor, cost }) => {
    expect(minimumCllr(sweepOf(genuine, impostor))).toBeCloseTo(cost, 14);
  });

  test('is what pooling adjacent violators gives', () => {
    fc.assert(
      fc.property(bothClasses(), (comparisons) => {
        const swept = sweep(comparisons.scores, comparisons.genuine);
        expect(minimumCllr(swept)).toBeCloseTo(slowMinimumCllr(comparisons, false), 12);
        expect(partedMinimumCllr(swept)).toBeCloseTo(slowMinimumCllr(comparisons, true), 12);
      }),
    );
  });

  test('is no more than the cost of the scores as they are, and at most 1', () => {
    fc.assert(
      fc.property(bothClasses(), ({ scores, genuine }) => {
        const swept = sweep(scores, genuine);
        expect(minimumCllr(swept)).toBeLessThanOrEqual(costOfLikelihoodRatios(swept) + 1e-12);
        expect(minimumCllr(swept)).toBeLessThanOrEqual(1 + 1e-12);
        expect(partedMinimumCllr(swept)).toBeLessThanOrEqual(minimumCllr(swept) + 1e-12);
      }),
    );
  });

  test('parted as Bosaris does, one score for all comparisons looks perfect', () => {
    expect(partedMinimumCllr(sweepOf([0.5, 0.5], [0.5]))).toBe(0);
  });
});

describe("on bob.measure's own scores", () => {
  const expected = golden('bob/expected.json');
  const asserted = () =>
    (
      readJson(expected.path) as {
        asserted_in_bob_tests: Record<string, Record<string, number & number[][]>>;
      }
    ).asserted_in_bob_tests;
  const read = (name: string) => {
    const { positives, negatives } = readJson(golden(`bob/${name}.json`).path) as Record<
      'positives' | 'negatives',
      number[]
    >;
    return sweepOf(positives, negatives);
  };
  const only = expected.there ? test : test.skip;

  only.each([
    { name: 'linsep', digits: 9 },
    { name: 'nonsep', digits: 5 },
  ])('Cllr of $name is what its test asserts', ({ name, digits }) => {
    const found = costOfLikelihoodRatios(read(name));
    expect(found).toBeCloseTo(asserted()[name]!['cllr(disabled test)']!, digits);
  });

  only.each(['linsep', 'nonsep'])('minCllr of %s is what its test asserts, ties parted', (name) => {
    const found = partedMinimumCllr(read(name));
    expect(found).toBeCloseTo(asserted()[name]!['min_cllr(disabled test)']!, 4);
  });

  only('minCllr of nonsep is 0.337364, and 0.403062 when equal scores stay together', () => {
    expect(partedMinimumCllr(read('nonsep'))).toBeCloseTo(0.337364, 6);
    expect(minimumCllr(read('nonsep'))).toBeCloseTo(0.403062, 6);
  });

  only(
    'the equal error rate on the hull of nonsep is that of Bosaris 1.06, and so is the hull',
    () => {
      const {
        'eer_rocch(disabled test, Bosaris 1.06)': eer,
        'rocch(disabled test, Bosaris 1.06)': curve,
      } = asserted()['nonsep']!;
      const swept = read('nonsep');
      expect(hullEer(swept)).toBeCloseTo(eer!, 12);
      const { genuineAccepted, impostorAccepted } = rocHull(swept);
      const [fmr, fnmr] = curve as unknown as number[][];
      expect(impostorAccepted.map((count) => count / 50).reverse()).toEqual(fmr);
      genuineAccepted.toReversed().forEach((count, k) => {
        expect((50 - count) / 50).toBeCloseTo(fnmr![k]!, 12);
      });
    },
  );
});
