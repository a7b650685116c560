import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fromRaw } from '../../src/embeddings/embedding-set.js';
import { plainUnitRows } from '../../src/embeddings/unit-rows.js';
// The kernel lies beside what is built.
import { vectorUnitRows } from '../../dist/kernels/unit-rows.js';

const value = fc.float({ min: -1000, max: 1000, noNaN: true }).filter((one) => one !== 0);

test.each([
  ['plain code', plainUnitRows],
  ['the kernel', (...size: Parameters<typeof plainUnitRows>) => vectorUnitRows(...size)!],
] as const)('makes rows unit to the bytes of an embedding set, by %s', (_, unitRows) => {
  fc.assert(
    fc.property(
      fc
        .tuple(fc.integer({ min: 1, max: 21 }), fc.integer({ min: 1, max: 19 }))
        .chain(([dim, count]) =>
          fc.tuple(
            fc.constant(dim),
            fc.array(value, { minLength: dim * count, maxLength: dim * count }),
          ),
        ),
      ([dim, values]) => {
        const raw = Float32Array.from(values);
        const count = raw.length / dim;
        const room = unitRows(dim, count + 1);
        room.rows.set(raw);
        room.makeUnit(count);
        const ids = Array.from({ length: count }, (__, i) => String(i));
        const { directions, magnitudes } = fromRaw(ids, raw, dim);
        expect(room.rows.subarray(0, raw.length)).toEqual(directions);
        expect(Float32Array.from(room.lengths.subarray(0, count))).toEqual(magnitudes);
      },
    ),
  );
});
