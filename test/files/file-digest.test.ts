import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
// A thread loads the compiled code alone.
import { digestByThread, digestOf } from '../../dist/files/file-digest.js';
import { temporaryFolder } from '../support/run-cli.js';

const bytes = Uint8Array.from({ length: 3_000_000 }, (_, i) => (i * i) % 251);
const head = Uint8Array.of(1, 2, 3);
const never = new AbortController().signal;

let place: ReturnType<typeof temporaryFolder>;
let path: string;

beforeAll(() => {
  place = temporaryFolder();
  path = join(place.path, 'bytes');
  writeFileSync(path, bytes);
});
afterAll(() => {
  place.remove();
});

const expected = (from: number, size: number) =>
  createHash('sha256')
    .update(head)
    .update(bytes.subarray(from, from + size))
    .digest('hex');

describe.each([
  ['here', digestOf],
  ['by a thread', digestByThread],
])('a digest taken %s', (_, take) => {
  test.each([
    [0, 3_000_000],
    [0, 0],
    [80, 1],
    [80, 2_999_920],
    [1_048_576, 1_048_576],
    [2_500_000, 3],
  ])('is the sha256 of the head and of the bytes from %i on, %i of them', async (from, size) => {
    expect(await take({ head, path, from, size }, never)).toBe(expected(from, size));
  });

  test('refuses a file that is not there, and one that ends before', async () => {
    const absent = join(place.path, 'absent');
    await expect(take({ head, path: absent, from: 0, size: 1 }, never)).rejects.toMatchObject({
      code: 'E_FILE_MISSING',
      exit: 66,
    });
    await expect(take({ head, path, from: 1, size: 3_000_000 }, never)).rejects.toMatchObject({
      code: 'E_FILE_SHORT',
      exit: 65,
    });
  });

  test('stops when it is told to, for the reason it is given', async () => {
    const stop = new AbortController();
    const taken = take({ head, path, from: 0, size: 3_000_000 }, stop.signal);
    stop.abort(new Error('enough'));
    await expect(taken).rejects.toThrow('enough');
    await expect(take({ head, path, from: 0, size: 1 }, stop.signal)).rejects.toThrow('enough');
  });
});
