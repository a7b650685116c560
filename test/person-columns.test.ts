import { expect, test } from '@jest/globals';
import { personColumns } from '../src/person-columns.js';

const left = Uint32Array.of(2, 0, 1);
const right = Uint32Array.of(2, 1, 0);
const of = Uint16Array.of(5, 7, 9);

test('the persons of comparisons are those that a table tells, or the sides themselves', () => {
  expect(personColumns({ left, right })).toEqual({ left, right });
  expect(personColumns({ left, right, of })).toEqual({
    left: Uint16Array.of(9, 5, 7),
    right: Uint16Array.of(9, 7, 5),
  });
});

test('and those of some comparisons, in their order', () => {
  const some = Uint32Array.of(2, 0);
  expect(personColumns({ left, right }, some)).toEqual({
    left: Uint32Array.of(1, 2),
    right: Uint32Array.of(0, 2),
  });
  expect(personColumns({ left, right, of }, some)).toEqual({
    left: Uint16Array.of(7, 9),
    right: Uint16Array.of(5, 9),
  });
});
