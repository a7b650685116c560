import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { wholeQuality } from '../../src/metrics/combined-quality.js';
import { bestArea, partialArea } from '../../src/metrics/erc/area.js';
import { errorVersusReject as erc } from '../../src/metrics/erc/error-versus-reject.js';
import { curveOnGrid } from '../../src/metrics/erc/on-grid.js';
import { randomRejection } from '../../src/metrics/erc/random-rejection.js';
import { ercAt, type RejectCurve, rejectCurve } from '../../src/metrics/erc/reject-curve.js';
import { type ErcRule, ISO_RULE } from '../../src/metrics/erc/rule.js';
import { lowestAtMost } from '../../src/metrics/operating-point.js';
import { verificationInput, type VerificationInput } from '../../src/metrics/verification-input.js';
import type { Scores } from '../../src/types.js';
import { scoreSets } from './arbitraries.js';
import { F1, f1, golden, readJson } from './peer-runs.js';

const columnsOf = ({ discard, error, errors, kept }: RejectCurve) => ({
  discard: [...discard],
  error: [...error],
  errors: [...errors],
  kept: [...kept],
});

/** The curve by the quality of each whole comparison, by default the set's own. */
function errorVersusReject(
  input: VerificationInput,
  { fmr, quality, ...rule }: Partial<ErcRule> & { fmr: number; quality?: Scores },
) {
  const own = wholeQuality('quality', quality ?? input.scores.quality!);
  const start = { kind: 'fmr', value: fmr } as const;
  return erc(input, own, { ...ISO_RULE, start, ...rule });
}

function curveOf(quality: readonly number[], wrong: readonly number[]): RejectCurve {
  return rejectCurve(Float64Array.from(quality), Uint8Array.from(wrong));
}

describe('the exact curve', () => {
  test.each([
    {
      why: 'the lowest quality leaves first, and the curve closes at (1, 0)',
      quality: [3, 1, 4, 2],
      wrong: [0, 1, 0, 1],
      expected: {
        discard: [0, 0.25, 0.5, 0.75, 1],
        error: [0.5, 1 / 3, 0, 0, 0],
        errors: [2, 1, 0, 0, 0],
        kept: [4, 3, 2, 1, 0],
      },
    },
    {
      why: 'equal qualities leave together',
      quality: [1, 1, 2, 2],
      wrong: [1, 0, 1, 0],
      expected: { discard: [0, 0.5, 1], error: [0.5, 0.5, 0], errors: [2, 1, 0], kept: [4, 2, 0] },
    },
    {
      why: 'a quality that tells nothing apart has no step',
      quality: [7, 7],
      wrong: [1, 0],
      expected: { discard: [0, 1], error: [0.5, 0], errors: [1, 0], kept: [2, 0] },
    },
    {
      why: 'unknown qualities leave before all others',
      quality: [1, NaN, 2, NaN],
      wrong: [1, 0, 0, 1],
      expected: {
        discard: [0, 0.5, 0.75, 1],
        error: [0.5, 0.5, 0, 0],
        errors: [2, 1, 0, 0],
        kept: [4, 2, 1, 0],
      },
    },
    {
      why: 'nothing gives empty columns',
      quality: [],
      wrong: [],
      expected: { discard: [], error: [], errors: [], kept: [] },
    },
  ])('$why', ({ quality, wrong, expected }) => {
    expect(columnsOf(curveOf(quality, wrong))).toEqual(expected);
  });

  test('is what discarding by hand, quality by quality, leaves', () => {
    const cases = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 1 })),
      { minLength: 1, maxLength: 60 },
    );
    fc.assert(
      fc.property(cases, (pairs) => {
        const levels = [...new Set(pairs.map(([q]) => q))].sort((a, b) => a - b);
        const steps = levels.map((level) => {
          const left = pairs.filter(([q]) => q >= level);
          const errors = left.filter(([, wrong]) => wrong === 1).length;
          return [1 - left.length / pairs.length, errors / left.length] as const;
        });
        const found = curveOf(
          pairs.map(([q]) => q),
          pairs.map(([, wrong]) => wrong),
        );
        expect(found.discard.length).toBe(steps.length + 1);
        steps.forEach(([discard, error], i) => {
          expect(found.discard[i]).toBeCloseTo(discard, 12);
          expect(found.error[i]).toBeCloseTo(error, 12);
        });
      }),
    );
  });

  test('is that of dasec at a fixed threshold on F1', () => {
    const peer = F1['dasec_edc_fixed_threshold_at_FMR1e-2'];
    const threshold = peer.kwargs.similarity_score_threshold!;
    const curve = curveAt(threshold);
    expect(curve.kept[0]).toBe(peer.comparison_count);
    expectLikeDasec(curve, peer);
  });

  test('is that of dasec at a starting error of 0.05 on F1', () => {
    const { scores, genuine } = f1().scores;
    const mated = scores.filter((_, k) => genuine[k] === 1).sort();
    const curve = curveAt(quantile(mated, 0.05));
    expectLikeDasec(curve, F1['dasec_edc_starting_error_0.05']);
  });

  function curveAt(threshold: number): RejectCurve {
    const { scores, genuine, quality } = f1().scores;
    const mated = [...scores.keys()].filter((k) => genuine[k] === 1);
    return curveOf(
      mated.map((k) => quality![k]!),
      mated.map((k) => (scores[k]! < threshold ? 1 : 0)),
    );
  }

  function expectLikeDasec(
    curve: RejectCurve,
    peer: (typeof F1)['dasec_edc_starting_error_0.05'],
  ): void {
    expect(curve.discard.length).toBe(peer.n_points);
    expect(curve.error[0]).toBeCloseTo(peer.error_at_0, 12);
    peer.first_20_discard.forEach((discard, i) => {
      expect(curve.discard[i]).toBeCloseTo(discard, 12);
      expect(curve.error[i]).toBeCloseTo(peer.first_20_error[i]!, 12);
    });
    for (const [discard, error] of Object.entries(peer.error_at_discard)) {
      expect(ercAt(curve, Number(discard))).toBeCloseTo(error, 12);
    }
    for (const limit of [0.05, 0.2, 0.3, 0.5, 1]) {
      expect(partialArea(curve, limit)).toBeCloseTo(peer[`pauc_${limit}`]!, 12);
    }
  }

  const data = golden('dasec_edc/example_data.json');
  (data.there ? test : test.skip)("is that of dasec on dasec's own 10,000 comparisons", () => {
    interface Step {
      readonly threshold: number;
      readonly n_steps: number;
      readonly pauc: Readonly<Record<string, number>>;
      readonly theoretical_best: Readonly<Record<string, number>>;
      readonly 'error_at_discard(step)': Readonly<Record<string, number>>;
    }
    const { similarity_scores, quality_scores_by_sample_id_per_algorithm: algorithms } = readJson(
      data.path,
    ) as {
      similarity_scores: { scores_by_pair_ids: Record<string, number> };
      quality_scores_by_sample_id_per_algorithm: Record<string, Record<string, number>>;
    };
    const { curves } = readJson(golden('dasec_edc/expected.json').path) as {
      curves: Record<string, Record<string, Step>>;
    };
    const pairs = Object.entries(similarity_scores.scores_by_pair_ids);
    expect(Object.keys(curves).length).toBe(5);
    for (const [algorithm, starts] of Object.entries(curves)) {
      const ofSample = algorithms[algorithm]!;
      const quality = pairs.map(([ids]) => Math.min(...ids.split('-').map((id) => ofSample[id]!)));
      for (const [start, expected] of Object.entries(starts)) {
        const curve = curveOf(
          quality,
          pairs.map(([, score]) => (score < expected.threshold ? 1 : 0)),
        );
        const near = (values: Readonly<Record<string, number>>) =>
          Object.fromEntries(
            Object.entries(values).map(([x, y]) => [x, expect.closeTo(y, 10) as unknown]),
          );
        const at = (xs: object, read: (x: number) => number) =>
          Object.fromEntries(Object.keys(xs).map((x) => [x, read(Number(x))]));
        const steps = expected['error_at_discard(step)'];
        const error = Number(start.replace('se=', ''));
        expect(at(expected.pauc, (x) => partialArea(curve, x))).toEqual(near(expected.pauc));
        expect(at(steps, (x) => ercAt(curve, x))).toEqual(near(steps));
        expect(at(expected.theoretical_best, (x) => bestArea(error, x))).toEqual(
          near(expected.theoretical_best),
        );
      }
    }
  });
});

describe('the area', () => {
  test('is a sum of steps, cut at the limit', () => {
    const curve = curveOf([1, 2, 3, 4], [1, 1, 0, 0]);
    expect(partialArea(curve, 0.25)).toBe(0.5 * 0.25);
    expect(partialArea(curve, 0.375)).toBeCloseTo(0.5 * 0.25 + 0.125 / 3, 15);
    expect(partialArea(curve, 1)).toBeCloseTo(0.5 * 0.25 + 0.25 / 3, 15);
  });

  test('is NaN where there is no curve', () => {
    expect(partialArea(curveOf([], []), 1)).toBeNaN();
    expect(ercAt(curveOf([], []), 0)).toBeNaN();
  });
});

describe('error versus reject', () => {
  test('starts at the FNMR of the fixed threshold, which no discard moves', () => {
    const input = verificationInput(f1().scores);
    const { curve, point } = errorVersusReject(input, { fmr: 1e-2 });
    expect(point).toEqual(lowestAtMost(input.sweep, 1e-2));
    expect(curve.error[0]).toBeCloseTo(1 - point.tar, 14);
    expect(curve.kept[0]).toBe(600);
  });

  test('of accepted impostors starts at the FMR attained', () => {
    const input = verificationInput(f1().scores);
    const { curve, point } = errorVersusReject(input, { fmr: 1e-2, error: 'fmr' });
    expect(curve.error[0]).toBe(point.fmr);
    expect(curve.errors[0]).toBe(point.impostorAccepted);
  });

  test('takes another quality in place of its own', () => {
    const { scores } = f1();
    const constant = new Float32Array(scores.scores.length).fill(1);
    const { curve } = errorVersusReject(verificationInput(scores), {
      fmr: 1e-2,
      quality: constant,
    });
    expect([...curve.discard]).toEqual([0, 1]);
  });

  test('is empty without an impostor to choose a threshold by', () => {
    const { scores } = f1();
    const input = verificationInput({ ...scores, genuine: new Uint8Array(1200).fill(1) });
    expect(errorVersusReject(input, { fmr: 1e-2 }).curve.discard.length).toBe(0);
  });

  test('leaves out training folds and comparisons without a score', () => {
    const scores = Float64Array.from([0.9, NaN, 0.1, 0.2, 0.9]);
    const { curve } = errorVersusReject(
      verificationInput({
        scores,
        genuine: Uint8Array.from([1, 1, 0, 1, 1]),
        quality: Float64Array.from([1, 2, 3, 4, 5]),
        fold: Uint16Array.from([1, 1, 1, 1, 0]),
        testFolds: [1],
      }),
      { fmr: 0.5 },
    );
    expect(curve.kept[0]).toBe(2);
  });
});

describe('the curve read at a grid', () => {
  const exact = errorVersusReject(verificationInput(f1().scores), { fmr: 1e-2 }).curve;
  const { name, labels, columns } = curveOnGrid(exact, { quality: 'magnitude', fmr: 1e-2 });

  test('has 0, 0.01, ... 1 with the decimals one would print', () => {
    expect(name).toBe('erc');
    expect(labels).toEqual({ quality: 'magnitude', fmr: 1e-2 });
    expect([...columns['discard']!].map(String).slice(27, 31)).toEqual([
      '0.27',
      '0.28',
      '0.29',
      '0.3',
    ]);
    expect(columns['discard']!.length).toBe(101);
  });

  test('gives at each the step that holds, and an interval around it', () => {
    columns['discard']!.forEach((discard, i) => {
      const error = columns['error']![i]!;
      expect(error).toBe(ercAt(exact, discard));
      expect(columns['low']![i]!).toBeLessThanOrEqual(error);
      expect(columns['high']![i]!).toBeGreaterThanOrEqual(error);
    });
  });

  test('keeps as many comparisons as a discard of whole ones leaves', () => {
    expect(columns['kept']![29]).toBe(600 - 174);
  });

  test('ends at error 0 of nothing, of which nothing is known', () => {
    const last = Object.fromEntries(Object.entries(columns).map(([k, v]) => [k, v.at(-1)]));
    expect(last).toEqual({ discard: 1, error: 0, low: 0, high: 1, kept: 0 });
  });

  test('is never NaN', () => {
    fc.assert(
      fc.property(scoreSets(), (set) => {
        const { curve } = errorVersusReject(verificationInput(set), { fmr: 0.25 });
        for (const column of Object.values(curveOnGrid(curve, {}).columns)) {
          expect([...column].every((value) => !Number.isNaN(value))).toBe(true);
        }
      }),
    );
  });
});

describe('discarding at random', () => {
  const exact = errorVersusReject(verificationInput(f1().scores), { fmr: 1e-2 }).curve;
  const band = randomRejection(exact, { quality: 'random', fmr: 1e-2 }, { draws: 400, seed: 7 });

  test('has the columns of the curve itself', () => {
    expect(band.name).toBe('erc');
    expect(Object.keys(band.columns)).toEqual(Object.keys(curveOnGrid(exact, {}).columns));
  });

  test('moves the error nowhere on average, as a hypergeometric draw', () => {
    const e0 = exact.error[0]!;
    for (const i of [0, 20, 50, 80]) {
      const kept = band.columns['kept']![i]!;
      const variance = ((e0 * (1 - e0)) / kept) * ((600 - kept) / 599);
      const error = 4 * Math.sqrt(variance / 400) + 1e-12;
      expect(Math.abs(band.columns['error']![i]! - e0)).toBeLessThan(error);
      const width = band.columns['high']![i]! - band.columns['low']![i]!;
      expect(width).toBeGreaterThan(3 * Math.sqrt(variance) - 1e-12);
      expect(width).toBeLessThan(5 * Math.sqrt(variance) + 1e-12);
    }
  });

  test('is beaten by a magnitude that carries quality', () => {
    const own = curveOnGrid(exact, {}).columns['error']!;
    expect(own[20]!).toBeLessThan(band.columns['low']![20]!);
  });

  test('gives the same curve for the same seed, another for another', () => {
    const again = (seed: number) =>
      randomRejection(exact, {}, { draws: 20, seed }).columns['error'];
    expect(again(3)).toEqual(again(3));
    expect(again(3)).not.toEqual(again(4));
  });

  test('discards whole comparisons, 29 of 100 at 0.29', () => {
    const hundred = curveOf(
      Array.from({ length: 100 }, (_, i) => i),
      Array.from({ length: 100 }, (_, i) => i % 2),
    );
    const { columns } = randomRejection(hundred, {}, { draws: 1 });
    expect([...columns['kept']!]).toEqual(Array.from({ length: 101 }, (_, i) => 100 - i));
  });

  test('is empty where the curve is', () => {
    const { columns } = randomRejection(curveOf([], []), {});
    expect(Object.values(columns).map(({ length }) => length)).toEqual([0, 0, 0, 0, 0]);
  });
});

/** numpy.quantile's default on ascending values. */
function quantile(sorted: ArrayLike<number>, share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const [low, high] = [sorted[below]!, sorted[below + 1]!];
  return low + (position - below) * (high - low);
}
