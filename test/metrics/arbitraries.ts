import fc from 'fast-check';
import type { ComparedPersons, ScoreSet } from '../../src/types.js';

export interface Comparisons {
  readonly scores: Float64Array;
  readonly genuine: Uint8Array;
}

/** Up to 40 comparisons of cosines in eighths, so that ties are common and their sums are exact. */
export function scoredComparisons(least = 0): fc.Arbitrary<Comparisons> {
  return fc
    .array(fc.tuple(fc.integer({ min: -8, max: 8 }), fc.integer({ min: 0, max: 1 })), {
      minLength: least,
      maxLength: 40,
    })
    .map((pairs) => ({
      scores: Float64Array.from(pairs, ([eighths]) => eighths / 8),
      genuine: Uint8Array.from(pairs, ([, label]) => label),
    }));
}

/** Comparisons of both classes in two or more folds, each with a quality. */
export function scoreSets(): fc.Arbitrary<ScoreSet> {
  return fc
    .array(
      fc.record({
        eighths: fc.integer({ min: -8, max: 8 }),
        label: fc.integer({ min: 0, max: 1 }),
        fold: fc.integer({ min: 0, max: 3 }),
        quality: fc.integer({ min: 0, max: 6 }),
      }),
      { minLength: 8, maxLength: 40 },
    )
    .map((rows) => ({
      // One of each class in each of two folds, so that no rate is undefined.
      scores: Float64Array.from(rows, ({ eighths }) => eighths / 8),
      genuine: Uint8Array.from(rows, ({ label }, k) => (k < 4 ? k % 2 : label)),
      fold: Uint16Array.from(rows, ({ fold }, k) => (k < 4 ? k >> 1 : fold)),
      quality: Float64Array.from(rows, ({ quality }) => quality),
      testFolds: [0, 1, 2, 3],
    }));
}

/** The same comparisons in the order `order`, a permutation of their indices. */
export function reorder(set: ScoreSet, order: readonly number[]): ScoreSet {
  return {
    scores: Float64Array.from(order, (k) => set.scores[k]!),
    genuine: Uint8Array.from(order, (k) => set.genuine[k]!),
    fold: Uint16Array.from(order, (k) => set.fold[k]!),
    ...(set.quality === undefined
      ? {}
      : { quality: Float64Array.from(order, (k) => set.quality![k]!) }),
    testFolds: set.testFolds,
  };
}

/** Up to thirty comparisons among a few persons, many of whom meet again. */
export function comparedPersons(): fc.Arbitrary<ComparedPersons> {
  const persons = 7;
  const named = (sides: number) =>
    fc.array(fc.tuple(fc.nat(sides - 1), fc.nat(sides - 1)), { maxLength: 30 }).map((pairs) => ({
      left: Uint32Array.from(pairs, ([left]) => left),
      right: Uint32Array.from(pairs, ([, right]) => right),
      count: persons,
      inferred: false,
    }));
  const pictures = 2 * persons;
  const of = Uint16Array.from({ length: pictures }, (_, picture) => picture % persons);
  return fc.oneof(
    named(persons),
    named(pictures).map((compared) => ({ ...compared, of })),
  );
}
