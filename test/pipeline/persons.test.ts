import { describe, expect, test } from '@jest/globals';
import { byFirstComparison, personsOf } from '../../src/pipeline/persons.js';
import { personColumns } from '../../src/person-columns.js';
import type { ComparedPersons, IndexColumn, PairProtocol } from '../../src/types.js';

function protocol(
  pairs: readonly (readonly [left: number, right: number, genuine: 0 | 1])[],
  images: number,
  identity: readonly number[] = Array.from({ length: images }, () => -1),
): PairProtocol {
  return {
    kind: 'pairs',
    name: 'small',
    images: Array.from({ length: images }, (_, i) => `${i}.jpg`),
    left: Uint32Array.from(pairs, ([left]) => left),
    right: Uint32Array.from(pairs, ([, right]) => right),
    genuine: Uint8Array.from(pairs, ([, , genuine]) => genuine),
    fold: new Uint16Array(pairs.length),
    testFolds: [],
    identity: Int32Array.from(identity),
    identities: [...new Set(identity)].filter((person) => person >= 0).map(String),
    digest: '',
  };
}

const columnsOf = (persons: ComparedPersons) =>
  Object.values(personColumns(persons)).map((side: IndexColumn) => Array.from(side));

describe('who is compared', () => {
  test('is what the protocol says where it names every person', () => {
    const pairs = [
      [0, 1, 1],
      [0, 2, 0],
    ] as const;
    const persons = personsOf(protocol(pairs, 3, [1, 1, 0]));
    expect(columnsOf(persons)).toEqual([
      [1, 1],
      [1, 0],
    ]);
    expect(persons).toMatchObject({ count: 2, inferred: false });
  });

  test('is inferred from chains of genuine comparisons where it does not', () => {
    const pairs = [
      [3, 4, 1],
      [0, 1, 1],
      [4, 1, 1],
      [0, 2, 0],
      [5, 3, 0],
    ] as const;
    const persons = personsOf(protocol(pairs, 6));
    // Pictures 0, 1, 3 and 4 are one person; 2 and 5 are each their own.
    expect(columnsOf(persons)).toEqual([
      [0, 0, 0, 0, 2],
      [0, 0, 0, 1, 0],
    ]);
    expect(persons).toMatchObject({ count: 3, inferred: true });
  });

  test('does not depend on the order of the comparisons', () => {
    const pairs = [
      [0, 1, 1],
      [2, 3, 1],
      [1, 2, 1],
    ] as const;
    const forth = personsOf(protocol(pairs, 4));
    const back = personsOf(protocol(pairs.toReversed(), 4));
    expect(columnsOf(forth).map((side) => side.toReversed())).toEqual(columnsOf(back));
  });
});

describe('persons by their first comparison', () => {
  test('are numbered left before right, and those who are never compared are left out', () => {
    const persons = {
      left: Uint32Array.of(4, 2, 4),
      right: Uint32Array.of(4, 0, 2),
      count: 6,
      inferred: false,
    };
    const { persons: found, former } = byFirstComparison(persons);
    expect(found.left).toBe(persons.left);
    expect(columnsOf(found)).toEqual([
      [0, 1, 0],
      [0, 2, 1],
    ]);
    expect(found).toMatchObject({ count: 3, inferred: false });
    expect([...former]).toEqual([4, 2, 0]);
  });

  test('are as they were where that is their order already', () => {
    const persons = {
      left: Uint32Array.of(0, 1),
      right: Uint32Array.of(0, 2),
      count: 9,
      inferred: true,
    };
    const { persons: found, former } = byFirstComparison(persons);
    expect(found).toEqual({ ...persons, count: 3 });
    expect([...former]).toEqual([0, 1, 2]);
  });

  test('are numbered alike where a table tells whose each picture is', () => {
    const persons = {
      left: Uint32Array.of(7, 5, 7),
      right: Uint32Array.of(8, 6, 5),
      // Pictures 7 and 8 are of person 4, 5 of 2, 6 of 0; 0 to 4 are in no comparison.
      of: Uint16Array.of(1, 1, 3, 3, 5, 2, 0, 4, 4),
      count: 6,
      inferred: false,
    };
    const { persons: found, former } = byFirstComparison(persons);
    expect(columnsOf(found)).toEqual([
      [0, 1, 0],
      [0, 2, 1],
    ]);
    expect(found).toMatchObject({ count: 3, inferred: false });
    expect([...former]).toEqual([4, 2, 0]);
  });
});
