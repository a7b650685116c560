import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readEmbeddings } from '../../src/embeddings/formats.js';

const PEERS = resolve('fixtures/embeddings/peers');
/** What the libraries say that they wrote: test/reference/embedding_files.py. */
const EXPECTED = JSON.parse(readFileSync(join(PEERS, 'expected.json'), 'utf8')) as Record<
  string,
  { ids: string[] | null; dim: number; bits: number[] }
>;

describe('vectors that pyarrow, pandas, safetensors and NumPy wrote', () => {
  test.each(Object.keys(EXPECTED))('are read bit for bit from %s', async (name) => {
    const { ids, dim, raw, warnings } = await readEmbeddings(join(PEERS, name));
    const expected = EXPECTED[name]!;
    expect({ ids: ids ?? null, dim }).toEqual({ ids: expected.ids, dim: expected.dim });
    expect([...new Uint32Array(raw.buffer, raw.byteOffset, raw.length)]).toEqual(expected.bits);
    const rounded = name.startsWith('float64') ? [expect.stringContaining('rounded')] : [];
    expect(warnings).toEqual(rounded);
  });

  test.each([
    ['ragged', 'E_PARQUET_ROW', 'row 2 (from 0): a list of 1, 2 in row 0'],
    ['null-list', 'E_PARQUET_ROW', 'row 1 (from 0): the list or a value in it is null'],
    ['null-value', 'E_PARQUET_ROW', 'row 2 (from 0)'],
    ['empty-list', 'E_PARQUET_ROW', 'row 1 (from 0)'],
    ['null-id', 'E_PARQUET_ROW', 'row 1 (from 0): id is null'],
    ['two-lists', 'E_PARQUET_COLUMNS', 'several columns could hold the vectors: "left", "right"'],
    ['two-names', 'E_PARQUET_COLUMNS', 'several columns could hold the names: "left", "right"'],
    ['no-vectors', 'E_PARQUET_COLUMNS', 'found "id", "quality"'],
    ['gap', 'E_PARQUET_COLUMNS', 'no column of lists of floats'],
    ['whole-numbers', 'E_PARQUET_COLUMNS', 'no column of lists of floats'],
    ['lists-of-lists', 'E_PARQUET_COLUMNS', 'no column of lists of floats'],
    ['lz4', 'E_PARQUET', 'write it with snappy'],
  ])('are refused in refused-%s.parquet with %s', async (name, code, what) => {
    await expect(readEmbeddings(join(PEERS, `refused-${name}.parquet`))).rejects.toMatchObject({
      code,
      exit: 65,
      message: expect.stringContaining(what),
    });
  });
});
