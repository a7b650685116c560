import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  kneeOf,
  onReferenceScale,
  PUBLISHED,
  qualityAwareScores,
} from '../../src/metrics/quality-aware.js';

const one = (score: number, quality: number, alpha: number, beta: number) =>
  qualityAwareScores(Float64Array.of(score), Float64Array.of(quality), { alpha, beta })[0]!;

describe('a quality-aware score', () => {
  test.each([
    { why: 'below the knee it falls by (alpha - beta s) q', s: 0.25, q: 8, aware: 0.25 - 2 },
    { why: 'twice the quality, twice as far', s: 0.25, q: 16, aware: 0.25 - 4 },
    { why: 'at the knee it stays', s: 0.5, q: 8, aware: 0.5 },
    { why: 'above the knee it stays', s: 0.75, q: 8, aware: 0.75 },
    { why: 'a quality of 0 leaves every score', s: -1, q: 0, aware: -1 },
    { why: 'an unknown score is unknown', s: NaN, q: 8, aware: NaN },
    { why: 'an unknown quality is unknown, above the knee too', s: 0.75, q: NaN, aware: NaN },
  ])('$why', ({ s, q, aware }) => {
    expect(one(s, q, 0.5, 1)).toBe(aware);
  });

  test('ends at alpha over beta, never, or begins nowhere', () => {
    expect(kneeOf({ alpha: 0.5, beta: 1 })).toBe(0.5);
    expect(kneeOf({ alpha: 0.5, beta: 0 })).toBe(Infinity);
    expect(kneeOf({ alpha: 0, beta: 0 })).toBe(-Infinity);
  });

  test('is published for three depths, with its source', () => {
    expect(PUBLISHED.map(({ name }) => name)).toEqual([
      'qmagface-r18',
      'qmagface-r50',
      'qmagface-r100',
    ]);
    for (const { reference } of PUBLISHED) expect(reference).toMatch(/@[0-9a-f]{7}$/);
  });

  const sixteenths = (least: number, most: number) =>
    fc.integer({ min: 16 * least, max: 16 * most }).map((n) => n / 16);

  test('rises with the score, and falls or stays as quality rises', () => {
    fc.assert(
      fc.property(
        sixteenths(-1, 1),
        sixteenths(0, 1),
        sixteenths(0, 30),
        sixteenths(0, 5),
        sixteenths(-1, 1),
        sixteenths(0, 1),
        (s, more, q, better, alpha, beta) => {
          expect(one(s + more, q, alpha, beta)).toBeGreaterThanOrEqual(one(s, q, alpha, beta));
          expect(one(s, q + better, alpha, beta)).toBeLessThanOrEqual(one(s, q, alpha, beta));
        },
      ),
    );
  });

  test('on the scale of a quality is the plain score of comparisons of that quality, in the same order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(sixteenths(-1, 1), sixteenths(0, 30)), { minLength: 1, maxLength: 20 }),
        sixteenths(-1, 1),
        sixteenths(0, 1),
        sixteenths(1, 30),
        (pairs, alpha, beta, reference) => {
          const scores = Float64Array.from(pairs, ([s]) => s);
          const parameters = { alpha, beta };
          const same = qualityAwareScores(
            scores,
            scores.map(() => reference),
            parameters,
          );
          onReferenceScale(same, parameters, reference).forEach((plain, k) => {
            expect(plain).toBeCloseTo(scores[k]!, 10);
          });
          const qualities = Float64Array.from(pairs, ([, q]) => q);
          const aware = qualityAwareScores(scores, qualities, parameters);
          const plain = onReferenceScale(aware, parameters, reference);
          const order = [...aware.keys()].sort((a, b) => aware[a]! - aware[b]!);
          for (let i = 1; i < order.length; i++) {
            expect(plain[order[i]!]! - plain[order[i - 1]!]!).toBeGreaterThanOrEqual(-1e-12);
          }
        },
      ),
    );
  });

  test('has no such scale where a plain score would not rise', () => {
    const scores = Float64Array.of(0.5);
    expect(() => onReferenceScale(scores, { alpha: 0, beta: -0.1 }, 10)).toThrow(RangeError);
    expect(() => onReferenceScale(scores, { alpha: 0, beta: -0.09 }, 10)).not.toThrow();
  });
});
