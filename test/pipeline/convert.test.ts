import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  EMBEDDING_FORMATS,
  readEmbeddings,
  writeEmbeddings,
} from '../../src/embeddings/formats.js';
import { fromHalf, toHalf } from '../../src/float16.js';
import { convert, type ConvertRequest } from '../../src/pipeline/convert.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convert-'));
});
afterEach(() => rm(folder, { recursive: true }));

const remarks: string[] = [];
const run = (input: string, output: string, wish: Partial<ConvertRequest> = {}) => {
  remarks.length = 0;
  const talk = { remark: (text: string) => remarks.push(text), progress: () => undefined };
  const request = { input: join(folder, input), output: join(folder, output), ...wish };
  return convert({ dtype: 'f32', ...request }, talk as never);
};

const NAMES = EMBEDDING_FORMATS.map(({ name }) => name);
const PLACES: Readonly<Record<string, string>> = Object.fromEntries(
  EMBEDDING_FORMATS.map(({ name, extensions }) => [name, `${name}${extensions[0] ?? ''}`]),
);

/** Names that every format holds, and vectors that have a direction. */
const EMBEDDINGS = fc.integer({ min: 1, max: 5 }).chain((dim) => {
  const float = fc.float({ noNaN: true, noDefaultInfinity: true, min: -(2 ** 50), max: 2 ** 50 });
  const row = fc
    .array(float, { minLength: dim, maxLength: dim })
    .filter((values) => values.some((value) => Math.abs(value) > 1e-15));
  const id = fc.stringMatching(/^[a-zü😀]{1,4}(\/[a-z_0-9]{1,4})?(\.jpg)?(_r)?$/u);
  return fc.uniqueArray(id, { minLength: 1, maxLength: 6 }).chain((ids) =>
    fc.record({
      ids: fc.constant(ids),
      raw: fc
        .array(row, { minLength: ids.length, maxLength: ids.length })
        .map((rows) => Float32Array.from(rows.flat())),
      dim: fc.constant(dim),
    }),
  );
});

describe('convert', () => {
  test.each(NAMES.flatMap((from) => NAMES.map((to) => [from, to] as const)))(
    'from %s to %s keeps every bit, every name and their order',
    async (from, to) => {
      await fc.assert(
        fc.asyncProperty(EMBEDDINGS, async (embeddings) => {
          await rm(folder, { recursive: true });
          await writeEmbeddings(join(folder, 'in', PLACES[from]!), embeddings, {}, { to: from });
          const out = join('out', PLACES[to]!);
          await run(join('in', PLACES[from]!), out, { to });
          const { ids, raw, dim, format } = await readEmbeddings(join(folder, out));
          expect({ ids, dim, format }).toEqual({
            ids: embeddings.ids,
            dim: embeddings.dim,
            format: to,
          });
          expect(Buffer.from(raw.slice().buffer)).toEqual(
            Buffer.from(embeddings.raw.slice().buffer),
          );
        }),
        { numRuns: 5 },
      );
    },
  );

  const put = (name: string, values: number[], dim: number, ids?: string[]) =>
    writeEmbeddings(join(folder, name), {
      raw: Float32Array.from(values),
      dim,
      ...(ids === undefined ? {} : { ids }),
    });

  test.each(['x.npy', 'x.npz', 'x.safetensors'])(
    'rounds to float16 in %s only when asked, and says by how much',
    async (name) => {
      const values = [0.1, -3, 1e-7, 60_000];
      await put('in.npy', values, 2, ['a', 'b']);
      await run('in.npy', name, { dtype: 'f16' });
      expect(remarks[0]).toBe('rounded to float16: a number moves by 0.0000244 at most, in "a"');
      const { raw } = await readEmbeddings(join(folder, name));
      expect([...raw]).toEqual(values.map((value) => fromHalf(toHalf(value))));
      await run('in.npy', `again-${name}`, {});
      expect([...(await readEmbeddings(join(folder, `again-${name}`))).raw]).toEqual([
        ...Float32Array.from(values),
      ]);
    },
  );

  test.each<[string, number[], string[] | undefined, Partial<ConvertRequest>, string, string]>([
    [
      'a vector of zeros',
      [1, 0],
      ['a', 'b'],
      {},
      'E_EMBED_ZERO',
      'in.npy, row 1 (from 0): the embedding of "b" is zero',
    ],
    [
      'NaN',
      [NaN, 1],
      ['a', 'b'],
      {},
      'E_EMBED_NONFINITE',
      'in.npy, row 0 (from 0): the embedding of "a"',
    ],
    ['infinity', [1, -Infinity], undefined, {}, 'E_EMBED_NONFINITE', 'row 1 (from 0)'],
    [
      'more than float16 holds',
      [1, 70_000],
      ['a', 'b'],
      { dtype: 'f16' },
      'E_EMBED_HALF',
      '70000 in the embedding of "b"',
    ],
    [
      'what float16 makes zero',
      [1, 1e-9],
      ['a', 'b'],
      { dtype: 'f16' },
      'E_EMBED_ZERO',
      '"b" is zero',
    ],
    [
      'float16 where there is none',
      [1, 1],
      ['a', 'b'],
      { dtype: 'f16', to: 'parquet' },
      'E_EMBED_DTYPE',
      'float32 only',
    ],
    [
      'no names where they are needed',
      [1, 1],
      undefined,
      { to: 'list' },
      'E_EMBED_NAMES',
      'have no names',
    ],
    ['no such format', [1, 1], ['a', 'b'], { to: 'hdf5' }, 'E_EMBED_FORMAT', '"hdf5"'],
    ['another file of names', [1, 1], ['a', 'b'], { ids: 'one.txt' }, 'E_EMBED_IDS', 'names 1'],
  ])('refuses %s and leaves nothing', async (_, values, ids, wish, code, what) => {
    await put('in.npy', values, 1, ids);
    await writeFile(join(folder, 'one.txt'), 'a\n');
    const before = await readdir(folder);
    const full = wish.ids === undefined ? wish : { ...wish, ids: join(folder, wish.ids) };
    await expect(run('in.npy', 'out.npy', full)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(what),
    });
    expect(await readdir(folder)).toEqual(before);
  });

  test('refuses names that stand twice', async () => {
    await writeFile(join(folder, 'in.list'), 'a 1\nb 2\na 3\n');
    await expect(run('in.list', 'out.npy')).rejects.toThrow(
      /^E_EMBED_DUPLICATE "a" stands twice .* rows 0 and 2/,
    );
  });

  test('replaces nothing unasked, and never what it reads', async () => {
    await put('in.npy', [1, 2], 1, ['a', 'b']);
    await put('out.npz', [3, 4], 1, ['a', 'b']);
    await expect(run('in.npy', 'out.npz')).rejects.toMatchObject({ code: 'E_CONVERT', exit: 2 });
    await run('in.npy', 'out.npz', { force: true });
    expect([...(await readEmbeddings(join(folder, 'out.npz'))).raw]).toEqual([1, 2]);
    const itself = run('in.npy', './in.npy', { force: true });
    await expect(itself).rejects.toThrow('would be replaced by itself');
  });

  test('gives names to rows that have none, and leaves rows without where the format can', async () => {
    await put('in.npy', [1, 2], 1);
    for (const name of ['out.npz', 'out.safetensors', 'out.parquet']) {
      await run('in.npy', name);
      expect((await readEmbeddings(join(folder, name))).ids).toBeUndefined();
    }
    await writeFile(join(folder, 'names'), 'p\nq\n');
    await run('in.npy', 'named.list', { ids: join(folder, 'names') });
    expect((await readEmbeddings(join(folder, 'named.list'))).ids).toEqual(['p', 'q']);
    await writeFile(join(folder, 'stale.ids.txt'), 'u\nv\n');
    await expect(run('in.npy', 'stale.npy')).rejects.toMatchObject({ code: 'E_EMBED_IDS' });
  });

  describe("InsightFace's arrays of pictures and their mirror images", () => {
    const npy = (shape: string, values: number[]) => {
      const header = `{'descr': '<f4', 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117);
      const start = Buffer.from(`\x93NUMPY\x01\0v\0${header}\n`, 'latin1');
      return Buffer.concat([start, Buffer.from(Float32Array.from(values).buffer)]);
    };

    test.each<[string, number[], 'add' | 'first', number[]]>([
      ['(2, 3, 2)', [1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60], 'add', [11, 22, 33, 44, 55, 66]],
      ['(2, 3, 2)', [1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60], 'first', [1, 2, 3, 4, 5, 6]],
      ['(3, 4)', [1, 2, 10, 20, 3, 4, 30, 40, 5, 6, 50, 60], 'add', [11, 22, 33, 44, 55, 66]],
      ['(3, 4)', [1, 2, 10, 20, 3, 4, 30, 40, 5, 6, 50, 60], 'first', [1, 2, 3, 4, 5, 6]],
    ])('of shape %s %j, %s, are %j', async (shape, values, halves, expected) => {
      await writeFile(join(folder, 'in.npy'), npy(shape, values));
      await run('in.npy', 'out.npz', { halves });
      expect(await readEmbeddings(join(folder, 'out.npz'))).toMatchObject({
        raw: Float32Array.from(expected),
        dim: 2,
      });
    });

    test.each(['(3, 3)', '(3, 1, 3)', '(9,)'])('of shape %s are refused', async (shape) => {
      await writeFile(join(folder, 'in.npy'), npy(shape, [1, 2, 3, 4, 5, 6, 7, 8, 9]));
      await expect(run('in.npy', 'out.npz', { halves: 'add' })).rejects.toMatchObject({
        code: 'E_NPY_SHAPE',
      });
    });

    test('are refused with the remedy where nobody says what becomes of them', async () => {
      await writeFile(join(folder, 'in.npy'), npy('(2, 1, 2)', [1, 2, 3, 4]));
      await expect(run('in.npy', 'out.npz')).rejects.toThrow(/E_NPY_SHAPE .*--halves add/);
    });
  });
});
