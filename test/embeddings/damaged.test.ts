/** The short form of scripts/fuzz-embeddings.js. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readEmbeddings } from '../../src/embeddings/formats.js';
import { UserError } from '../../src/errors.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'damaged-'));
  await writeFile(join(folder, 'x.meta'), '0\n0\n1\n');
});
afterAll(() => rm(folder, { recursive: true }));

test.each([
  ['x.npy', 'float32-v1.npy'],
  ['x.npz', 'compressed.npz'],
  ['x.safetensors', 'peers/ids.safetensors'],
  ['x.parquet', 'peers/lists.parquet'],
  ['x.parquet', 'peers/plain.parquet'],
  ['x.parquet', 'peers/pages-v2.parquet'],
  ['x.parquet', 'peers/gzip.parquet'],
  ['x.parquet', 'peers/pandas-columns.parquet'],
  ['x.bin', 'peers/megaface/A/1.jpg_r100.bin'],
  ['x.bin', 'peers/raw.bin'],
])('%s with some bytes of %s changed is read, or refused by name and place', async (name, seed) => {
  const valid = await readFile(resolve('fixtures/embeddings', seed));
  const path = join(folder, name);
  const at = fc.noBias(fc.nat({ max: valid.length - 1 }));
  const change = fc.record({ at, value: fc.nat({ max: 255 }), cut: fc.nat({ max: 20 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
      let bytes = Buffer.from(valid);
      for (const { at, value, cut } of changes) {
        if (cut === 0) bytes = bytes.subarray(0, at);
        else if (at < bytes.length) bytes[at] = value;
      }
      await writeFile(path, bytes);
      const outcome = await readEmbeddings(path).catch((error: unknown) => error);
      if (!(outcome instanceof Error)) return;
      expect(outcome).toBeInstanceOf(UserError);
      expect(outcome.message).toContain(folder);
    }),
    { numRuns: 100 },
  );
});
