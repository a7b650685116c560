import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { combinedQuality, COMBINATIONS, wholeQuality } from '../../src/metrics/combined-quality.js';
import { gain, oracleArea, partialArea, relativePlaces } from '../../src/metrics/erc/area.js';
import { dasecErc } from '../../src/metrics/erc/dasec.js';
import { detByDiscard } from '../../src/metrics/erc/det-by-discard.js';
import { errorVersusReject } from '../../src/metrics/erc/error-versus-reject.js';
import { oracleCurve } from '../../src/metrics/erc/oracle.js';
import { ercAt, rejectCurve } from '../../src/metrics/erc/reject-curve.js';
import { repickedNotes } from '../../src/metrics/erc/repicked.js';
import { type ErcRule, ISO_RULE, type Start } from '../../src/metrics/erc/rule.js';
import { sampleAcceptance } from '../../src/metrics/erc/sample-acceptance.js';
import { startingPoint, startNotes } from '../../src/metrics/erc/start.js';
import { lowestAtMost } from '../../src/metrics/operating-point.js';
import { detCurve } from '../../src/metrics/roc.js';
import { sweep } from '../../src/metrics/sweep.js';
import { verificationInput } from '../../src/metrics/verification-input.js';
import type { ComparedQuality, ScoreSet } from '../../src/types.js';
import { scoreSets } from './arbitraries.js';
import { F1, f1 } from './peer-runs.js';

const atFmr = (value: number): Start => ({ kind: 'fmr', value });
const rule = (start: Start, rest: Partial<ErcRule> = {}): ErcRule => ({
  ...ISO_RULE,
  start,
  ...rest,
});

/** Four pictures, of which 0 and 1, 0 and 2, 3 and 3's other picture 1 are compared. */
function pictures(values: readonly number[], pairs: readonly (readonly [number, number])[]) {
  return {
    name: 'sharpness',
    values: Float64Array.from(values),
    left: Uint32Array.from(pairs, ([left]) => left),
    right: Uint32Array.from(pairs, ([, right]) => right),
  };
}

function setOf(scores: readonly number[], genuine: readonly number[]): ScoreSet {
  return {
    scores: Float64Array.from(scores),
    genuine: Uint8Array.from(genuine),
    fold: new Uint16Array(scores.length),
    testFolds: [],
  };
}

describe('the quality of a comparison', () => {
  const quality = pictures(
    [4, 1, NaN, 0],
    [
      [0, 1],
      [1, 0],
      [0, 2],
      [3, 3],
    ],
  );

  test.each([
    { how: 'min', expected: [1, 1, NaN, 0], why: 'the worse picture decides' },
    { how: 'max', expected: [4, 4, NaN, 0], why: 'the better one does' },
    { how: 'mean', expected: [2.5, 2.5, NaN, 0], why: 'both count' },
    { how: 'product', expected: [4, 4, NaN, 0], why: 'both must be good' },
    { how: 'harmonic', expected: [1.6, 1.6, NaN, 0], why: 'two zeros make zero' },
    { how: 'left', expected: [4, 1, 4, 0], why: 'the other side may be unknown' },
    { how: 'right', expected: [1, 4, NaN, 0], why: 'of the second picture alone' },
  ] as const)('by $how: $why', ({ how, expected }) => {
    expect([...combinedQuality(quality, how)]).toEqual(expected);
  });

  test('of a whole comparison is in one order whatever the combination', () => {
    const values = Float64Array.of(3, 1, 2, 9);
    for (const how of COMBINATIONS) {
      const combined = [...combinedQuality(wholeQuality('q', values), how)];
      const order = [...combined.keys()].sort((a, b) => combined[a]! - combined[b]!);
      expect(order).toEqual([1, 2, 0, 3]);
    }
  });

  test('is refused where a product would turn the order of negative ones round', () => {
    const negative = { ...quality, values: Float64Array.of(-2, -3, 1, 1) };
    expect(() => combinedQuality(negative, 'product')).toThrow('needs none below 0');
    expect(combinedQuality(negative, 'min')[0]).toBe(-3);
  });
});

describe('the threshold before any discard', () => {
  const { sweep: swept } = verificationInput(
    setOf([0.9, 0.7, 0.5, 0.3, 0.6, 0.2], [1, 1, 1, 1, 0, 0]),
  );

  test.each([
    { start: atFmr(0), threshold: 0.7, tar: 0.5, why: 'no impostor may pass' },
    { start: atFmr(0.5), threshold: 0.3, tar: 1, why: 'one of two may' },
    {
      start: { kind: 'fnmr', value: 0.25 },
      threshold: 0.5,
      tar: 0.75,
      why: 'one genuine may fail',
    },
    { start: { kind: 'fnmr', value: 0.24 }, threshold: 0.3, tar: 1, why: 'none of four may' },
    { start: { kind: 'threshold', value: 0.65 }, threshold: 0.65, tar: 0.5, why: 'it is given' },
  ] as const)('$why: $threshold', ({ start, threshold, tar }) => {
    expect(startingPoint(swept, start)).toMatchObject({ threshold, tar });
  });

  test('for an FNMR is the highest that keeps it', () => {
    fc.assert(
      fc.property(scoreSets(), fc.double({ min: 0, max: 1, noNaN: true }), (set, value) => {
        const { sweep: all } = verificationInput(set);
        const { threshold, tar } = startingPoint(all, { kind: 'fnmr', value });
        expect(1 - tar).toBeLessThanOrEqual(value + 1e-12);
        const higher = all.thresholds.findLastIndex((score) => score > threshold);
        const rejected = all.genuineTotal - (all.genuineAccepted[higher] ?? 0);
        if (higher >= 0) expect(rejected / all.genuineTotal).toBeGreaterThan(value);
      }),
    );
  });

  test('says where few decide it', () => {
    expect(startNotes(swept, atFmr(0.1))[0]).toContain('unsupported');
    expect(startNotes(swept, { kind: 'fnmr', value: 0.25 })[0]).toContain('1 of 4 genuine');
    expect(startNotes(swept, { kind: 'threshold', value: 0 })).toEqual([]);
  });
});

describe('what is discarded', () => {
  // Pictures of quality 1 to 4; errors are the genuine comparisons below 0.5.
  const set = setOf([0.9, 0.2, 0.9, 0.1, 0.3], [1, 1, 1, 0, 0]);
  const quality = pictures(
    [1, 2, 3, 4],
    [
      [2, 3],
      [0, 1],
      [1, 3],
      [0, 2],
      [1, 2],
    ],
  );
  const input = verificationInput(set);
  const start: Start = { kind: 'threshold', value: 0.5 };
  const curve = (rest: Partial<ErcRule>) => {
    const { discard, error, kept } = errorVersusReject(input, quality, rule(start, rest)).curve;
    return { discard: [...discard], error: [...error], kept: [...kept] };
  };

  test('are mated comparisons, unless asked otherwise', () => {
    expect(curve({})).toEqual({
      discard: [0, 1 / 3, 2 / 3, 1],
      error: [1 / 3, 0, 0, 0],
      kept: [3, 2, 1, 0],
    });
  });

  test('are all comparisons together, so that a share is of all', () => {
    // Qualities 3, 1, 2, and of the impostors 1, 2.
    expect(curve({ shareOf: 'all' })).toEqual({
      discard: [0, 2 / 5, 4 / 5, 1],
      error: [1 / 3, 0, 0, 0],
      kept: [3, 2, 1, 0],
    });
  });

  test('are pictures with all their comparisons, so that a share is of pictures', () => {
    expect(curve({ shareOf: 'pictures' })).toEqual({
      discard: [0, 1 / 4, 2 / 4, 3 / 4, 1],
      error: [1 / 3, 0, 0, 0, 0],
      kept: [3, 2, 1, 0, 0],
    });
  });

  test('cannot be pictures where only comparisons have qualities', () => {
    const whole = wholeQuality('quality', Float64Array.of(1, 2, 3, 4, 5));
    expect(() => errorVersusReject(input, whole, rule(start, { shareOf: 'pictures' }))).toThrow(
      'a quality of comparisons',
    );
  });

  test('are non-mated comparisons for the FMR', () => {
    const low: Start = { kind: 'threshold', value: 0.2 };
    const { discard, error } = errorVersusReject(input, quality, rule(low, { error: 'fmr' })).curve;
    expect([[...discard], [...error]]).toEqual([
      [0, 0.5, 1],
      [0.5, 1, 0],
    ]);
  });
});

describe('a threshold picked anew', () => {
  const whole = (set: ScoreSet) => wholeQuality('quality', set.quality!);

  test('is at every discard the one that what is left would give by itself', () => {
    fc.assert(
      fc.property(scoreSets(), fc.constantFrom(0, 0.1, 0.25, 0.5), (set, fmr) => {
        const input = verificationInput(set);
        const repicked = rule(atFmr(fmr), { repicked: true });
        const { curve, repicked: steps } = errorVersusReject(input, whole(set), repicked);
        const genuineQualities = [...set.quality!]
          .filter((_, k) => set.genuine[k] === 1)
          .sort((a, b) => a - b);
        steps!.forEach((step, i) => {
          const gone = Math.round(step.discard * genuineQualities.length);
          const least = genuineQualities[gone]!;
          const left = sweep(set.scores, set.genuine, (k) => set.quality![k]! >= least);
          const point = lowestAtMost(left, fmr);
          expect(curve.error[i]).toBeCloseTo(1 - point.tar, 12);
          expect(curve.kept[i]).toBe(left.genuineTotal);
        });
        expect(curve.discard.at(-1) ?? 1).toBe(1);
      }),
    );
  });

  test('is that of the FNMR for an FMR curve', () => {
    const set = {
      ...setOf([0.9, 0.4, 0.5, 0.1], [1, 1, 0, 0]),
      quality: Float64Array.of(2, 1, 2, 2),
    };
    const by: Start = { kind: 'fnmr', value: 0 };
    const { curve } = errorVersusReject(
      verificationInput(set),
      whole(set),
      rule(by, { error: 'fmr', repicked: true, shareOf: 'all' }),
    );
    // With the poor genuine comparison the threshold is 0.4 and an impostor passes; without it 0.9.
    expect([ercAt(curve, 0), ercAt(curve, 0.25)]).toEqual([0.5, 0]);
  });

  test('says from where on it shows how many impostors are left', () => {
    const { scores } = f1();
    const repicked = rule(atFmr(1e-2), { repicked: true });
    const { repicked: steps } = errorVersusReject(
      verificationInput(scores),
      whole(scores),
      repicked,
    );
    // F1 has 600 impostors: 6 decide at once, less than one when fewer than 100 are left.
    expect(repickedNotes(steps!, repicked)).toEqual([
      expect.stringMatching(
        /^fewer than 10 impostor comparisons decide the threshold from discard 0 on, less than one from 0\.\d+ on/,
      ),
    ]);
    expect(repickedNotes(steps!, { ...repicked, start: atFmr(0.5) })[0]).not.toContain(
      'from discard 0 on',
    );
  });
});

describe('the area', () => {
  const curve = { discard: Float64Array.of(0, 0.5, 1), error: Float64Array.of(0.4, 0.2, 0) };

  test.each([
    { limit: 0.5, join: 'steps', expected: 0.2, why: 'a value holds to the next discard' },
    { limit: 0.5, join: 'lines', expected: 0.15, why: 'a value changes evenly' },
    { limit: 0.25, join: 'lines', expected: 0.0875, why: 'cut within a line' },
    { limit: 1, join: 'lines', expected: 0.2, why: 'to the closing point' },
  ] as const)('to $limit by $join is $expected: $why', ({ limit, join, expected }) => {
    expect(partialArea(curve, limit, join)).toBeCloseTo(expected, 15);
  });

  test('of the attainable best is that of its exact curve with many comparisons', () => {
    const wrong = Uint8Array.from({ length: 20_000 }, (_, k) => (k < 1000 ? 1 : 0));
    const best = rejectCurve(Float64Array.from(wrong.keys()), wrong);
    expect(partialArea(oracleCurve(best), 0.2)).toBeCloseTo(partialArea(best, 0.2), 12);
    // Steps stand above the line by half an error a discard.
    expect(partialArea(best, 0.2)).toBeCloseTo(oracleArea(0.05, 0.2), 5);
    expect(oracleArea(0.05, 0.2)).toBeCloseTo(0.05 + 0.95 * Math.log(0.95), 15);
    expect(oracleArea(0.05, 0.02)).toBeCloseTo(partialArea(best, 0.02), 5);
  });

  test.each([
    { area: 0.05 * 0.2, expected: 0, why: 'chance gains nothing' },
    { area: oracleArea(0.05, 0.2), expected: 1, why: 'the oracle gains everything' },
    { area: 0.02, expected: -1.14566, why: 'who discards the good loses' },
  ])('gain: $why', ({ area, expected }) => {
    expect(gain(area, 0.05, 0.2)).toBeCloseTo(expected, 4);
  });

  test('has no gain where there is no error to lose', () => {
    expect(gain(0, 0, 0.2)).toBeNaN();
  });

  test('has a place between the least and the greatest', () => {
    expect(relativePlaces([3, 1, 2])).toEqual([1, 0, 0.5]);
    expect(relativePlaces([2])[0]).toBeNaN();
  });
});

describe('the attainable best', () => {
  test('is below every other curve of the same comparisons', () => {
    const rows = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 1 })),
      {
        minLength: 1,
        maxLength: 30,
      },
    );
    fc.assert(
      fc.property(rows, (pairs) => {
        const curve = rejectCurve(
          Float64Array.from(pairs, ([q]) => q),
          Uint8Array.from(pairs, ([, wrong]) => wrong),
        );
        const best = oracleCurve(curve);
        expect(best.discard.at(-1)).toBe(1);
        for (const discard of curve.discard) {
          expect(ercAt(best, discard)).toBeLessThanOrEqual(ercAt(curve, discard) + 1e-12);
        }
      }),
    );
  });

  test('of nothing is nothing, and of errors alone ends at once', () => {
    expect(oracleCurve(rejectCurve(new Float64Array(), new Uint8Array())).discard.length).toBe(0);
    const all = oracleCurve(rejectCurve(Float64Array.of(1, 2), Uint8Array.of(1, 1)));
    expect([[...all.discard], [...all.error]]).toEqual([
      [0, 0.5, 1],
      [1, 1, 0],
    ]);
  });
});

describe('as dasec counts', () => {
  const { scores } = f1();
  const input = verificationInput(scores);
  const quality = wholeQuality('magnitude', scores.quality!);

  test('a starting error of 0.05 is a quantile of the mated scores, on F1', () => {
    const peer = F1['dasec_edc_starting_error_0.05'];
    const { rows, curves } = dasecErc(input, quality, {
      error: 'fnmr',
      start: { kind: 'fnmr', value: 0.05 },
    });
    expect(curves[0]!.columns['error']![20]).toBeCloseTo(peer.error_at_discard['0.2']!, 12);
    const row = rows.find(({ metric }) => metric.endsWith('discard=0.2:magnitude'))!;
    expect(row.value).toBeCloseTo(peer['pauc_0.2']! - 0.05 ** 2 / 2, 12);
    expect(row.convention).toBe('dasec');
  });

  test('a starting FMR leaves the threshold to the standard', () => {
    const [row] = dasecErc(input, quality, { error: 'fnmr', start: atFmr(1e-2) }).rows;
    expect(row!.threshold).toBe(lowestAtMost(input.sweep, 1e-2).threshold);
  });
});

describe('the DET of what is left', () => {
  test('is that of a sweep of the comparisons kept', () => {
    const { scores } = f1();
    const input = verificationInput(scores);
    const curves = detByDiscard(input, wholeQuality('magnitude', scores.quality!));
    expect(curves.map(({ labels }) => labels['discard'])).toEqual([0, 0.05, 0.1, 0.2, 0.3, 0.5]);
    const sorted = scores.quality!.toSorted();
    for (const { labels, columns } of curves) {
      const least = sorted[Math.floor((labels['discard'] as number) * 1200 + 1e-9)]!;
      const left = sweep(scores.scores, scores.genuine, (k) => scores.quality![k]! >= least);
      expect(columns).toEqual(detCurve(left, 200).columns);
    }
  });

  test('is so whatever is tied, unknown or without a score', () => {
    const some = scoreSets().chain((set) =>
      fc.record({
        set: fc.constant(set),
        spoilt: fc.array(fc.nat(set.scores.length - 1), { maxLength: 4 }),
        unknown: fc.array(fc.nat(set.scores.length - 1), { maxLength: 4 }),
      }),
    );
    fc.assert(
      fc.property(some, ({ set, spoilt, unknown }) => {
        const scores = set.scores.map((score, k) => (spoilt.includes(k) ? NaN : score));
        const quality = set.quality!.map((value, k) => (unknown.includes(k) ? NaN : value));
        const input = verificationInput({ ...set, scores });
        const order = (k: number) => (Number.isNaN(quality[k]!) ? -Infinity : quality[k]!);
        const sorted = [...scores.keys()]
          .filter((k) => !Number.isNaN(scores[k]!))
          .map(order)
          .sort((a, b) => a - b);
        for (const { labels, columns } of detByDiscard(input, wholeQuality('q', quality))) {
          const least = sorted[Math.floor((labels['discard'] as number) * sorted.length + 1e-9)]!;
          const left = sweep(scores, set.genuine, (k) => order(k) >= least);
          expect(columns).toEqual(detCurve(left, 200).columns);
        }
      }),
    );
  });
});

describe('accepting pictures by a cut', () => {
  test('tells the share of pictures, of comparisons, and the error that is left', () => {
    const quality: ComparedQuality = pictures(
      [1, 2, 3, 4, 9],
      [
        [0, 1],
        [1, 2],
        [2, 3],
        [3, 0],
      ],
    );
    const input = verificationInput(setOf([0.1, 0.8, 0.9, 0.2], [1, 1, 1, 0]));
    const { columns } = sampleAcceptance(input, quality, rule({ kind: 'threshold', value: 0.5 }));
    // The fifth picture is in no comparison.
    expect([...columns['cut']!]).toEqual([1, 2, 3, 4]);
    expect([...columns['pictures']!]).toEqual([1, 0.75, 0.5, 0.25]);
    expect([...columns['comparisons']!]).toEqual([1, 2 / 3, 1 / 3, 0]);
    expect([...columns['error']!]).toEqual([1 / 3, 0, 0, NaN]);
  });
});
