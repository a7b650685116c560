import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { scoreDataset, verify, type VerifyRequest } from '../../src/pipeline/verify.js';
import { qualityAt } from '../../src/score-quality.js';
import { SILENT } from '../../src/talk.js';
import { temporaryFolder } from '../support/run-cli.js';
import { PERSONS, writeSmallLfw } from '../support/small-lfw.js';

const { path: root, remove } = temporaryFolder();
const io = { env: {}, signal: new AbortController().signal };
let request: VerifyRequest;

beforeAll(async () => {
  await writeSmallLfw(root);
  const stems = PERSONS.flatMap((person) => [1, 2, 3].map((i) => `${person}/${person}_000${i}`));
  const names = stems.flatMap((stem) => [`${stem}.png`, `${stem}.jpg`]);
  const embeddings = join(root, 'vectors.list');
  writeFileSync(embeddings, names.map((id, i) => `${id} ${i + 1} 1 2\n`).join(''));
  request = { dataset: 'lfw', root, device: 'cpu', batch: 4, embeddings };
});
afterAll(remove);

describe('compared vectors', () => {
  test('are held where something reads them, and the scores are the same where nothing does', async () => {
    const { vectors, input, named } = await verify(request, io, SILENT);
    expect(input.compared?.embeddings).toBe(vectors.embeddings);
    const dropped = await scoreDataset(request, io, SILENT, { hold: false });
    expect(dropped.vectors).toBeUndefined();
    expect(dropped.input.compared).toBeUndefined();
    expect(dropped.named).toEqual(named);
  });

  test('are held where they are to be written, whoever reads them', async () => {
    const wished = { ...request, save: ['embeddings'] };
    const { vectors } = await scoreDataset(wished, io, SILENT, { hold: false });
    expect(vectors?.raw?.ids).toEqual(vectors?.embeddings.ids);
  });

  test('give every comparison the lower of its two magnitudes as its quality', async () => {
    const { vectors, named } = await verify(request, io, SILENT);
    const { magnitudes } = vectors.embeddings;
    const { left, right } = named.pictures!;
    const of = qualityAt(named.scores)!;
    left.forEach((picture, k) => {
      expect(of(k)).toBe(Math.min(magnitudes[picture]!, magnitudes[right[k]!]!));
    });
  });
});
