import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
// A thread loads the compiled code alone.
import { readByThread } from '../../dist/pipeline/comparisons-thread.js';
import { readIjbComparisons, type IjbComparisons } from '../../src/datasets/ijb-comparisons.js';
import { PROJECT, temporaryFolder } from '../support/run-cli.js';

const META = join(PROJECT, 'fixtures', 'ijbc', 'meta');
const NUMBERS = [1, 3, 4, 7, 11065, 11070, 11071, 23124];
const published = { genuine: 1, impostor: 2 };
let folder: ReturnType<typeof temporaryFolder>;

beforeAll(() => {
  folder = temporaryFolder();
});
afterAll(() => {
  folder.remove();
});

const comparisonsIn = (file: string, before: readonly string[] = []): IjbComparisons => ({
  file,
  before,
  templates: new Map(NUMBERS.map((number, index) => [number, index])),
  title: 'IJB-C',
  published,
});

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
  new Uint8Array(buffer, byteOffset, byteLength);

const outcomeOf = async (read: () => unknown) => {
  try {
    return await read();
  } catch (error) {
    const { name, message } = error as Error;
    return { ...(error as object), name, message };
  }
};

describe('comparisons read by a thread', () => {
  test('are those that are read here, with their digest and remarks', async () => {
    const before = [join(META, 'ijbc_face_tid_mid.txt'), join(META, 'ijbc_name_5pts_score.txt')];
    const task = comparisonsIn(join(META, 'ijbc_template_pair_label.txt'), before);
    const here = readIjbComparisons(task);
    const there = await readByThread(task);
    expect(there).toEqual(here);
    expect(here.remarks).toHaveLength(1);
    expect(here.left.length).toBeGreaterThan(0);
  });

  test('are as many as there are, whatever room was made for them', async () => {
    const line = readFileSync(join(META, 'ijbc_template_pair_label.txt'), 'utf8').split('\n')[0]!;
    const file = join(folder.path, 'many.txt');
    writeFileSync(file, `${line}\n`.repeat(300_000));
    const here = readIjbComparisons(comparisonsIn(file));
    const there = await readByThread(comparisonsIn(file));
    expect(there.digest).toBe(here.digest);
    for (const column of ['left', 'right', 'genuine'] as const) {
      expect(there[column]).toHaveLength(300_000);
      expect(Buffer.compare(bytesOf(there[column]), bytesOf(here[column]))).toBe(0);
    }
  });

  test.each([
    ['1 3 1\n1 5 0\n', 'E_IJB_PAIRS'],
    ['1 3 1\n1 3 2\n', 'E_LABEL'],
    ['1 3 1\n1 3\0\n', 'E_TEXT_NUL'],
    ['', 'E_IJB_PAIRS'],
    [undefined, 'E_FILE_MISSING'],
  ])('of %j are refused with the same error', async (text, code) => {
    const file = join(folder.path, `${code}.txt`);
    if (text !== undefined) writeFileSync(file, text);
    const here = await outcomeOf(() => readIjbComparisons(comparisonsIn(file)));
    expect(here).toMatchObject({ code });
    const there = await outcomeOf(() => readByThread(comparisonsIn(file)));
    // A cause stays where it was.
    expect(there).toEqual({ ...(here as object), cause: undefined });
  });
});
