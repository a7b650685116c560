import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { placements } from '../../src/metrics/placements.js';
import { sweep } from '../../src/metrics/sweep.js';

const score = fc.oneof(
  fc.integer({ min: -3, max: 3 }).map((third) => third / 3),
  fc.double({ min: -1, max: 1, noNaN: true }),
);

/** Few of one class among many of the other, as often as nearly as many, and either class none. */
const classes = fc.tuple(
  fc.array(score, { maxLength: 4 }),
  fc.oneof(fc.array(score, { maxLength: 6 }), fc.array(score, { minLength: 20, maxLength: 60 })),
  fc.boolean(),
);

test('the placement of a comparison is how many of the other class lie above its score, ties half', () => {
  fc.assert(
    fc.property(classes, ([some, others, swapped]) => {
      const scores = Float64Array.from([...some, ...others]);
      const genuine = Uint8Array.from(scores, (_, k) => Number(k < some.length !== swapped));
      const fold = new Uint16Array(scores.length);
      const above = placements({ scores, genuine, fold, testFolds: [] }, sweep(scores, genuine));
      scores.forEach((own, k) => {
        let count = 0;
        scores.forEach((other, l) => {
          if (genuine[l] !== genuine[k]) count += other > own ? 1 : other === own ? 0.5 : 0;
        });
        expect(above(k)).toBe(count);
      });
    }),
  );
});
