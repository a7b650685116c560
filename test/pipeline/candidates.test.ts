import { expect, test } from '@jest/globals';
import { candidatesFile } from '../../src/pipeline/candidates.js';
import type { SearchSet } from '../../src/types.js';

test('candidates.csv: best first, as many as asked for, names no spreadsheet runs, scores below 0 as they are', async () => {
  const templates = {
    ids: ['=cmd|a', 'b, c', 'p', 'q'],
    identity: Int32Array.of(0, -1, 0, -1),
    identities: ['@person'],
    offsets: Uint32Array.of(0, 1, 2, 3, 4),
    members: Uint32Array.of(0, 1, 2, 3),
    media: new Uint32Array(4),
  };
  const candidates = {
    top: 3,
    entry: Int32Array.of(0, 1, -1, 1, 0, -1),
    score: Float32Array.of(0.5, -0.25, NaN, 0.75, 0.125, NaN),
  };
  const set = { probes: 2, candidates } as SearchSet;
  const found = [{ name: 'G1', entries: Uint32Array.of(0, 1), set }];
  let text = '';
  const content = candidatesFile({ templates, probes: Uint32Array.of(2, 3) }, found, 2);
  await (content as (write: (bytes: Uint8Array) => Promise<void>) => Promise<void>)((bytes) => {
    text += Buffer.from(bytes).toString();
    return Promise.resolve();
  });
  expect(text.split('\n')).toEqual([
    'gallery,probe,rank,template,subject,score,mate',
    "G1,p,1,'=cmd|a,'@person,0.5,1",
    'G1,p,2,"b, c",,-0.25,0',
    'G1,q,1,"b, c",,0.75,',
    "G1,q,2,'=cmd|a,'@person,0.125,",
    '',
  ]);
});
