import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
// Threads load files of their own, without jest: the tests run on what is built.
import { identify } from '../../dist/pipeline/identify.js';
import type { Talk } from '../../src/talk.js';
import { magface, PROJECT, temporaryFolder } from '../support/run-cli.js';

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (name: string) => join(folder.path, name);
const IMAGES = join(PROJECT, 'fixtures', 'demo', 'images');

beforeAll(async () => {
  for (const argv of [
    ['convert', join(PROJECT, 'fixtures', 'vectors', 'demo.npz'), at('demo.npy')],
    ['protocol', 'make', IMAGES, '--kind', 'gallery', '--enrol', '1', '--out', at('lone')],
    ['protocol', 'make', IMAGES, '--kind', 'gallery', '--enrol', '2', '--out', at('several')],
  ]) {
    expect((await magface(argv)).exit).toBe(0);
  }
});

/** What a search finds and says, where so many bytes of galleries may be held. */
async function searched(
  dataset: string,
  hold: number,
  more: { pool?: string; convention?: string[] } = {},
) {
  const remarks: string[] = [];
  const talk: Talk = {
    begin: () => ({ advance: () => undefined, end: () => undefined }),
    remark: (text) => {
      remarks.push(text);
    },
  };
  const { signal } = new AbortController();
  const request = {
    ...{ dataset: join(at(dataset), 'dataset.yaml'), embeddings: at('demo.npy'), hold },
    ...{ device: 'auto' as const, batch: 8 },
    ...{ ranks: [1, 5], fpir: [0.1, 0.3], convention: ['iso'], candidates: 3, reject: [0.2] },
    ...more,
  };
  const { report, extras } = await identify(request, { env: {}, signal }, talk);
  const read = remarks.filter((text) => text.includes('read from')).length;
  const candidates: Uint8Array[] = [];
  const content = extras?.get('candidates.csv');
  if (typeof content === 'function') {
    await content((bytes) => {
      candidates.push(bytes.slice());
      return Promise.resolve();
    });
  }
  return { found: { report, candidates: Buffer.concat(candidates).toString() }, read };
}

describe('galleries that are not held', () => {
  test('are read from the file of vectors, and give the same report and candidates', async () => {
    const held = await searched('lone', 2 ** 29);
    const left = await searched('lone', 0);
    expect([held.read, left.read]).toEqual([0, 1]);
    expect(left.found).toEqual(held.found);
    expect(held.found.report.rows.length).toBeGreaterThan(2);
    expect(held.found.candidates.split('\n').length).toBeGreaterThan(100);
  });

  test.each([
    { why: 'another rule makes other vectors', dataset: 'lone', more: { pool: 'magface' } },
    { why: 'templates of several pictures are pooled', dataset: 'several', more: {} },
  ])('stay in memory where $why', async ({ dataset, more }) => {
    expect((await searched(dataset, 0, more)).read).toBe(0);
  });
});
