import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
// Threads load files of their own, without jest: the tests run on what is built.
import { searchExactly } from '../../dist/pipeline/search.js';
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
      expect(await search(from, { way: 'threads', threads, rows, columns, hold })).toEqual(plain);
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
