import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  bobDet,
  bobEpcThresholds,
  bobNormalDeviate,
  bobPrecisionRecall,
  bobRoc,
} from '../../src/metrics/bob-curves.js';
import {
  bobEqualErrorThreshold,
  bobFarThreshold,
  bobFrrThreshold,
  bobMinHterThreshold,
  bobMinimizingThreshold,
  bobMinWeightedErrorThreshold,
} from '../../src/metrics/bob-thresholds.js';
import { BOB } from '../../src/metrics/conventions/bob.js';
import { expectedPerformance } from '../../src/metrics/epc.js';
import { errorRatesAbove } from '../../src/metrics/error-rates.js';
import { fScore } from '../../src/metrics/f1.js';
import { bobMinimumHter, HTER, minimumHter } from '../../src/metrics/hter.js';
import { verificationInput } from '../../src/metrics/index.js';
import { MIN_CLLR, partedMinimumCllr } from '../../src/metrics/min-cllr.js';
import { bobMinimumDcf } from '../../src/metrics/min-dcf.js';
import { nextAbove } from '../../src/metrics/next-float.js';
import { type Counts, sweep } from '../../src/metrics/sweep.js';
import { probit } from '../../src/probit.js';
import type { Comparisons } from './arbitraries.js';
import { F2, f2, golden, readJson, scoreSet, WORKED } from './peer-runs.js';
import { bothClasses, scoresOf, sweepOf } from './sweeping.js';

const difference = (fmr: number, fnmr: number) => Math.abs(fmr - fnmr);
const f2Sweep = sweep(f2().scores, f2().genuine);
const worked = sweepOf(WORKED.genuine, WORKED.impostor);

describe('the walk up the scores', () => {
  test.each([
    {
      why: 'stands halfway between the classes when they lie apart',
      genuine: [0.75, 0.5],
      impostor: [0.25, 0],
      threshold: 0.375,
    },
    {
      why: 'does not go on for an equal value where a class ends',
      genuine: [0.75, 0.25],
      impostor: [0.5, 0],
      threshold: 0.125,
    },
    {
      why: 'goes above every score only for a value that is less',
      genuine: [0, 0.25],
      impostor: [0.5, 0.75],
      threshold: 0,
    },
    {
      why: 'starts at the least score',
      genuine: [0.5],
      impostor: [0.5],
      threshold: 0.5,
    },
  ])('$why', ({ genuine, impostor, threshold }) => {
    expect(bobMinHterThreshold(sweepOf(genuine, impostor))).toBe(threshold);
  });

  test('takes the last of equal values as long as both classes have scores left', () => {
    expect(bobMinimizingThreshold(sweepOf([0.75, 0.25], [0.5, 0]), () => 1)).toBe(0.375);
  });

  test('goes above every score when only that accepts no impostor', () => {
    expect(bobMinWeightedErrorThreshold(sweepOf([0.25], [0.5, 0.75]), 1)).toBe(nextAbove(0.75, 64));
  });

  test('holds a cost to [0, 1]', () => {
    const at = (cost: number) => bobMinWeightedErrorThreshold(worked, cost);
    expect([at(-3), at(7)]).toEqual([at(0), at(1)]);
  });

  test('is decided by the rounding of summed rates where two thresholds are equally good', () => {
    // FMR stands at 1/2 on both sides of the genuine score, FNMR at 0 and at 1: |FMR - FNMR| is 1/2 twice, and in exact
    // arithmetic the first would stay. Three times 1/6 off 1 leaves a hair more than 1/2, so the second is less.
    const six = sweepOf([0.5], [0, 0, 0.4375, 0.6875, 0.8125, 0.9375]);
    expect(bobEqualErrorThreshold(six)).toBe((0.5 + 0.6875) / 2);
    // Six times 1/12 leaves a hair less.
    const twelve = sweepOf(
      [0.5],
      [0, 0, 0, 0, 0, 0.4375, 0.625, 0.6875, 0.75, 0.8125, 0.875, 0.9375],
    );
    expect(bobEqualErrorThreshold(twelve)).toBe((0.4375 + 0.5) / 2);
  });

  test('adds what a weight leaves beyond a whole, so that draws of a bootstrap can be read by it', () => {
    const weights = fc.constantFrom(0.25, 0.75, 1, 2.5);
    fc.assert(
      fc.property(bothClasses(), fc.infiniteStream(weights), (comparisons, stream) => {
        const whole = sweep(comparisons.scores, comparisons.genuine);
        const weighted = (accepted: Counts) => {
          let sum = 0;
          return Float64Array.from(accepted, (count, i) => {
            const here = count - (accepted[i - 1] ?? 0);
            for (const weight of stream.take(here)) sum += weight;
            return sum;
          });
        };
        const genuineAccepted = weighted(whole.genuineAccepted);
        const impostorAccepted = weighted(whole.impostorAccepted);
        const swept = {
          ...whole,
          genuineAccepted,
          impostorAccepted,
          genuineTotal: genuineAccepted.at(-1)!,
          impostorTotal: impostorAccepted.at(-1)!,
        };
        // Where both classes end at one score the walk takes that score for a threshold that accepts nobody.
        fc.pre(genuineAccepted[0] === 0 || impostorAccepted[0] === 0);
        expect(bobMinimumHter(swept).rate).toBeCloseTo(minimumHter(swept).rate, 12);
      }),
    );
  });

  test('is undefined without a class', () => {
    expect(bobMinHterThreshold(sweepOf([0.5], []))).toBeNaN();
    expect(bobMinHterThreshold(sweepOf([], [0.5]))).toBeNaN();
  });

  test.each([
    { name: 'HTER', predicate: (fmr: number, fnmr: number) => 0.5 * fmr + 0.5 * fnmr },
    { name: 'EER', predicate: difference },
  ])('for the $name is that of two lists walked item by item', ({ predicate }) => {
    fc.assert(
      fc.property(bothClasses(), (comparisons) => {
        const swept = sweep(comparisons.scores, comparisons.genuine);
        expect(bobMinimizingThreshold(swept, predicate)).toBe(slowWalk(comparisons, predicate));
      }),
    );
  });
});

/** The walk with an iterator on each of two sorted lists. */
function slowWalk(
  comparisons: Comparisons,
  predicate: (fmr: number, fnmr: number) => number,
): number {
  const ascending = (label: 0 | 1) => scoresOf(comparisons, label).sort((a, b) => a - b);
  const [negatives, positives] = [ascending(0), ascending(1)];
  const [fall, rise] = [1 / negatives.length, 1 / positives.length];
  let [fmr, fnmr] = [1, 0];
  let threshold = Math.min(negatives[0]!, positives[0]!);
  let best = { value: 1e8, threshold: 1e8 };
  const keep = (value: number, orEqual: boolean, at: number) => {
    if (value < best.value || (orEqual && value === best.value)) best = { value, threshold: at };
  };
  while (negatives.length > 0 && positives.length > 0) {
    keep(predicate(fmr, fnmr), true, threshold);
    const lowest = Math.min(negatives[0]!, positives[0]!);
    while (negatives[0] === lowest) {
      negatives.shift();
      fmr -= fall;
    }
    while (positives[0] === lowest) {
      positives.shift();
      fnmr += rise;
    }
    const next = Math.min(negatives[0] ?? Infinity, positives[0] ?? Infinity);
    threshold = next === Infinity ? lowest : (lowest + next) / 2;
  }
  keep(predicate(fmr, fnmr), false, threshold);
  const left = [...negatives, ...positives];
  if (left.length > 0) keep(predicate(0, 1), false, nextAbove(Math.max(...left), 64));
  return best.threshold;
}

describe('thresholds for one error rate', () => {
  test('of the worked example at each FAR are the impostors own scores', () => {
    // The rule with its scores by hand: at 0.05 nobody may pass, at 0.35 three do.
    expect([0.05, 0.1, 0.2, 0.35].map((far) => bobFarThreshold(worked, far))).toEqual([
      nextAbove(0.6, 64),
      0.6,
      0.6,
      0.5,
    ]);
  });

  test('count equal genuine scores against an FRR although they pass', () => {
    const swept = sweepOf([0.25, 0.5, 0.5, 0.75], [0]);
    // At 0.5 one of four is rejected, but bob counts two.
    expect(bobFrrThreshold(swept, 0.25)).toBe(0.25);
    expect(bobFrrThreshold(swept, 0.5)).toBe(0.5);
  });

  test('exceed the FRR asked for when the least genuine score is tied', () => {
    const swept = sweepOf([0.25, 0.25, 0.5], [0]);
    const threshold = bobFrrThreshold(swept, 0);
    expect(threshold).toBe(nextAbove(0.25, 64));
    expect(errorRatesAbove(swept, threshold).fnmr).toBe(2 / 3);
  });

  test('step outside all scores of the class for a rate of 1', () => {
    const swept = sweepOf([0.25, 0.5], [0.125, 0.75]);
    expect(bobFrrThreshold(swept, 1)).toBe(nextAbove(0.5, 64));
    expect(bobFarThreshold(swept, 1)).toBe(-nextAbove(-0.125, 64));
  });

  test('are undefined with fewer than two scores of the class', () => {
    const swept = sweepOf([0.5], [0.25]);
    expect([bobFarThreshold(swept, 0.5), bobFrrThreshold(swept, 0.5)]).toEqual([NaN, NaN]);
  });

  const ten = Array.from({ length: 10 }, (_, i) => i);
  test.each([
    {
      why: 'five of nine are tied',
      genuine: [0, 0, 0, 0, 0.1, 0.2, 0.3, 0.4, 0.5],
      impostor: [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1, 1, 1],
      far: [
        [0.5, 1],
        [0.4, nextAbove(1, 64)],
      ],
      frr: [
        [0.5, 0.1],
        [0.4, 0],
      ],
    },
    {
      why: 'ten each',
      genuine: ten,
      impostor: ten,
      far: [
        [0.09, nextAbove(9, 64)],
        [0.11, 9],
        [0.91, 1],
        [1, -nextAbove(-0, 64)],
      ],
      frr: [
        [0.09, 0],
        [0.11, 1],
        [0.91, 9],
      ],
    },
  ])("are those of bob's own test of rates that cannot be had: $why", (set) => {
    const swept = sweepOf(set.genuine, set.impostor);
    expect(set.far.map(([rate]) => [rate, bobFarThreshold(swept, rate!)])).toEqual(set.far);
    expect(set.frr.map(([rate]) => [rate, bobFrrThreshold(swept, rate!)])).toEqual(set.frr);
  });

  test('are those of a list walked item by item', () => {
    fc.assert(
      fc.property(bothClasses(), fc.constantFrom(0, 0.1, 0.25, 0.5, 0.8), (comparisons, rate) => {
        const swept = sweep(comparisons.scores, comparisons.genuine);
        const walk = (label: 0 | 1) => {
          const scores = scoresOf(comparisons, label).sort((a, b) => (a - b) * (label ? 1 : -1));
          let found = nextAbove(scores[0]!, 64);
          for (let k = 0; k < scores.length; k++) {
            if (scores[k + 1] === scores[k]) continue;
            if ((k + (label ? 0 : 1)) / scores.length > rate) break;
            found = scores[k]!;
          }
          return scores.length < 2 ? NaN : found;
        };
        expect(bobFrrThreshold(swept, rate)).toBe(walk(1));
        expect(bobFarThreshold(swept, rate)).toBe(walk(0));
      }),
    );
  });
});

describe('bob.measure on F2 and on the worked example', () => {
  const answers = F2.bob_measure;

  test('the half total error rate and its threshold', () => {
    const { rate, threshold } = bobMinimumHter(f2Sweep);
    expect(rate).toBeCloseTo(answers.min_hter, 12);
    expect(threshold).toBeCloseTo(answers.min_hter_threshold, 12);
    expect(bobMinimumHter(worked).rate).toBeCloseTo(WORKED.eer['bob min-HTER'], 12);
  });

  test('the threshold for an FRR of 1e-2', () => {
    expect(bobFrrThreshold(f2Sweep, 0.01)).toBeCloseTo(answers['frr_threshold@0.01'], 12);
  });

  test('the equal error rate by the same walk', () => {
    const threshold = bobEqualErrorThreshold(f2Sweep);
    expect(threshold).toBeCloseTo(answers.eer_threshold, 12);
    const { fmr, fnmr } = errorRatesAbove(f2Sweep, threshold);
    expect((fmr + fnmr) / 2).toBeCloseTo(answers.eer, 12);
    expect(bobEqualErrorThreshold(worked)).toBeCloseTo(WORKED.eer['bob eer_threshold'], 12);
  });

  test('the convention is named in its rows', () => {
    const input = verificationInput(f2());
    const rows = [HTER, MIN_CLLR].flatMap((metric) => metric.compute(input, BOB));
    expect(rows).toMatchObject([
      { metric: 'hter', convention: 'bob', value: answers.min_hter },
      { metric: 'min_cllr', convention: 'bob', value: partedMinimumCllr(f2Sweep) },
    ]);
  });
});

interface BobAnswers {
  readonly min_hter_threshold: number;
  readonly eer_threshold: number;
  readonly far_threshold: Readonly<Record<string, number>>;
  readonly frr_threshold: Readonly<Record<string, number>>;
  readonly min_weighted: Readonly<Record<string, Record<'thr' | 'far' | 'frr' | 'wer', number>>>;
}

describe("on bob.measure's own scores", () => {
  const expected = golden('bob/expected.json');
  const only = expected.there ? test : test.skip;
  const listsOf = (name: string) =>
    readJson(golden(`bob/${name}.json`).path) as Record<'positives' | 'negatives', number[]>;
  const read = (name: string) => sweepOf(listsOf(name).positives, listsOf(name).negatives);
  const answers = (name: string) => (readJson(expected.path) as Record<string, BobAnswers>)[name]!;
  const curve = (name: string) => readJson(golden(`bob/nonsep-${name}.json`).path) as number[][];
  const expectColumn = (found: Float64Array, column: readonly number[], digits = 12) => {
    expect(found).toHaveLength(column.length);
    column.forEach((value, k) => {
      expect({ k, value: found[k] }).toEqual({ k, value: expect.closeTo(value, digits) });
    });
  };

  only.each(['linsep', 'nonsep'])('every threshold of %s', (name) => {
    const swept = read(name);
    const bob = answers(name);
    expect(bobMinHterThreshold(swept)).toBe(bob.min_hter_threshold);
    expect(bobEqualErrorThreshold(swept)).toBe(bob.eer_threshold);
    for (const [rate, threshold] of Object.entries(bob.far_threshold)) {
      expect({ rate, threshold: bobFarThreshold(swept, Number(rate)) }).toEqual({
        rate,
        threshold,
      });
    }
    for (const [rate, threshold] of Object.entries(bob.frr_threshold)) {
      expect({ rate, threshold: bobFrrThreshold(swept, Number(rate)) }).toEqual({
        rate,
        threshold,
      });
    }
    for (const [cost, { thr, far, frr, wer }] of Object.entries(bob.min_weighted)) {
      const found = bobMinimumDcf(swept, Number(cost));
      expect(found.threshold).toBe(thr);
      expect([found.fmr, found.fnmr]).toEqual([far, frr]);
      expect(found.cost).toBeCloseTo(wer, 14);
    }
  });

  only('its ROC of 100 points', () => {
    const { fmr, fnmr } = bobRoc(read('nonsep'), 100);
    expectColumn(fmr, curve('roc')[0]!);
    expectColumn(fnmr, curve('roc')[1]!);
  });

  only('its DET of 100 points, in its own normal deviates', () => {
    const found = bobDet(read('nonsep'), 100);
    const rates = bobRoc(read('nonsep'), 100);
    for (const [row, name] of (['fmr', 'fnmr'] as const).entries()) {
      curve('det')[row]!.forEach((deviate, k) => {
        // The file was written with another step next to 0, so there bob itself compares to 1e-5.
        const digits = rates[name][k] === 0 ? 5 : 12;
        expect({ k, at: found[name][k] }).toEqual({ k, at: expect.closeTo(deviate, digits) });
      });
    }
  });

  only('its precision and recall of 100 points', () => {
    const { precision, recall } = bobPrecisionRecall(read('nonsep'), 100);
    expectColumn(precision, curve('precisionrecall')[0]!);
    expectColumn(recall, curve('precisionrecall')[1]!);
  });

  only(
    'its expected performance curve of 100 points, chosen on the first half of the scores',
    () => {
      const { positives, negatives } = listsOf('nonsep');
      const half = (part: (list: number[]) => number[]) =>
        sweepOf(part(positives), part(negatives));
      const development = half((list) => list.slice(0, 25));
      const rest = half((list) => list.slice(25));
      const { columns } = expectedPerformance(development, rest, {
        points: 100,
        choose: bobEpcThresholds,
      });
      const [cost, hter, threshold] = curve('epc');
      expectColumn(columns['cost']!, cost!, 15);
      expectColumn(columns['hter']!, hter!, 15);
      expectColumn(columns['threshold']!, threshold!, 15);
    },
  );

  only('the F scores its test asserts, just below the least genuine score of linsep', () => {
    const swept = read('linsep');
    const { asserted_in_bob_tests } = readJson(expected.path) as {
      asserted_in_bob_tests: Record<string, Record<string, number>>;
    };
    // Below the least score of all, since the test takes the least of both.
    const all = [swept.genuineTotal, swept.impostorTotal, swept.genuineTotal] as const;
    const asserted = asserted_in_bob_tests['linsep']!;
    expect(fScore(...all)).toBeCloseTo(asserted['f_score(min-0.1)']!, 8);
    expect(fScore(...all, 2)).toBeCloseTo(asserted['f_score(min-0.1,w=2)']!, 8);
  });

  only('the minDCF its test asserts', () => {
    const { asserted_in_bob_tests } = readJson(expected.path) as {
      asserted_in_bob_tests: {
        mindcf: Record<'negatives' | 'positives', number[]> & {
          cost: number;
          mindcf_pct_below: number;
        };
      };
    };
    const { negatives, positives, cost, mindcf_pct_below } = asserted_in_bob_tests.mindcf;
    const found = bobMinimumDcf(sweepOf(positives, negatives), cost);
    expect(100 * found.cost).toBeLessThan(mindcf_pct_below);
  });
});

describe("bob's normal deviates", () => {
  test('are right to 1e-7, and finite at 0 and 1', () => {
    for (let share = 0.001; share < 1; share += 0.001) {
      expect(Math.abs(bobNormalDeviate(share) - probit(share))).toBeLessThan(1e-7);
    }
    expect(bobNormalDeviate(1)).toBeCloseTo(8.1264, 4);
    expect(bobNormalDeviate(0)).toBe(-bobNormalDeviate(1));
  });
});

test("bob's curves are undefined throughout where a class has one comparison", () => {
  const { scores, genuine } = scoreSet([0.5], [0.25]);
  const swept = sweep(scores, genuine);
  const columns = [bobRoc(swept, 16), bobDet(swept, 16), bobPrecisionRecall(swept, 16)];
  for (const column of columns.flatMap((curve) => Object.values(curve) as Float64Array[])) {
    expect([...column]).toEqual(Array.from({ length: 16 }, () => NaN));
  }
});
