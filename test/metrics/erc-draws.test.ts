import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { wholeQuality } from '../../src/metrics/combined-quality.js';
import { partialArea } from '../../src/metrics/erc/area.js';
import { ercIntervals } from '../../src/metrics/erc/band.js';
import { drawnBoundary } from '../../src/metrics/erc/drawn-boundary.js';
import { drawErcs } from '../../src/metrics/erc/draws.js';
import { errorVersusReject } from '../../src/metrics/erc/error-versus-reject.js';
import { type ErcPlace, ercPlaces } from '../../src/metrics/erc/ranking.js';
import { DISCARD_GRID } from '../../src/metrics/erc/reject-curve.js';
import { type ErcRule, ISO_RULE } from '../../src/metrics/erc/rule.js';
import { weightedGroups, weightOf } from '../../src/metrics/erc/weighted-groups.js';
import { holm } from '../../src/metrics/holm.js';
import { personDraws } from '../../src/metrics/person-draws.js';
import { dampingFor } from '../../src/metrics/sampling.js';
import { verificationInput, type VerificationInput } from '../../src/metrics/verification-input.js';
import type { ComparedQuality, ScoreSet } from '../../src/types.js';
import { f1 } from './peer-runs.js';

const RULE: ErcRule = { ...ISO_RULE, start: { kind: 'fmr', value: 0.1 } };

/** Sixty comparisons of twelve persons, scores and qualities in few steps. */
function setOf(seed: number): ScoreSet {
  const next = (k: number, n: number) => (((k + 1) * 7919 + seed * 104_729) % 1_000_003) % n;
  const count = 60;
  const left = Uint32Array.from({ length: count }, (_, k) => next(k, 12));
  const right = left.map((person, k) => (k % 2 === 0 ? person : (person + 1 + next(k, 11)) % 12));
  return {
    scores: Float64Array.from(left, (_, k) => (next(3 * k, 16) - (k % 2 === 0 ? 2 : 9)) / 16),
    genuine: Uint8Array.from(left, (person, k) => (person === right[k] ? 1 : 0)),
    quality: Float64Array.from(left, (_, k) => next(5 * k, 9)),
    fold: new Uint16Array(count),
    testFolds: [],
    persons: { left, right, count: 12, inferred: false },
  };
}

/** The curve of comparisons by their weights, read at the grid: everything counted anew. */
function byHand(
  { scores: { scores, genuine, quality, persons } }: VerificationInput,
  rule: ErcRule,
  signs: Int8Array,
  damping: number,
): number[] {
  const all = [...scores.keys()];
  const weights = all.map((k) => {
    const [a, b] = [persons!.left[k]!, persons!.right[k]!];
    return weightOf(signs[a]!, signs[b]!, a === b, damping);
  });
  const sum = (members: readonly number[]) => members.reduce((total, k) => total + weights[k]!, 0);
  const thresholdOn = (members: readonly number[]) => {
    const impostors = members.filter((k) => genuine[k] === 0);
    const allowed = rule.start.value * sum(impostors) * (1 + 1e-12);
    const fits = [...new Set(all.map((k) => scores[k]!))].filter(
      (score) => sum(impostors.filter((k) => scores[k]! >= score)) <= allowed,
    );
    return Math.min(Infinity, ...fits);
  };
  const mated = all.filter((k) => genuine[k] === 1);
  const steps = [...new Set(mated.map((k) => quality![k]!))]
    .sort((a, b) => a - b)
    .map((least) => {
      const left = mated.filter((k) => quality![k]! >= least);
      const threshold = thresholdOn(rule.repicked ? all.filter((k) => quality![k]! >= least) : all);
      const wrong = sum(left.filter((k) => scores[k]! < threshold));
      return { discard: 1 - sum(left) / sum(mated), error: wrong / sum(left) };
    });
  return [...DISCARD_GRID].map(
    (at) => steps.findLast(({ discard }) => discard <= at + 1e-12)?.error ?? NaN,
  );
}

const draw = (
  input: VerificationInput,
  rule: ErcRule,
  qualities: readonly ComparedQuality[],
  draws = 40,
) =>
  drawErcs(
    input,
    qualities,
    qualities.map((quality) => errorVersusReject(input, quality, rule).curve),
    rule,
    { limits: [0.2, 0.5], draws },
  )!;

describe('the draws of a curve', () => {
  test.each([{ repicked: false }, { repicked: true }])(
    'are the curve of the comparisons as each draw weighs them, threshold and shares included ($repicked)',
    ({ repicked }) => {
      const rule = { ...RULE, repicked };
      for (const seed of [1, 2, 3]) {
        const set = setOf(seed);
        const input = verificationInput(set, { seed });
        const { errors } = draw(input, rule, [wholeQuality('quality', set.quality!)]).drawn[0]!;
        const { threshold } = errorVersusReject(input, wholeQuality('q', set.quality!), rule).point;
        const damping = dampingFor(input, { range: 'share', chosenByFmr: { threshold, fmr: NaN } });
        const next = personDraws(input.shared().persons, seed);
        for (let i = 0; i < 40; i++) {
          const expected = byHand(input, rule, next(), damping);
          errors.forEach((drawn, at) => {
            if (Number.isNaN(expected[at]!)) expect(drawn[i]).toBeNaN();
            else expect(drawn[i]).toBeCloseTo(expected[at]!, 9);
          });
        }
      }
    },
  );

  test('are the same for the same seed, and of several qualities those of each', () => {
    const { scores } = f1();
    const input = verificationInput(scores, { seed: 5 });
    const own = wholeQuality('magnitude', scores.quality!);
    const worse = wholeQuality('score', scores.scores);
    const together = draw(input, RULE, [own, worse]);
    expect(draw(input, RULE, [own]).drawn[0]).toEqual(together.drawn[0]);
    expect(draw(input, RULE, [worse]).drawn[0]).toEqual(together.drawn[1]);
    expect(draw(verificationInput(scores, { seed: 6 }), RULE, [own]).starts).not.toEqual(
      together.starts,
    );
  });

  test('have areas that scatter about that of the exact curve', () => {
    const { scores } = f1();
    const input = verificationInput(scores);
    const quality = wholeQuality('magnitude', scores.quality!);
    const { curve } = errorVersusReject(input, quality, RULE);
    const [areas] = draw(input, RULE, [quality], 400).drawn[0]!.areas;
    const mean = areas!.reduce((a, b) => a + b) / 400;
    expect(mean / partialArea(curve, 0.2)).toBeCloseTo(1, 0);
    const [{ low, high }] = ercIntervals(
      input,
      quality,
      curve,
      RULE,
      draw(input, RULE, [quality], 400).drawn[0]!,
      [0.2],
    ).areas as [{ low: number; high: number }];
    expect(low).toBeLessThan(partialArea(curve, 0.2));
    expect(high).toBeGreaterThan(partialArea(curve, 0.2));
  });

  test('of a threshold that is given never move it', () => {
    const set = setOf(1);
    const boundary = drawnBoundary(verificationInput(set), { kind: 'threshold', value: 0.25 }, 1);
    const next = personDraws(12, 1);
    const found = new Set(Array.from({ length: 20 }, () => boundary(next())));
    expect(found.size).toBe(1);
  });
});

describe('weights by group', () => {
  test('are those of every comparison by itself, counted by person first or not', () => {
    const person = fc.integer({ min: 0, max: 5 });
    const things = fc.array(fc.tuple(person, person, fc.integer({ min: 0, max: 3 })), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(things, fc.integer({ min: 1, max: 99 }), (rows, seed) => {
        const sides = {
          left: Uint32Array.from(rows, ([a]) => a),
          right: Uint32Array.from(rows, ([, b]) => b),
        };
        const group = Uint32Array.from(rows, ([, , g]) => g);
        const signs = personDraws(6, seed)();
        const added = (damping: number, each: number) => {
          const sums = new Float64Array(4);
          weightedGroups(sides, group, 4, damping, each)(signs, sums);
          return [...sums];
        };
        const [counted, exact] = [added(0.5, 0), added(0.5, 40)];
        // What is left out is the product of two signs, of comparisons of two persons alone.
        rows.forEach(([a, b, g]) => {
          if (a !== b) counted[g]! += 0.25 * signs[a]! * signs[b]!;
        });
        counted.forEach((sum, g) => {
          expect(sum).toBeCloseTo(exact[g]!, 9);
        });
      }),
    );
  });
});

describe('the band of a curve', () => {
  const { scores } = f1();
  const input = verificationInput(scores);
  const quality = wholeQuality('magnitude', scores.quality!);
  const { curve } = errorVersusReject(input, quality, RULE);
  const drawn = draw(input, RULE, [quality], 200).drawn[0]!;
  const { band } = ercIntervals(input, quality, curve, RULE, drawn, [0.2]);

  test('holds the curve, and never claims to know that a tail without errors has none', () => {
    expect(band.length).toBe(101);
    band.forEach(({ low, high }, i) => {
      const step = curve.discard.findLastIndex((discard) => discard <= DISCARD_GRID[i]!);
      expect(low).toBeLessThanOrEqual(curve.error[step]!);
      expect(high).toBeGreaterThanOrEqual(curve.error[step]!);
      expect(high).toBeGreaterThan(0);
    });
  });

  test('knows nothing of what is discarded whole', () => {
    expect(band.at(-1)).toEqual({ low: 0, high: 1 });
  });
});

describe('the places of qualities', () => {
  const areas = (own: number[], other: number[]) => ({
    starts: new Float64Array(own.length).fill(0.1),
    drawn: [own, other].map((drawn) => ({ errors: [], areas: [Float64Array.from(drawn)] })),
  });
  const placesOf = (first: number[], second: number[]): ErcPlace[] =>
    ercPlaces(
      [
        { quality: 'a', areas: [0.01] },
        { quality: 'b', areas: [0.005] },
      ],
      areas(first, second),
      0.1,
      0.2,
      0,
      true,
    );
  const range = (from: number, step: number) =>
    Array.from({ length: 99 }, (_, i) => from + step * i);

  test('part where their difference is many times what it scatters by', () => {
    const [best, other] = placesOf(range(0.0101, 3e-5), range(0.005, 1e-6));
    expect([best!.quality, best!.rank, best!.p]).toEqual(['b', 1, NaN]);
    expect([other!.quality, other!.rank, best!.relative, other!.relative]).toEqual(['a', 2, 0, 1]);
    // 0.005 over the standard deviation of 99 steps of 2.9e-5.
    const spread = 2.9e-5 * Math.sqrt((99 * 100) / 12);
    expect(other!.p).toBeGreaterThan(0);
    expect(Math.abs(0.005 / spread)).toBeCloseTo(6, 0);
    expect(other!.p).toBeLessThan(1e-8);
  });

  test('are shared where the draws cannot tell', () => {
    const [best, other] = placesOf(range(0.001, 4e-4), range(0.04, -4e-4));
    expect([best!.rank, other!.rank]).toEqual([1, 1]);
    expect(other!.p).toBeGreaterThan(0.5);
  });

  test('without draws are those of the areas, without intervals', () => {
    const places = ercPlaces(
      [
        { quality: 'a', areas: [0.01] },
        { quality: 'b', areas: [0.005] },
      ],
      undefined,
      0.1,
      0.2,
      0,
      false,
    );
    expect(places.map(({ quality, rank, p, low }) => [quality, rank, p, low])).toEqual([
      ['b', 1, NaN, NaN],
      ['a', 2, NaN, NaN],
    ]);
  });
});

describe('p values held to one level', () => {
  test.each([
    {
      values: [0.01, 0.04, 0.03],
      expected: [0.03, 0.06, 0.06],
      why: 'the least counts three times',
    },
    { values: [0.5, 0.9], expected: [1, 1], why: 'none exceeds 1' },
    {
      values: [NaN, 0.02],
      expected: [NaN, 0.02],
      why: 'what could not be tested counts for nothing',
    },
    { values: [], expected: [], why: 'nothing is nothing' },
  ])('$why', ({ values, expected }) => {
    holm(values).forEach((p, i) => {
      if (Number.isNaN(expected[i]!)) expect(p).toBeNaN();
      else expect(p).toBeCloseTo(expected[i]!, 12);
    });
  });
});
