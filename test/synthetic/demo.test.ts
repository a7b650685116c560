import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp from 'sharp';
import { parse } from 'yaml';
import { degrade, DEGRADATIONS } from '../../src/synthetic/degrade.js';
import { PERSONS } from '../../src/synthetic/portrait.js';
import type { Pixels } from '../../src/synthetic/raster.js';
import {
  FOLDS,
  imagesTable,
  PAIRS_PER_FOLD,
  pairsProtocol,
  personsTable,
  personName,
  testPictures,
  testPixels,
} from '../../src/synthetic/test-set.js';

const folder = path.resolve(fileURLToPath(import.meta.url), '../../../fixtures/demo');
const text = (name: string) => readFileSync(path.join(folder, name), 'utf8');
const pictures = testPictures();
const paths = pictures.map((picture) => picture.path);

async function decode(name: string): Promise<Pixels> {
  const { data, info } = await sharp(path.join(folder, 'images', name))
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect([info.width, info.height, info.channels]).toEqual([112, 112, 3]);
  return { data: Uint8Array.from(data), width: info.width, height: info.height };
}

/** Every pair of pairs.txt as the two paths it names, with its fold. */
function readPairs() {
  const [, ...lines] = text('pairs.txt').trimEnd().split('\n');
  const file = (name: string, number: string) => `${name}/${name}_${number.padStart(4, '0')}.jpg`;
  return lines.map((line, i) => {
    const fields = line.split('\t');
    const [a, b, c, d] = fields as [string, string, string, string?];
    const genuine = fields.length === 3;
    return {
      genuine,
      fold: Math.floor(i / (2 * PAIRS_PER_FOLD)),
      first: file(a, b),
      second: genuine ? file(a, c) : file(c, d ?? ''),
    };
  });
}

describe('the pictures of the demonstration', () => {
  let decoded: Pixels[] = [];
  beforeAll(async () => {
    decoded = await Promise.all(paths.map(decode));
  });

  test('are exactly those that the generator names', () => {
    const found = readdirSync(path.join(folder, 'images'), { recursive: true, encoding: 'utf8' })
      .map((name) => name.split(path.sep).join('/'))
      .filter((name) => name.endsWith('.jpg'))
      .sort();
    expect(found).toEqual([...paths].sort());
    expect(text('images.csv')).toBe(imagesTable());
    expect(text('persons.csv')).toBe(personsTable());
  });

  test('all decode to 112x112 pixels, and no two are alike', () => {
    const hashes = decoded.map(({ data }) => createHash('sha256').update(data).digest('hex'));
    expect(new Set(hashes).size).toBe(pictures.length);
  });

  test('come out of their seeds again, but for the loss of JPEG', async () => {
    // The clean pictures of some persons; hard noise is where JPEG loses most and says least.
    const chosen = pictures.filter(({ level, person }) => level === 0 && person % 10 === 0);
    expect(chosen.length).toBeGreaterThan(20);
    for (const picture of chosen) {
      const { data } = await testPixels(picture);
      const kept = decoded[pictures.indexOf(picture)]!.data;
      const error = data.reduce((sum, v, i) => sum + Math.abs(v - kept[i]!), 0) / data.length;
      expect(error).toBeLessThan(3);
    }
  });

  test('take, with the model and the protocol, at most 5 MB', () => {
    const bytes = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => statSync(path.join(folder, name)))
      .reduce((sum, entry) => sum + (entry.isFile() ? entry.size : 0), 0);
    expect(bytes).toBeLessThan(5e6);
  });
});

describe('the protocol of the demonstration', () => {
  test('is what its seed draws', () => {
    expect(text('pairs.txt')).toBe(pairsProtocol());
  });

  test('names only pictures that exist, each pair once', () => {
    const known = new Set(paths);
    const pairs = readPairs();
    expect(pairs).toHaveLength(2 * FOLDS * PAIRS_PER_FOLD);
    for (const { first, second } of pairs)
      expect([known.has(first), known.has(second)]).toEqual([true, true]);
    const unordered = pairs.map(({ first, second }) => [first, second].sort().join(' '));
    expect(new Set(unordered).size).toBe(pairs.length);
  });

  test('pairs one person in its genuine pairs, two in its impostor pairs, nobody in two folds', () => {
    const folds = new Map<string, Set<number>>();
    const person = (name: string) => name.split('/')[0]!;
    for (const { genuine, fold, first, second } of readPairs()) {
      expect(person(first) === person(second)).toBe(genuine);
      for (const name of [person(first), person(second)])
        folds.set(name, (folds.get(name) ?? new Set()).add(fold));
    }
    expect(folds.size).toBe(PERSONS.test.count);
    for (const seen of folds.values()) expect(seen.size).toBe(1);
    expect(folds.has(personName(0))).toBe(true);
  });
});

describe('the model of the demonstration', () => {
  const model = readFileSync(path.join(folder, 'model.onnx'));
  let session: InferenceSession;
  let makeTensor: (data: Float32Array, dims: number[]) => Tensor;

  beforeAll(async () => {
    process.env['ORT_DISABLE_TELEMETRY'] = '1';
    const { default: ort } = await import('onnxruntime-node');
    session = await ort.InferenceSession.create(model, { intraOpNumThreads: 1 });
    makeTensor = (data, dims) => new ort.Tensor('float32', data, dims);
  });

  async function embed(list: readonly Pixels[]): Promise<number[][]> {
    const found: number[][] = [];
    const plane = 112 * 112;
    for (let first = 0; first < list.length; first += 50) {
      const batch = list.slice(first, first + 50);
      const input = new Float32Array(batch.length * 3 * plane);
      for (const [b, { data }] of batch.entries())
        for (let i = 0; i < plane; i++)
          for (let c = 0; c < 3; c++)
            input[(b * 3 + c) * plane + i] = (data[i * 3 + c]! - 127.5) / 127.5;
      const { embedding } = await session.run({
        input: makeTensor(input, [batch.length, 3, 112, 112]),
      });
      const values = embedding!.data as Float32Array;
      const dim = values.length / batch.length;
      for (let b = 0; b < batch.length; b++)
        found.push(Array.from(values.subarray(b * dim, (b + 1) * dim)));
    }
    return found;
  }
  const magnitude = (v: readonly number[]) => Math.hypot(...v);
  const cosine = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, v, i) => sum + v * b[i]!, 0) / (magnitude(a) * magnitude(b));

  test('is the file its description speaks of, at most 1 MB', async () => {
    const about = parse(text('model.yaml')) as Record<string, unknown>;
    expect(about['sha256']).toBe(createHash('sha256').update(model).digest('hex'));
    expect(about['preprocess']).toBe('insightface');
    expect(about['size']).toBe(112);
    expect(model.length).toBeLessThan(1e6);
    const [vector] = await embed([await decode(paths[0]!)]);
    expect(vector).toHaveLength(about['dim'] as number);
  });

  test('gives a picture the same embedding alone and in a batch', async () => {
    const some = await Promise.all(paths.slice(0, 5).map(decode));
    const together = await embed(some);
    for (const [i, picture] of some.entries()) {
      const [alone] = await embed([picture]);
      for (const [k, v] of alone!.entries())
        expect(Math.abs(v - together[i]![k]!)).toBeLessThan(1e-3);
    }
  });

  test('loses magnitude on average with every level of every degradation', async () => {
    // The first picture of every person is never degraded.
    const clean = pictures.filter(({ index }) => index === 0);
    const faces = await Promise.all(clean.map((picture) => decode(picture.path)));
    const mean = async (list: readonly Pixels[]) =>
      (await embed(list)).reduce((sum, v) => sum + magnitude(v), 0) / list.length;
    const undegraded = await mean(faces);
    for (const kind of DEGRADATIONS) {
      let before = undegraded;
      for (let level = 1; level <= kind.levels.length; level++) {
        const worse = await Promise.all(faces.map((face, i) => degrade(kind, face, level, i)));
        const after = await mean(worse);
        expect(after).toBeLessThan(before);
        before = after;
      }
    }
  });

  test('errs less than a third as often on the 70 % of genuine pairs with the highest magnitude', async () => {
    const vectors = await embed(await Promise.all(paths.map(decode)));
    const of = new Map(paths.map((name, i) => [name, vectors[i]!]));
    const scored = readPairs().map(({ genuine, first, second }) => {
      const [a, b] = [of.get(first)!, of.get(second)!];
      return { genuine, score: cosine(a, b), quality: Math.min(magnitude(a), magnitude(b)) };
    });
    const impostors = scored.filter(({ genuine }) => !genuine).map(({ score }) => score);
    const allowed = Math.floor(impostors.length / 100);
    const highestRejected = impostors.sort((a, b) => b - a)[allowed]!;
    const genuine = scored.filter((pair) => pair.genuine).sort((a, b) => a.quality - b.quality);
    const fnmr = (list: typeof genuine) =>
      list.filter(({ score }) => score <= highestRejected).length / list.length;
    const best = fnmr(genuine.slice(Math.floor(0.3 * genuine.length)));
    expect(fnmr(genuine)).toBeGreaterThan(0);
    expect(best).toBeLessThanOrEqual(fnmr(genuine) / 3);
  });
});
