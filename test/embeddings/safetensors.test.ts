import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readEmbeddings } from '../../src/embeddings/formats.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'safetensors-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A file with this header and `data` bytes behind it. */
async function read(header: object | string, data: Buffer | number) {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  const rest = typeof data === 'number' ? Buffer.alloc(data) : data;
  await writeFile(join(folder, 'x.safetensors'), Buffer.concat([length, text, rest]));
  return readEmbeddings(join(folder, 'x.safetensors'));
}

const tensor = (shape: number[], from: number, to: number, dtype = 'F32') => ({
  dtype,
  shape,
  data_offsets: [from, to],
});

describe('a safetensors file', () => {
  test('gives BF16 as the float32 whose upper half it is', async () => {
    const bits = Buffer.from(Uint16Array.of(0x3f80, 0xc040, 0x0001, 0x7f7f).buffer);
    const { raw } = await read({ embeddings: tensor([2, 2], 0, 8, 'BF16') }, bits);
    const expected = Uint32Array.of(0x3f800000, 0xc0400000, 0x00010000, 0x7f7f0000);
    expect([...new Uint32Array(raw.buffer)]).toEqual([...expected]);
  });

  test('is read at the offset of its tensor, behind others of any size', async () => {
    const data = Buffer.concat([Buffer.alloc(3), Buffer.from(Float32Array.of(1, 2).buffer)]);
    const header = { labels: tensor([3], 0, 3, 'U8'), features: tensor([1, 2], 3, 11) };
    expect([...(await read(header, data)).raw]).toEqual([1, 2]);
  });

  test('may hold its names in its metadata, or in a file beside it', async () => {
    const embeddings = tensor([2, 1], 0, 8);
    const named = await read({ __metadata__: { ids: '["a","\\u00fc"]' }, embeddings }, 8);
    expect(named.ids).toEqual(['a', 'ü']);
    await writeFile(join(folder, 'x.ids.txt'), 'p\nq\n');
    expect((await read({ embeddings }, 8)).ids).toEqual(['p', 'q']);
  });

  const one = tensor([1, 2], 0, 8);
  test.each<[string, object | string, number, string, string]>([
    [
      'an offset before the end of the one before',
      { a: one, b: tensor([1, 2], 4, 12) },
      12,
      'E_SAFETENSORS',
      'tensor "b" overlaps the one before it',
    ],
    [
      'a hole',
      { a: one, b: tensor([1, 2], 12, 20) },
      20,
      'E_SAFETENSORS',
      'tensor "b" leaves a hole before it',
    ],
    ['a hole at the beginning', { a: tensor([1, 2], 4, 12) }, 12, 'E_SAFETENSORS', 'leaves a hole'],
    ['offsets beyond the file', { a: one }, 7, 'E_SAFETENSORS', 'take 8 bytes, the file holds 7'],
    [
      'bytes behind the last tensor',
      { a: one },
      9,
      'E_SAFETENSORS',
      'take 8 bytes, the file holds 9',
    ],
    [
      'offsets that go backwards',
      { a: tensor([1, 2], 8, 0) },
      8,
      'E_SAFETENSORS',
      'its offsets span -8',
    ],
    [
      'offsets that do not fit the shape',
      { a: tensor([1, 3], 0, 8) },
      8,
      'E_SAFETENSORS',
      'needs 12 bytes',
    ],
    [
      'a shape that is not whole',
      { a: tensor([1.5, 2], 0, 12) },
      12,
      'E_SAFETENSORS',
      'its shape is no list',
    ],
    ['a negative shape', { a: tensor([-1, -2], 0, 8) }, 8, 'E_SAFETENSORS', 'its shape is no list'],
    [
      'a dtype that nobody knows',
      { a: tensor([1, 2], 0, 8, 'F33') },
      8,
      'E_SAFETENSORS',
      'its dtype is unknown',
    ],
    ['an entry that is no object', { a: 1 }, 0, 'E_SAFETENSORS', 'is no JSON object'],
    ['a header that is no JSON', '{"a', 0, 'E_SAFETENSORS', 'byte 8: the header is not JSON'],
    ['a header that is a list', '{}['.slice(2) + ']', 8, 'E_SAFETENSORS', 'no JSON object'],
    [
      'whole numbers',
      { embeddings: tensor([1, 2], 0, 8, 'I32') },
      8,
      'E_SAFETENSORS_TENSOR',
      '"embeddings" is I32',
    ],
    ['one dimension', { embeddings: tensor([2], 0, 8) }, 8, 'E_SAFETENSORS_TENSOR', 'of shape (2)'],
    [
      'vectors without components',
      { embeddings: tensor([2, 0], 0, 0) },
      0,
      'E_SAFETENSORS_TENSOR',
      'of shape (2, 0)',
    ],
    [
      'two that could be meant',
      { a: one, b: tensor([1, 2], 8, 16) },
      16,
      'E_SAFETENSORS_TENSOR',
      'could be meant: "a", "b"',
    ],
    ['none', {}, 0, 'E_SAFETENSORS_TENSOR', 'none of its 0 tensors'],
    [
      'too few names',
      { __metadata__: { ids: '["a"]' }, e: tensor([2, 1], 0, 8) },
      8,
      'E_SAFETENSORS_IDS',
      '1 ids for 2 rows',
    ],
    [
      'names that are numbers',
      { __metadata__: { ids: '[1, 2]' }, e: tensor([2, 1], 0, 8) },
      8,
      'E_SAFETENSORS_IDS',
      'entry 0 (from 0)',
    ],
    [
      'names that are no list',
      { __metadata__: { ids: 'a,b' }, e: tensor([2, 1], 0, 8) },
      8,
      'E_SAFETENSORS_IDS',
      'is not JSON',
    ],
  ])('is refused with %s', async (_, header, data, code, what) => {
    await expect(read(header, data)).rejects.toMatchObject({
      code,
      exit: 65,
      message: expect.stringContaining(what),
    });
  });

  test('is refused with a header that is longer than the file', async () => {
    const bytes = Buffer.alloc(16);
    bytes.writeBigUInt64LE(2n ** 63n);
    await writeFile(join(folder, 'x.safetensors'), bytes);
    await expect(readEmbeddings(join(folder, 'x.safetensors'))).rejects.toThrow(
      /^E_SAFETENSORS .*x\.safetensors: byte 0: a header of \d+ bytes does not fit a file of 16/,
    );
  });
});
