import { expect, test } from '@jest/globals';
import { indicesOf } from '../../src/metrics/selection.js';

test.each([
  { count: 0, every: 1 },
  { count: 3, every: 1 },
  { count: 3, every: 5 },
  { count: 100_000, every: 1 },
  { count: 100_000, every: 3 },
  { count: 100_000, every: 99_999 },
])('of $count indices every $every-th is picked, ascending', ({ count, every }) => {
  const picked = indicesOf(count, (k) => k % every === 0);
  const expected = Array.from({ length: count }, (_, k) => k).filter((k) => k % every === 0);
  expect(picked).toEqual(Uint32Array.from(expected));
});
