import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { places } from '../../src/datasets/places.js';

test('places are given back as they were told, whatever the steps from line to line', () => {
  const told = fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.integer({ min: 1, max: 9 })), {
    minLength: 1,
    maxLength: 40,
  });
  const regular = fc
    .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 20 }))
    .map(([stride, count]) =>
      Array.from({ length: count }, (_, i): [string, number] => ['a', 2 + i * stride]),
    );
  fc.assert(
    fc.property(
      fc.oneof(
        told,
        regular,
        fc.tuple(regular, told).map((both) => both.flat()),
      ),
      (all) => {
        const kept = places();
        for (const [file, line] of all) kept.add(file, line);
        expect(all.map((_, i) => kept.at(i))).toEqual(all.map(([file, line]) => ({ file, line })));
      },
    ),
  );
});
