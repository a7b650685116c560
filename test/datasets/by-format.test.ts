import { describe, expect, test } from '@jest/globals';
import { byFormat } from '../../src/datasets/by-format.js';
import type { DatasetFormat } from '../../src/datasets/dataset.js';
import type { LoadedDataset } from '../../src/types.js';

const format = (name: string, there: boolean): DatasetFormat => ({
  name,
  files: `${name}.txt`,
  fits: () => Promise.resolve(there),
  load: () => Promise.resolve({ warnings: [`loaded as ${name}`] } as unknown as LoadedDataset),
});
const source = { root: 'data' };

describe('a dataset of several forms', () => {
  test('is read in the first whose files are there, which is said where it is not the usual one', async () => {
    const usual = await byFormat('lfw', [format('official', true), format('pack', true)])(source);
    expect(usual.warnings).toEqual(['loaded as official']);
    const other = await byFormat('lfw', [format('official', false), format('pack', true)])(source);
    expect(other.warnings).toEqual(['lfw is read as pack: pack.txt', 'loaded as pack']);
  });

  test('is read in the form that is named, whatever is there', async () => {
    const load = byFormat('lfw', [format('official', true), format('pack', false)]);
    expect((await load({ ...source, format: 'pack' })).warnings).toEqual(['loaded as pack']);
    await expect(load({ ...source, format: 'pck' })).rejects.toThrow('did you mean pack?');
  });

  test('names every form where none is there', async () => {
    const load = byFormat('lfw', [format('official', false), format('pack', false)]);
    await expect(load(source)).rejects.toThrow(
      /data holds no form of lfw:\n {2}official: official\.txt\n {2}pack: pack\.txt/,
    );
  });
});
