/** MegaFace's files and raw float32: formats that say little of themselves. */
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readEmbeddings, writeEmbeddings } from '../../src/embeddings/formats.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'features-'));
});
afterEach(() => rm(folder, { recursive: true }));

const put = async (name: string, content: string | Uint8Array) => {
  await mkdir(dirname(join(folder, name)), { recursive: true });
  await writeFile(join(folder, name), content);
};
const floats = (...values: number[]) => Buffer.from(Float32Array.from(values).buffer);
const vector = (...values: number[]) =>
  Buffer.concat([Buffer.from(Int32Array.of(values.length, 1, 4, 5).buffer), floats(...values)]);
const headed = (header: number[], bytes: number) =>
  Buffer.concat([Buffer.from(Int32Array.from(header).buffer), Buffer.alloc(bytes)]);

describe("MegaFace's files", () => {
  test.each([
    ['A/1.jpg_r100.bin', 'A/1.jpg', "the devkit's name of the model is left out"],
    ['A/1.jpg.bin', 'A/1.jpg', 'no name of a model'],
    ['A/x_1.PNG_a_b.bin', 'A/x_1.PNG', 'a name of a model with an underscore'],
    ['A/1_r100.bin', 'A/1_r100', 'no extension of a picture: nothing can be told apart'],
    ['A/1.jpg_x/2.jpg_m.bin', 'A/1.jpg_x/2.jpg', 'the last picture counts'],
  ])('%s is the vector of %s: %s', async (file, id) => {
    await put(`v/${file}`, vector(1, 2));
    const { ids, raw, dim } = await readEmbeddings(join(folder, 'v'));
    expect({ ids, raw: [...raw], dim }).toEqual({ ids: [id], raw: [1, 2], dim: 2 });
  });

  test('come in the order of their paths, from every folder below', async () => {
    for (const name of ['b/2.bin', 'b.bin', 'a/c/1.bin', 'B.bin'])
      await put(`v/${name}`, vector(1));
    await put('v/notes.txt', 'no vector');
    expect((await readEmbeddings(join(folder, 'v'))).ids).toEqual(['B', 'a/c/1', 'b', 'b/2']);
  });

  test('one alone is a set of one', async () => {
    await put('1.jpg_m.bin', vector(3, 4));
    expect(await readEmbeddings(join(folder, '1.jpg_m.bin'))).toMatchObject({
      dim: 2,
      format: 'megaface',
    });
  });

  test('that were written come back in their order and with their names, whatever these look like', async () => {
    const ids = ['z/1.jpg_x', 'a', 'z/1.jpg', 'ü b.png'];
    const raw = Float32Array.of(1, 2, 3, 4, 5, -0, 7, 8);
    await writeEmbeddings(join(folder, 'v'), { ids, raw, dim: 2 }, undefined, { to: 'megaface' });
    expect(await readEmbeddings(join(folder, 'v'))).toMatchObject({ ids, raw, dim: 2 });
  });

  test.each(['../a', '/a', 'a//b', 'a/./b', 'a\\b', '..'])(
    'never lie outside of their folder: %j',
    async (id) => {
      const embeddings = { ids: ['ok', id], raw: Float32Array.of(1, 2), dim: 1 };
      const failed = writeEmbeddings(join(folder, 'v'), embeddings, undefined, { to: 'megaface' });
      await expect(failed).rejects.toMatchObject({ code: 'E_EMBED_ID', exit: 65 });
      expect(await readdir(folder)).toEqual([]);
      await put('w/ids.txt', `${id}\n`);
      await expect(readEmbeddings(join(folder, 'w'))).rejects.toMatchObject({
        code: 'E_MEGAFACE_PATH',
      });
    },
  );

  test('are not mixed with what lies in a folder', async () => {
    await put('v/old.txt', 'kept');
    const embeddings = { ids: ['a'], raw: Float32Array.of(1), dim: 1 };
    const failed = writeEmbeddings(join(folder, 'v'), embeddings, undefined, { to: 'megaface' });
    await expect(failed).rejects.toMatchObject({ code: 'E_EMBED_WRITE', exit: 73 });
    expect(await readdir(folder, { recursive: true })).toEqual(['v', 'v/old.txt']);
  });

  test.each<[string, Buffer, string]>([
    ['a file without a header', Buffer.alloc(3), '3 bytes are less than a header'],
    [
      'more numbers than it holds',
      headed([3, 1, 4, 5], 8),
      'the header 3 1 4 5 does not fit a file of 24 bytes',
    ],
    ['float64', headed([1, 1, 8, 6], 8), 'the header 1 1 8 6'],
    ['two columns', headed([1, 2, 4, 5], 8), 'the header 1 2 4 5'],
    ['a negative count', headed([-1, 1, 4, 5], 0), 'the header -1 1 4 5'],
    ['no numbers', headed([0, 1, 4, 5], 0), 'the header 0 1 4 5'],
    ['another length than the first', vector(1, 2, 3), '3 numbers, 2 in'],
  ])('are refused with %s', async (_, bytes, what) => {
    await put('v/a.bin', vector(1, 2));
    await put('v/b.bin', bytes);
    await expect(readEmbeddings(join(folder, 'v'))).rejects.toMatchObject({
      code: 'E_MEGAFACE',
      message: expect.stringMatching(new RegExp(`b\\.bin: .*${what}`)),
    });
  });

  test('of two models in one folder are refused', async () => {
    await put('v/1.jpg_a.bin', vector(1));
    await put('v/1.jpg_b.bin', vector(1));
    await expect(readEmbeddings(join(folder, 'v'))).rejects.toMatchObject({
      code: 'E_MEGAFACE_TWICE',
    });
  });

  test.each([
    ['a.bin\n../b.bin\n', 'E_MEGAFACE_PATH', 'list.txt:2:1'],
    ['a.bin\nb.npy\n', 'E_MEGAFACE_LIST', 'list.txt:2:1'],
    ['a.bin\nmissing.bin\n', 'E_EMBED_FILE', 'missing.bin'],
  ])('are refused by the list %j with %s', async (list, code, what) => {
    await put('v/a.bin', vector(1));
    await put('v/list.txt', list);
    await expect(readEmbeddings(join(folder, 'v/list.txt'))).rejects.toMatchObject({
      code,
      message: expect.stringContaining(what),
    });
  });
});

describe('raw float32', () => {
  test('that begins with zeros and the bytes of a brace is not taken for safetensors', async () => {
    await put('x.bin', Buffer.from('00000000000000007b000000', 'hex'));
    expect((await readEmbeddings(join(folder, 'x.bin'), { dim: 3 })).format).toBe('raw');
  });

  test.each<[string, string | undefined, string, number | undefined, string]>([
    ['features/x.bin', 'features/x.meta', '7\n-1\n', undefined, 'labels beside it'],
    ['features/x.bin', 'labels/x.meta', '7\r\n8\r\n', undefined, "learn-to-cluster's folders"],
    ['x.f32', 'x.ids.txt', 'a\nb\n', undefined, 'names beside it'],
    ['x.bin', undefined, '', 3, 'told'],
  ])('in %s has rows by %s %j %s: %s', async (file, list, text, dim) => {
    await put(file, floats(1, 2, 3, 4, 5, -0));
    if (list !== undefined) await put(list, text);
    const read = await readEmbeddings(join(folder, file), { dim });
    expect(read).toMatchObject({ raw: Float32Array.of(1, 2, 3, 4, 5, -0), dim: 3 });
    expect(read.ids).toEqual(list === 'x.ids.txt' ? ['a', 'b'] : undefined);
  });

  test.each<[string, Buffer, string | undefined, number | undefined, string, string]>([
    ['nothing tells', floats(1, 2), undefined, undefined, 'E_RAW_DIM', 'holds 2 numbers'],
    ['it has no labels at all', floats(1, 2), '', undefined, 'E_RAW_DIM', 'holds 2 numbers'],
    ['half a number is left', Buffer.alloc(7), undefined, 1, 'E_RAW_SIZE', '7 bytes'],
    ['half a vector is left', floats(1, 2, 3), undefined, 2, 'E_RAW_SIZE', 'vectors of 2'],
    ['labels do not divide', floats(1, 2, 3), '1\n2\n', undefined, 'E_RAW_SIZE', 'the 2 lines of'],
    ['labels and dim contradict', floats(1, 2, 3, 4), '1\n', 2, 'E_RAW_SIZE', '2 vectors of 2'],
    ['a label is no number', floats(1, 2), '1\nx\n', undefined, 'E_RAW_META', 'x.meta:2:1: "x"'],
    [
      'it is a pack of pictures',
      Buffer.from('80029fff', 'hex'),
      undefined,
      undefined,
      'E_RAW_KIND',
      'a Python pickle',
    ],
  ])('is refused where %s', async (_, bytes, labels, dim, code, what) => {
    await put('x.bin', bytes);
    if (labels !== undefined) await put('x.meta', labels);
    await expect(readEmbeddings(join(folder, 'x.bin'), { dim })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(what),
    });
  });
});
