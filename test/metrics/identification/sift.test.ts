import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dotProduct } from '../../../src/metrics/cosines.js';
import type { ScoresOf } from '../../../src/metrics/identification/best-entries.js';
import { blocksOf, planGallery } from '../../../src/metrics/identification/gallery-plan.js';
import { JoinedSearch } from '../../../src/metrics/identification/joined-search.js';
import { byteError, productError } from '../../../src/metrics/identification/product-error.js';
import { type ByteRows, plainByteRows } from '../../../src/metrics/identification/byte-rows.js';
import { plainScan, type Scan, type ScanRoom } from '../../../src/metrics/identification/scan.js';
import { type Searched, searchGallery } from '../../../src/metrics/identification/search.js';
import { matesOf, Sift } from '../../../src/metrics/identification/sift.js';
// The kernel lies beside what is built.
import { vectorByteRows } from '../../../dist/kernels/byte-rows.js';
import { vectorScan } from '../../../dist/kernels/sift-kernel.js';
import type { SearchSet } from '../../../src/types.js';

const DIM = 5;

/** Few directions that lie close together, and some farther apart, so that products err across ties and thresholds. */
const direction = fc
  .tuple(fc.constantFrom(0, 1, 2), fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 40 }))
  .map(([main, by, much]) => {
    const row = Array.from(
      { length: DIM },
      (_, i) => (i === main ? 1 : 0) + (i === by ? much * 2e-8 : 0.1),
    );
    const length = Math.hypot(...row);
    return row.map((value) => value / length);
  });

const searched = (least: number, most: number): fc.Arbitrary<Searched> =>
  fc
    .array(fc.tuple(fc.integer({ min: -1, max: 5 }), direction), {
      minLength: least,
      maxLength: most,
    })
    .map((rows) => ({
      identity: Int32Array.from(rows, ([person]) => person),
      directions: Float32Array.from(rows.flatMap(([, row]) => row)),
    }));

/**
 * The search by products that are wrong by up to an error, which is another one for each probe and each block, as `noise` says for
 * each, in parts that come in any order.
 */
function searchBySifting(
  gallery: Searched,
  probes: Searched,
  { top, highest }: { top: number; highest: number },
  {
    rows,
    parts,
    noise,
    scanOf,
  }: {
    rows: number;
    parts: number;
    noise: (k: number) => number;
    scanOf: (rows: number, probes: number, room: ScanRoom) => Scan;
  },
): SearchSet {
  const plan = planGallery(gallery.identity);
  const { starts, entryAt } = plan;
  const scoreOf = (p: number, position: number) =>
    Math.fround(
      dotProduct(gallery.directions, entryAt[position]! * DIM, probes.directions, p * DIM, DIM),
    );
  const count = probes.identity.length;
  const own = probes.identity.map((person) => plan.subjectOf.get(person) ?? -1);
  const scoresOf: ScoresOf = (probed, positions, some, scores) => {
    for (let i = 0; i < some; i++) scores[i] = scoreOf(probed[i]!, positions[i]!);
  };
  const mates = matesOf(own, starts, scoresOf);
  const blocks = blocksOf(starts, rows);
  const joined = new JoinedSearch(plan, own, { top, highest });
  const least = productError(DIM);
  const size = Math.ceil((blocks.length - 1) / parts);
  let k = 0;
  for (let from = blocks.length - 1; from > 0; from -= size) {
    // Hardly any room, so that lists are cut again and again.
    const room = { room: 4 * Math.max(1, top), doubts: 4 };
    const scan = scanOf(gallery.identity.length, count, room);
    const sift = new Sift({ count, mates, own }, scan, starts, scoresOf, Math.max(1, top), highest);
    for (let b = Math.max(0, from - size); b < from; b++) {
      const [first, last] = [blocks[b]!, blocks[b + 1]!];
      const errors = new Float32Array(count).map((_, p) => least * 50 ** ((b + p) % 3));
      for (let position = starts[first]!, at = 0; position < starts[last]!; position++) {
        for (let p = 0; p < count; p++, at++) {
          // What a product may be wrong by, less what the bound keeps for rounding a threshold.
          scan.products[at] = scoreOf(p, position) + noise(k++) * (errors[p]! - 2 ** -23);
        }
      }
      sift.take(first, last, errors);
    }
    joined.add(0, sift.result());
  }
  return joined.result();
}

const noises = fc.infiniteStream(fc.constantFrom(-1, -0.9, -0.1, 0, 0.3, 1));

describe('a search by products that are only nearly right', () => {
  for (const [name, scanOf] of [
    ['plain code', plainScan],
    ['the kernel', (...size: Parameters<typeof plainScan>) => vectorScan(...size)!],
  ] as const) {
    test(`gives the bytes of the plain search, by ${name}`, () => {
      fc.assert(
        fc.property(
          searched(1, 90),
          searched(1, 7),
          fc.record({ top: fc.nat(4), highest: fc.nat(9) }),
          fc.integer({ min: 1, max: 20 }),
          fc.integer({ min: 1, max: 4 }),
          noises,
          (gallery, probes, wishes, rows, parts, noise) => {
            const next = () => noise.next().value as number;
            expect(
              searchBySifting(gallery, probes, wishes, { rows, parts, noise: next, scanOf }),
            ).toEqual(searchGallery(gallery, probes, DIM, wishes));
          },
        ),
        { numRuns: 300 },
      );
    });
  }

  for (const [name, scanOf] of [
    ['plain code', plainScan],
    ['the kernel', (...size: Parameters<typeof plainScan>) => vectorScan(...size)!],
  ] as const) {
    test(`holds no more than its room where a gallery is made of copies, by ${name}`, () => {
      const row = [0.6, 0.8, 0, 0, 0];
      const copies: Searched = {
        identity: new Int32Array(2000).fill(-1),
        directions: Float32Array.from(Array.from({ length: 2000 }, () => row).flat()),
      };
      // More than four of them, so that the kernel takes them together.
      const probes: Searched = {
        identity: new Int32Array(21).fill(-1),
        directions: Float32Array.from(Array.from({ length: 21 }, () => row).flat()),
      };
      const wishes = { top: 3, highest: 5 };
      const sifted = searchBySifting(copies, probes, wishes, {
        rows: 16,
        parts: 1,
        noise: (k) => Math.sin(k),
        scanOf,
      });
      expect(sifted).toEqual(searchGallery(copies, probes, DIM, wishes));
      expect(Array.from(sifted.candidates.entry.subarray(0, 3))).toEqual([0, 1, 2]);
    });
  }
});

describe('what products of a scan reach', () => {
  // Of zero and minus zero either may be the greater.
  const product = fc.float({ min: -1, max: 1, noNaN: true }).map((value) => value + 0);
  test('is reached by as many as are wanted, and is the same by plain code and by the kernel', () => {
    const sizes = fc
      .record({ rows: fc.integer({ min: 1, max: 40 }), probes: fc.integer({ min: 1, max: 9 }) })
      .chain(({ rows, probes }) =>
        fc.integer({ min: 1, max: rows }).chain((groups) =>
          fc.record({
            rows: fc.constant(rows),
            probes: fc.constant(probes),
            groups: fc.constant(groups),
            wanted: fc.integer({ min: 1, max: groups }),
            products: fc.array(product, {
              minLength: rows * probes,
              maxLength: rows * probes,
            }),
          }),
        ),
      );
    fc.assert(
      fc.property(sizes, ({ rows, probes, groups, wanted, products }) => {
        const [plain, kernel] = [plainScan, vectorScan].map((scanOf) => {
          const scan = scanOf(40, probes, { room: 40, doubts: 4 })!;
          scan.products.set(products);
          return Array.from(scan.reach(rows, groups, wanted).subarray(0, probes));
        });
        expect(kernel).toEqual(plain);
        plain!.forEach((value, p) => {
          const column = products.filter((_, at) => at % probes === p);
          expect(column.filter((product) => product >= value).length).toBeGreaterThanOrEqual(
            wanted,
          );
        });
      }),
    );
  });
});

/** Rows of whatever length and shape, some with one great component, made unit. */
const unitRows = fc
  .tuple(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 9 }))
  .chain(([dim, count]) =>
    fc.tuple(
      fc.constant(dim),
      fc.array(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: dim, maxLength: dim }),
        { minLength: count, maxLength: count },
      ),
      fc.nat(),
    ),
  )
  .map(([dim, rows, turn]) => {
    const values = rows.map((row, r) => {
      const spiked = row.map((value, i) => (i === (r + turn) % dim ? value + 1.5 : value));
      const length = Math.hypot(...spiked);
      return spiked.map((value) => value / length);
    });
    return { dim, count: rows.length, values: Float32Array.from(values.flat()) };
  });

const filled = (room: ByteRows, values: Float32Array, count: number, flip: number): ByteRows => {
  room.rows.set(values);
  room.toBytes(count, flip);
  return room;
};

describe('rows as bytes', () => {
  test('are the same by plain code and by the kernel', () => {
    fc.assert(
      fc.property(unitRows, fc.constantFrom(0, 128), ({ dim, count, values }, flip) => {
        const plain = filled(plainByteRows(dim, count), values, count, flip);
        const kernel = filled(vectorByteRows(dim, count)!, values, count, flip);
        for (const what of ['bytes', 'scales', 'errors'] as const) {
          expect(Array.from(kernel[what])).toEqual(Array.from(plain[what]));
        }
      }),
    );
  });

  test('have products within the error that is told of them', () => {
    fc.assert(
      fc.property(unitRows, ({ dim, count, values }) => {
        const { bytes, scales, errors } = filled(plainByteRows(dim, count), values, count, 0);
        const whole = new Int8Array(bytes.buffer);
        for (let a = 0; a < count; a++) {
          for (let b = 0; b < count; b++) {
            let sum = 0;
            for (let i = 0; i < dim; i++) sum += whole[a * dim + i]! * whole[b * dim + i]!;
            const product = Math.fround(Math.fround(sum * scales[a]!) * scales[b]!);
            const score = Math.fround(dotProduct(values, a * dim, values, b * dim, dim));
            expect(Math.abs(product - score)).toBeLessThan(byteError(errors[a]!, errors[b]!));
          }
        }
      }),
    );
  });

  test.each([
    { row: [1, 0, -1], bytes: [127, 0, -127], error: 0, why: 'what is a multiple loses nothing' },
    { row: [254, 1, -1], bytes: [127, 0, 0], error: Math.SQRT2, why: 'halves go to the even one' },
    { row: [254, 3, -3], bytes: [127, 2, -2], error: Math.SQRT2, why: 'above as well as below' },
  ])('$why', ({ row, bytes, error }) => {
    for (const room of [plainByteRows(3, 1), vectorByteRows(3, 1)!]) {
      const done = filled(room, Float32Array.from(row), 1, 0);
      expect(Array.from(new Int8Array(done.bytes))).toEqual(bytes);
      expect(done.errors[0]).toBeCloseTo(error, 6);
    }
  });
});

describe('productError', () => {
  test('is above what any order of summation errs by, on unit rows of every length tried', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 64 }).chain((dim) =>
          fc.tuple(
            fc.array(fc.float({ min: Math.fround(0.01), max: 1, noNaN: true }), {
              minLength: dim,
              maxLength: dim,
            }),
            fc.array(fc.float({ min: Math.fround(0.01), max: 1, noNaN: true }), {
              minLength: dim,
              maxLength: dim,
            }),
          ),
        ),
        fc.nat(),
        ([left, right], turn) => {
          const unit = (row: number[]) => {
            const length = Math.hypot(...row);
            return Float32Array.from(row, (value) => value / length);
          };
          const [a, b] = [unit(left), unit(right)];
          const dim = a.length;
          // All signs alike, so that errors have the most to grow on; from any component on.
          let sum = 0;
          for (let i = 0; i < dim; i++) {
            const at = (i + turn) % dim;
            sum = Math.fround(sum + Math.fround(a[at]! * b[at]!));
          }
          const stored = Math.fround(dotProduct(a, 0, b, 0, dim));
          expect(Math.abs(sum - stored)).toBeLessThan(productError(dim));
        },
      ),
    );
  });
});

describe('blocksOf', () => {
  test.each([
    {
      starts: [0, 1, 2, 3],
      most: 2,
      bounds: [0, 2, 3],
      why: 'as many entries as a block may have',
    },
    {
      starts: [0, 5, 6, 7],
      most: 2,
      bounds: [0, 1, 3],
      why: 'a subject with more is a block of its own',
    },
    { starts: [0, 1, 9], most: 4, bounds: [0, 1, 2], why: 'and so it is behind others' },
    { starts: [0, 2], most: 9, bounds: [0, 1], why: 'one block holds all' },
  ])('$why', ({ starts, most, bounds }) => {
    expect(Array.from(blocksOf(Uint32Array.from(starts), most))).toEqual(bounds);
  });
});
