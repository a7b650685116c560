import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dampingOf } from '../../src/metrics/person-draws.js';
import {
  countPersons,
  eachAlone,
  scatterOf,
  sharedPersons,
  type SharedPersons,
} from '../../src/metrics/shared-persons.js';
import { verificationInput } from '../../src/metrics/verification-input.js';
import { personColumns } from '../../src/person-columns.js';
import { comparedPersons } from './arbitraries.js';

const between = (pairs: readonly (readonly [left: number, right: number])[]) => ({
  left: Uint32Array.from(pairs, ([left]) => left),
  right: Uint32Array.from(pairs, ([, right]) => right),
  count: Math.max(-1, ...pairs.flat()) + 1,
  inferred: false,
});

/** All comparisons counted; genuine where both persons are one. */
function everyOne(shared: SharedPersons) {
  const { left, right } = personColumns(shared);
  const genuine = Uint8Array.from(left, (person, k) => (person === right[k] ? 1 : 0));
  return countPersons(shared, genuine, () => true);
}

describe('comparisons that share persons', () => {
  test('are told apart by their two persons, in whatever order', () => {
    const { pair, pairs, persons } = sharedPersons(
      between([
        [2, 0],
        [1, 1],
        [0, 2],
        [0, 1],
        [1, 1],
      ]),
    );
    // Pairs are numbered by their lower person: 0 with 2, 0 with 1, 1 with itself.
    expect([0, 1, 2, 3, 4].map(pair)).toEqual([0, 2, 0, 1, 2]);
    expect({ pairs, persons }).toEqual({ pairs: 3, persons: 3 });
  });

  test('are told apart alike where they are more than there are pairs to choose', () => {
    const two = [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ] as const;
    const { pair, pairs } = sharedPersons(between(two));
    expect([0, 1, 2, 3].map(pair)).toEqual([0, 1, 1, 2]);
    expect(pairs).toBe(3);
  });

  test('no comparisons make no pairs', () => {
    expect(sharedPersons(between([]))).toMatchObject({ pairs: 0, persons: 0 });
  });
});

describe('the scatter of a sum', () => {
  test('is the sum of the products of all two comparisons that share a person', () => {
    const cases = comparedPersons().chain((persons) =>
      fc.tuple(
        fc.constant(persons),
        fc.array(fc.integer({ min: -9, max: 9 }), {
          minLength: persons.left.length,
          maxLength: persons.left.length,
        }),
      ),
    );
    fc.assert(
      fc.property(cases, ([persons, influence]) => {
        const { left, right } = personColumns(persons);
        let clustered = 0;
        let independent = 0;
        for (let k = 0; k < left.length; k++) {
          independent += influence[k]! ** 2;
          for (let l = 0; l < left.length; l++) {
            const met = [left[l], right[l]];
            if (met.includes(left[k]) || met.includes(right[k])) {
              clustered += influence[k]! * influence[l]!;
            }
          }
        }
        const counted = everyOne(sharedPersons(persons));
        const of = (k: number) => influence[k]!;
        const found = scatterOf(counted, { of });
        expect(found).toMatchObject({ clustered, independent });
        // What is usual saves looking at comparisons, and changes nothing.
        const usual = { genuine: 2, impostor: -3 };
        expect(scatterOf(counted, { of, usual })).toMatchObject({ clustered, independent });
        const unusual = () =>
          Uint32Array.from(influence.keys()).filter(
            (k) => influence[k] !== (counted.genuine[k] === 1 ? 2 : -3),
          );
        expect(scatterOf(counted, { of, usual, unusual })).toMatchObject({
          clustered,
          independent,
        });
      }),
    );
  });

  test('is the sum of squares where nobody comes twice', () => {
    const { clustered, independent, persons } = scatterOf(everyOne(eachAlone(3)), {
      of: (k) => k,
    });
    expect({ clustered, independent, persons }).toEqual({
      clustered: 5,
      independent: 5,
      persons: 2,
    });
  });
});

describe('the damping of a bootstrap over persons', () => {
  const dampingFor = (pairs: readonly (readonly [number, number])[]) => {
    const persons = between(pairs);
    const input = verificationInput({
      scores: Float64Array.from(pairs, (_, k) => k),
      genuine: Uint8Array.from(pairs, ([a, b]) => (a === b ? 1 : 0)),
      fold: new Uint16Array(pairs.length),
      testFolds: [],
      persons,
    });
    return dampingOf(input, { of: (k) => (k % 3) - 1 });
  };

  test('makes comparisons that share nobody scatter as independent ones', () => {
    const lone = Array.from({ length: 30 }, (_, k) => [2 * k, 2 * k + 1] as const);
    // The weight (1 + d e)(1 + d f) has the variance 2 d² + d⁴, which is to be 1.
    const damping = dampingFor(lone);
    expect(2 * damping ** 2 + damping ** 4).toBeCloseTo(1, 12);
  });

  test('makes the same sum scatter as the products of comparisons that share a person say', () => {
    const ring = Array.from({ length: 30 }, (_, k) => [k, (k + 1) % 30] as const);
    const pairs = [...ring, ...ring, ...ring.slice(0, 13)];
    const influence = (k: number) => (k % 3) - 1;
    const counted = everyOne(sharedPersons(between(pairs)));
    const { clustered, independent } = scatterOf(counted, { of: influence });
    const damping = dampingFor(pairs);
    // The covariance of two weights is d² where they share one person, 2 d² + d⁴ where they share both.
    let scatter = 0;
    pairs.forEach(([a, b], k) => {
      pairs.forEach(([c, d], l) => {
        const same = Number(a === c) + Number(b === d) + Number(a === d) + Number(b === c);
        const covariance = same * damping ** 2 + (same === 2 ? damping ** 4 : 0);
        scatter += covariance * influence(k) * influence(l);
      });
    });
    expect(scatter).toBeCloseTo(Math.max(clustered, independent), 9);
  });

  test('is 1 where every comparison is of one person', () => {
    expect(
      dampingFor([
        [0, 0],
        [1, 1],
      ]),
    ).toBe(1);
  });
});
