import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EXIT, UserError } from '../../src/errors.js';
import { npyHeader } from '../../src/files/npy-header.js';
import { loadComparisons, openComparisons } from '../../src/pipeline/load.js';
import { loadedAndPooled, pooledVectors } from '../../src/pipeline/pooled.js';
import { SILENT } from '../../src/talk.js';
import type { LoadedDataset, TemplatePairProtocol } from '../../src/types.js';
import { PROJECT, temporaryFolder } from '../support/run-cli.js';

const [PICTURES, DIM] = [29, 4];
const SOURCE = { dataset: 'ijbc', root: join(PROJECT, 'fixtures', 'ijbc') };
type Whole = Promise<LoadedDataset<TemplatePairProtocol>>;
let folder: ReturnType<typeof temporaryFolder>;
let embeddings: string;

beforeAll(() => {
  folder = temporaryFolder();
  embeddings = join(folder.path, 'vectors.npy');
  const values = Float32Array.from({ length: PICTURES * DIM }, (_, i) => Math.sin(1 + i * i));
  const bytes = new Uint8Array(values.buffer);
  writeFileSync(embeddings, Buffer.concat([npyHeader('<f4', [PICTURES, DIM]), bytes]));
});
afterAll(() => {
  folder.remove();
});

const refusal = new UserError('E_LABEL', 'no label', 'write 1 or 0', EXIT.badData);
const early = (whole: Whole) => whole;
const late = (whole: Whole) => setTimeout(300).then(() => whole);
const refusedEarly = () => Promise.reject(refusal);
const refusedLate = () => setTimeout(300).then(() => Promise.reject(refusal));

/** What comes of it where comparisons are read as `reading` says, and what is said meanwhile. */
async function outcomeOf(
  reading: (whole: Whole) => Whole,
  more: { readonly embeddings?: string; readonly limit?: number } = {},
  signal = new AbortController().signal,
) {
  const request = { ...SOURCE, embeddings, ...more } as never;
  const remarks: string[] = [];
  const talk = { ...SILENT, remark: (text: string) => remarks.push(text) };
  const opened = await openComparisons(request, {}, talk);
  if (!('finish' in opened)) throw new Error('comparisons of pictures');
  const whole = reading(opened.whole);
  whole.catch(() => undefined);
  try {
    return {
      remarks,
      found: await loadedAndPooled({ ...opened, whole }, request, {}, talk, signal),
    };
  } catch (error) {
    return { remarks, error };
  }
}

/** What comes of it one after the other. */
async function inTurn(more: { readonly limit?: number } = {}) {
  const request = { ...SOURCE, embeddings, ...more } as never;
  const remarks: string[] = [];
  const talk = { ...SILENT, remark: (text: string) => remarks.push(text) };
  const loaded = (await loadComparisons(request, {}, talk)) as Awaited<Whole>;
  const { signal } = new AbortController();
  return { remarks, loaded, vectors: await pooledVectors(loaded, request, {}, talk, signal) };
}

describe('vectors that are pooled while comparisons are read', () => {
  test.each([
    ['before', early, {}],
    ['after', late, {}],
    ['before', early, { limit: 3 }],
    ['after', late, { limit: 3 }],
  ] as const)(
    'are the same, and so are the remarks, where these come %s (%#)',
    async (_, reading, more) => {
      const { remarks, found } = await outcomeOf(reading, more);
      const expected = await inTurn(more);
      expect(remarks).toEqual(expected.remarks);
      expect(remarks.length).toBeGreaterThan(2);
      expect(found!.vectors.embeddings).toEqual(expected.vectors.embeddings);
      expect(await found!.vectors.subject).toEqual(await expected.vectors.subject);
      expect(found!.loaded.protocol).toEqual(expected.loaded.protocol);
    },
  );

  test.each([
    ['early', refusedEarly],
    ['late', refusedLate],
  ])(
    'are given up where comparisons are refused, %s, for their reason alone',
    async (_, reading) => {
      expect(await outcomeOf(reading)).toEqual({ remarks: [], error: refusal });
      const none = { embeddings: join(folder.path, 'none.npy') };
      expect(await outcomeOf(reading, none)).toEqual({ remarks: [], error: refusal });
    },
  );

  test.each([
    ['early', early],
    ['late', late],
  ])('are refused where comparisons, read %s, are sound', async (_, reading) => {
    const path = join(folder.path, 'short.npy');
    writeFileSync(path, Buffer.concat([npyHeader('<f4', [2, DIM]), Buffer.alloc(2 * 4 * DIM)]));
    const { remarks, error } = await outcomeOf(reading, { embeddings: path });
    expect(error).toMatchObject({ code: 'E_EMBED_COUNT' });
    expect(remarks).toEqual((await inTurn()).remarks.slice(0, remarks.length));
    rmSync(path);
  });

  test('stop for the reason of the signal', async () => {
    const { error } = await outcomeOf(late, {}, AbortSignal.abort(refusal));
    expect(error).toBe(refusal);
  });
});
