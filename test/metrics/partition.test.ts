import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { membersOf, partByPart, partitionBy } from '../../src/metrics/partition.js';

test('comparisons are parted, or belong to no part', () => {
  const partition = partitionBy(
    6,
    (k) => k !== 3,
    (k) => [2, 0, 0, 9, 2, 0][k]!,
    4,
  );
  const members = [[1, 2, 5], [], [0, 4], []];
  expect(membersOf(partition).map((own) => [...own])).toEqual(members);
  expect(Array.from(partByPart(partition), (own) => [...own])).toEqual(members);
});

test('parts are the same one by one and all at once, few or many', () => {
  const parted = fc.tuple(fc.constantFrom(1, 3, 255, 256, 300), fc.array(fc.nat()));
  fc.assert(
    fc.property(parted, ([parts, numbers]) => {
      const partition = partitionBy(
        numbers.length,
        (k) => numbers[k]! % 5 > 0,
        (k) => numbers[k]! % parts,
        parts,
      );
      const expected = Array.from({ length: parts }, (_, part) =>
        numbers.flatMap((number, k) => (number % 5 > 0 && number % parts === part ? [k] : [])),
      );
      expect(membersOf(partition).map((own) => [...own])).toEqual(expected);
      expect(Array.from(partByPart(partition), (own) => [...own])).toEqual(expected);
    }),
  );
});
