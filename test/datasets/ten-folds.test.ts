import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { tenFolds } from '../../src/datasets/ten-folds.js';

const times = <T>(count: number, value: T): T[] => Array<T>(count).fill(value);

test.each([
  ['all genuine ones first', [...times(20, true), ...times(10, false)]],
  ['fold after fold', times(10, [true, true, false]).flat()],
  ['impostors first', [...times(10, false), ...times(20, true)]],
])('fold k takes the k-th tenth of either kind: %s', (_, genuine) => {
  const folds = tenFolds(genuine);
  const of = (kind: boolean) => [...folds].filter((__, k) => genuine[k] === kind);
  expect(of(true)).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9]);
  expect(of(false)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('folds are in the order of the list and differ by one comparison of each kind at most', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 200 }), (genuine) => {
      const folds = tenFolds(genuine);
      for (const kind of [true, false]) {
        const own = [...folds].filter((_, k) => genuine[k] === kind);
        expect(own).toEqual(own.toSorted((a, b) => a - b));
        const sizes = Array.from({ length: 10 }, (_, fold) => own.filter((f) => f === fold).length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }
    }),
    { numRuns: 100 },
  );
});
