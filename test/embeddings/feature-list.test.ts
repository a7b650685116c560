import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { withFile } from '../../src/files/byte-source.js';
import type { ByteSource } from '../../src/files/byte-source.js';
import { fromRaw } from '../../src/embeddings/embedding-set.js';
import { readFeatureList, writeFeatureList } from '../../src/embeddings/feature-list.js';

function source(content: string | Uint8Array): ByteSource {
  const bytes = Buffer.from(content as string);
  let at = 0;
  const fill = (into: Uint8Array) => {
    into.set(bytes.subarray(at, (at += into.length)));
    return Promise.resolve();
  };
  return { file: 'feat.list', size: bytes.length, fill };
}

async function write(ids: readonly string[], raw: Float32Array, dim: number): Promise<string> {
  const parts: Uint8Array[] = [];
  await writeFeatureList({ ids, raw, dim }, (bytes) => {
    parts.push(bytes);
    return Promise.resolve();
  });
  return Buffer.concat(parts).toString('utf8');
}

describe('readFeatureList', () => {
  test.each([
    ['a.jpg 1 -2.5\nb.jpg 3 4\n', 'as MagFace writes it'],
    ['a.jpg 1 -2.5\nb.jpg 3 4', 'no line feed at the end'],
    ['a.jpg 1 -2.5\r\nb.jpg 3 4\r\n', 'lines ending in CRLF'],
    ['\ufeffa.jpg\t1  -2.5 \nb.jpg 3\t4 \n', 'tabs, runs of spaces, spaces at the end, a BOM'],
  ])('reads %j: %s', async (text) => {
    const { ids, raw, dim } = await readFeatureList(source(text));
    expect({ ids, raw: [...raw], dim }).toEqual({
      ids: ['a.jpg', 'b.jpg'],
      raw: [1, -2.5, 3, 4],
      dim: 2,
    });
  });

  test.each([
    ['', 'feat.list:1: the file holds no line', 'E_FEATURE_LIST'],
    ['\n', 'feat.list:1:1: the line is empty', 'E_FEATURE_LIST'],
    ['a 1\n\nb 2\n', 'feat.list:2:1: the line is empty', 'E_FEATURE_LIST'],
    [' 1 2\n', 'feat.list:1:1: a path is missing', 'E_FEATURE_LIST'],
    ['a\n', 'feat.list:1: no value follows the path', 'E_FEATURE_LIST'],
    ['a 1 2\nb 1\n', 'feat.list:2: 1 values, 2 on the first line', 'E_FEATURE_LIST'],
    ['a 1 2\nb 1 2 3\nc 1 2\n', 'feat.list:2: 3 values, 2 on the first line', 'E_FEATURE_LIST'],
    ['a 1 x\n', 'feat.list:1:5: "x" is not a finite float32 number', 'E_FEATURE_LIST'],
    ['a 1\nü nan\n', 'feat.list:2:3: "nan" is not a finite', 'E_FEATURE_LIST'],
    ['a 1e39\n', 'feat.list:1:3: "1e39" is not a finite float32', 'E_FEATURE_LIST'],
    ['a b.jpg 1 2\n', 'feat.list:1:3: "b.jpg" is not a finite', 'E_FEATURE_LIST'],
    ['a 1\rb 2\n', 'feat.list:1:3: "1\\rb" is not a finite', 'E_FEATURE_LIST'],
    [
      Buffer.from('\xfc 1\n', 'latin1'),
      'feat.list:1:1: the path is not UTF-8',
      'E_FEATURE_LIST_TEXT',
    ],
  ])('refuses %j with %s', async (text, message, code) => {
    await expect(readFeatureList(source(text))).rejects.toMatchObject({
      code,
      exit: 65,
      message: expect.stringContaining(message),
    });
  });

  test('reads on over the ends of its buffer, wherever they fall', async () => {
    const line = (i: number) => `picture-${i}.jpg ${i} ${'0'.repeat(i % 97)}.25\n`;
    const count = 80_000;
    const text = Array.from({ length: count }, (_, i) => line(i)).join('');
    expect(text.length).toBeGreaterThan(5_000_000);
    const { ids, raw } = await readFeatureList(source(text));
    expect(ids.every((id, i) => id === `picture-${i}.jpg`)).toBe(true);
    expect(raw.every((value, i) => value === (i % 2 === 0 ? i / 2 : 0.25))).toBe(true);
    expect([ids.length, raw.length]).toEqual([count, 2 * count]);
  });

  test('has room for lines far shorter than the first', async () => {
    const text = `a ${'0'.repeat(5000)}1\n${'b 2\n'.repeat(5000)}`;
    const { raw } = await readFeatureList(source(text));
    expect(raw.length).toBe(5001);
    expect(raw.at(-1)).toBe(2);
  });

  test('gives up on a line of more than 1 MiB', async () => {
    const text = `a 1\nb ${'0'.repeat(6 << 20)}\n`;
    await expect(readFeatureList(source(text))).rejects.toThrow(
      'E_FEATURE_LIST feat.list:2: the line is longer than 1 MiB',
    );
  });
});

describe('writeFeatureList', () => {
  test('writes one path and its values a line', async () => {
    const text = await write(['a/1.jpg', 'b'], Float32Array.of(0.1, -3, 1e-10, -0), 2);
    expect(text).toBe('a/1.jpg 0.1 -3\nb 1e-10 -0\n');
  });

  test('is read back bit for bit', async () => {
    const value = fc.float({ noNaN: true, noDefaultInfinity: true });
    const vectors = fc.array(fc.tuple(value, value, value), { minLength: 1, maxLength: 600 });
    await fc.assert(
      fc.asyncProperty(vectors, async (rows) => {
        const ids = rows.map((_, i) => `${i}.png`);
        const raw = Float32Array.from(rows.flat());
        const read = await readFeatureList(source(await write(ids, raw, 3)));
        expect(read.ids).toEqual(ids);
        expect(read.raw.every((found, i) => Object.is(found, raw[i]))).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  test.each(['two words', 'tab\there', 'line\nbreak', '', 'hard\u00a0space'])(
    'refuses the id %j, which could not be told from a value',
    async (id) => {
      await expect(write([id], Float32Array.of(1), 1)).rejects.toMatchObject({
        code: 'E_EMBED_ID',
        exit: 65,
      });
    },
  );
});

const TOY = resolve('..', 'shared', 'goldens', 'magface_toy');

(existsSync(TOY) ? test : test.skip)("gives the magnitudes of MagFace's toy pictures", async () => {
  const { magnitudes_by_line: golden } = JSON.parse(
    readFileSync(resolve(TOY, 'expected.json'), 'utf8'),
  ) as { magnitudes_by_line: number[] };
  const { ids, raw, dim } = await withFile(resolve(TOY, 'feat.list'), readFeatureList);
  const { magnitudes } = fromRaw(ids, raw, dim);
  expect(dim).toBe(512);
  expect(magnitudes.length).toBe(golden.length);
  // The golden was summed by NumPy in float64; ours is stored in float32.
  for (const [i, magnitude] of magnitudes.entries()) expect(magnitude).toBeCloseTo(golden[i]!, 5);
  expect([magnitudes[0]!.toFixed(2), magnitudes[9]!.toFixed(2)]).toEqual(['21.78', '30.25']);
});
