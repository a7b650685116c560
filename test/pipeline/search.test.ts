import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
// Threads load files of their own, without jest: the tests run on what is built.
import { byteProducts } from '../../dist/inference/row-products.js';
import { searchExactly } from '../../dist/pipeline/search.js';
import { SearchThreads, withSearchThreads } from '../../dist/pipeline/search-threads.js';
import { npyHeader } from '../../src/files/npy-header.js';
import { SILENT } from '../../src/talk.js';
import { temporaryFolder } from '../support/run-cli.js';

const DIM = 12;
const folder = temporaryFolder();
afterAll(folder.remove);

/** Raw vectors from small whole numbers, so that directions repeat and scores tie. */
function rawRows(rows: number, turn: number): Float32Array {
  return Float32Array.from({ length: rows * DIM }, (_, k) => {
    const [row, i] = [Math.floor(k / DIM) % 37, k % DIM];
    return 1 + ((row * 7 + i * (turn + row)) % 5);
  });
}

function searchedRows(rows: number, turn: number, persons: number) {
  const raw = rawRows(rows, turn);
  const directions = raw.slice();
  for (let at = 0; at < raw.length; at += DIM) {
    const row = raw.subarray(at, at + DIM);
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    for (let i = 0; i < DIM; i++) directions[at + i] = row[i]! / length;
  }
  const identity = Int32Array.from({ length: rows }, (_, row) =>
    row % 4 === 3 ? -1 : (row * 11) % persons,
  );
  return { raw, directions, identity };
}

const gallery = searchedRows(300, 3, 90);
const probes = searchedRows(41, 5, 120);
const file = join(folder.path, 'gallery.npy');
writeFileSync(
  file,
  Buffer.concat([npyHeader('<f4', [300, DIM]), new Uint8Array(gallery.raw.buffer)]),
);
const dataOffset = npyHeader('<f4', [300, DIM]).length;
const stored = { path: file, dtype: '<f4', dataOffset, identity: gallery.identity };
const never = new AbortController().signal;
const search = (from: Parameters<typeof searchExactly>[0], more: object) =>
  searchExactly(from, probes, DIM, { top: 4, highest: 7, ...more }, SILENT, never);

describe('searchExactly', () => {
  test('gives the same bytes plainly, in threads, and from a file, whatever the threads and blocks', async () => {
    const plain = await search(gallery, { way: 'plain' });
    for (const [from, threads, rows, columns, hold] of [
      [gallery, 1, 300, 64, 0],
      [gallery, 2, 16, 8, 0],
      [gallery, 3, 7, 5, 0],
      [stored, 1, 512, 1024, 0],
      [stored, 4, 13, 9, 0],
      [stored, 2, 13, 9, 1e9],
    ] as const) {
      for (const products of ['bytes', 'floats'] as const) {
        const more = { way: 'threads', products, threads, rows, columns, hold };
        expect(await search(from, more)).toEqual(plain);
      }
    }
  });

  // They serve all of the searches that follow.
  const pools = [1, 2, 4].map((threads) => new SearchThreads(threads));
  afterAll(async () => {
    await Promise.all(pools.map((pool) => pool.close()));
  });

  // A length that fills the kernels' vectors, one that does not, and one that not even fills vectors of four.
  describe.each([32, 12, 13])('with vectors of %d components', (dim) => {
    const vectors = (count: number, seed: number, spread: number): Float32Array => {
      const rows = Float32Array.from({ length: count * dim }, (_, k) => {
        const [row, i] = [Math.floor(k / dim), k % dim];
        return Math.sin(seed + (row % 83)) + spread * Math.sin(seed * k + (row % 83) * i);
      });
      for (let at = 0; at < rows.length; at += dim) {
        const row = rows.subarray(at, at + dim);
        const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
        row.forEach((value, k) => (row[k] = value / length));
      }
      return rows;
    };
    const persons = (count: number, of: number) =>
      Int32Array.from({ length: count }, (_, row) => (row % 5 === 4 ? -1 : (row * 7) % of));

    test.each([
      { spread: 3, why: 'mates that stand out' },
      { spread: 1e-3, why: 'mates in a crowd, of which bytes say nothing' },
      { spread: 0, why: 'nothing but ties' },
    ])('gives the same bytes whatever the threads and blocks: $why', async ({ spread }) => {
      const large = { directions: vectors(700, 2, spread), identity: persons(700, 260) };
      const alone = { ...large, identity: new Int32Array(700).fill(-1) };
      const searchers = { directions: vectors(150, 3, spread), identity: persons(150, 300) };
      const within = (from: typeof large, more: object) =>
        searchExactly(from, searchers, dim, { top: 5, ...more }, SILENT, never);
      for (const from of [large, alone]) {
        const plain = await within(from, { way: 'plain' });
        for (const [i, [rows, columns]] of [
          [700, 150],
          [64, 31],
          [17, 7],
        ].entries()) {
          for (const products of ['bytes', 'floats']) {
            const more = { way: 'threads', products, threads: pools[i], rows, columns };
            expect(await within(from, more)).toEqual(plain);
          }
        }
      }
    });
  });

  test('takes some rows of a set for a gallery, in whatever order', async () => {
    const rows = Uint32Array.of(7, 299, 3, 140, 8, 9, 10, 77, 3);
    const taken = {
      directions: Float32Array.from(
        Array.from(rows, (row) =>
          Array.from(gallery.directions.subarray(row * DIM, (row + 1) * DIM)),
        ).flat(),
      ),
      identity: Int32Array.from(rows, (row) => gallery.identity[row]!),
    };
    const expected = await search(taken, { way: 'plain' });
    for (const way of ['plain', 'threads'] as const) {
      expect(await search({ ...gallery, rows }, { way, threads: 2, rows: 4 })).toEqual(expected);
    }
  });

  test('gives the same from threads that served other searches before', async () => {
    const small = searchedRows(90, 3, 20);
    const wishes = [
      { from: gallery, more: { top: 9, highest: 0, products: 'bytes' } },
      { from: small, more: { top: 2, highest: 0, products: 'bytes' } },
      { from: gallery, more: { top: 4, highest: 7 } },
      { from: stored, more: { top: 4, highest: 7, products: 'bytes', hold: 0, columns: 11 } },
      { from: gallery, more: { top: 9, highest: 0, rows: 19 } },
    ];
    const found = await withSearchThreads(2, async (threads) => {
      const sets = [];
      for (const { from, more } of wishes) {
        sets.push(await search(from, { way: 'threads', threads, ...more }));
      }
      return sets;
    });
    for (const [i, { from, more }] of wishes.entries()) {
      const same = 'path' in from ? gallery : from;
      expect(found[i]).toEqual(await search(same, { way: 'plain', ...more }));
    }
  });

  test('names the row of a file that has no direction', async () => {
    const raw = gallery.raw.slice();
    raw.fill(0, 123 * DIM, 124 * DIM);
    const path = join(folder.path, 'zero.npy');
    writeFileSync(path, Buffer.concat([npyHeader('<f4', [300, DIM]), new Uint8Array(raw.buffer)]));
    await expect(search({ ...stored, path }, { threads: 2, hold: 0 })).rejects.toThrow(
      /^E_EMBED_ZERO .*zero\.npy, row 123/,
    );
  });

  test('tells of a file that is not there any more, and of one that became shorter', async () => {
    await expect(search({ ...stored, path: 'nowhere.npy' }, {})).rejects.toMatchObject({
      code: 'E_EMBED_FILE',
    });
    const path = join(folder.path, 'short.npy');
    writeFileSync(path, new Uint8Array(gallery.raw.buffer).subarray(0, 1000));
    await expect(search({ ...stored, path }, {})).rejects.toMatchObject({ code: 'E_FILE_SHORT' });
  });

  test('stops with the reason of the signal', async () => {
    const stop = new AbortController();
    stop.abort(new Error('enough'));
    for (const way of ['plain', 'threads'] as const) {
      await expect(
        searchExactly(gallery, probes, DIM, { way }, SILENT, stop.signal),
      ).rejects.toThrow('enough');
    }
  });
});

test('byteProducts multiplies whole numbers exactly where two products fit in 16 bits', async () => {
  const [dim, m, n] = [37, 5, 9];
  const rows = Uint8Array.from({ length: m * dim }, (_, k) => (k * 73) % 256);
  const columns = Int8Array.from({ length: dim * n }, (_, k) => ((k * 29) % 127) - 63);
  const products = new Int32Array(m * n);
  const by = await byteProducts(dim);
  await by.multiply(rows, m, columns, n, products);
  await by.release();
  const expected = Array.from({ length: m * n }, (_, k) => {
    const [row, column] = [Math.floor(k / n), k % n];
    let sum = 0;
    for (let i = 0; i < dim; i++) sum += (rows[row * dim + i]! - 128) * columns[i * n + column]!;
    return sum;
  });
  expect(Array.from(products)).toEqual(expected);
});
