import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
// A thread loads the compiled code alone.
import { openEmbeddings, readEmbeddings } from '../../dist/embeddings/formats.js';
import { npyHeader } from '../../dist/files/npy-header.js';
import { vectorsDigest } from '../../dist/pipeline/vectors-digest.js';
import { temporaryFolder } from '../support/run-cli.js';

const DIM = 512;
/** More bytes than are digested without a thread. */
const MANY = 33_000;

let place: ReturnType<typeof temporaryFolder>;

beforeAll(() => {
  place = temporaryFolder();
});
afterAll(() => {
  place.remove();
});

function write(name: string, rows: number): string {
  const path = join(place.path, name);
  const values = new Float32Array(rows * DIM);
  for (let i = 0; i < values.length; i++) values[i] = i % 997;
  writeFileSync(path, npyHeader('<f4', [rows, DIM]));
  writeFileSync(path, Buffer.from(values.buffer), { flag: 'a' });
  return path;
}

test.each([
  ['few', 10],
  ['many', MANY],
])('the digest of %s vectors is the one that reading them at once gives', async (name, rows) => {
  const path = write(`${name}.npy`, rows);
  const file = await openEmbeddings(path);
  const digest = await vectorsDigest(file, new AbortController().signal);
  const chunks = [new Float32Array(100 * DIM), new Float32Array(100 * DIM)];
  await file.pass(chunks, (count, _, chunk) => {
    digest.update(chunks[chunk]!.subarray(0, count * DIM));
    return undefined;
  });
  expect(await digest.hex()).toBe((await readEmbeddings(path)).digest);
});

test('a file that somebody writes to meanwhile is told of', async () => {
  const path = write('changing.npy', MANY);
  const digest = await vectorsDigest(await openEmbeddings(path), new AbortController().signal);
  writeFileSync(path, Uint8Array.of(0), { flag: 'a' });
  await expect(digest.hex()).rejects.toMatchObject({ code: 'E_FILE_CHANGED', exit: 75 });
});
