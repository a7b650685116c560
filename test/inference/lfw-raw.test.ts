/**
 * Real pictures with landmarks, aligned here and by others. Skipped where the data is absent. With FIGURES=1 in the environment
 * the figures are printed.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { folderImages } from '../../src/datasets/image-folder.js';
import { decodePicture } from '../../src/inference/decode.js';
import { readPicture } from '../../src/inference/read-picture.js';
import { alignPictures, type AlignRequest } from '../../src/pipeline/align.js';
import { SILENT } from '../../src/talk.js';
import { magface, SHARED, temporaryFolder } from '../support/run-cli.js';

const RAW = join(SHARED, 'data', 'lfw-raw');
const ALIGNED = join(SHARED, 'data', 'lfw', 'images');
const MODEL = join(SHARED, 'models', 'mobilefacenet.onnx');
const LANDMARKS = join(RAW, 'name_5pts_score.txt');
const there = [RAW, ALIGNED, MODEL].every((path) => existsSync(path));

const folder = temporaryFolder();
afterAll(folder.remove);

const print = (text: string) => {
  if (process.env['FIGURES'] === '1') process.stdout.write(`${text}\n`);
};

(there ? describe : describe.skip)('120 pictures of LFW', () => {
  let names: string[];
  beforeAll(() => {
    names = readFileSync(LANDMARKS, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(' ')[0]!);
  });
  const alignedPath = (name: string) => join(name.replace(/_\d+\.jpg$/, ''), name);

  test('by their landmarks are the aligned ones within 3 grey levels, each', async () => {
    const raw = folderImages(join(RAW, 'loose_crop'), names);
    const images = alignPictures(raw, { landmarks: LANDMARKS }, SILENT);
    const differences: number[] = [];
    for (const [index, name] of names.entries()) {
      const { data } = await readPicture(images, index);
      const path = join(ALIGNED, alignedPath(name));
      const expected = await decodePicture(readFileSync(path), path);
      let sum = 0;
      for (let i = 0; i < data.length; i++) sum += Math.abs(data[i]! - expected.data[i]!);
      differences.push(sum / data.length);
    }
    const mean = differences.reduce((sum, value) => sum + value) / differences.length;
    print(`mean absolute difference: mean ${mean}, most ${Math.max(...differences)}`);
    expect(differences).toHaveLength(120);
    expect(Math.max(...differences)).toBeLessThan(3);
  });

  /** Unit vectors of the pictures, as a user makes them. */
  async function directions(paths: readonly string[], root: string, align: AlignRequest) {
    const key = createHash('sha256')
      .update(JSON.stringify([root, align]))
      .digest('hex');
    const [list, out] = [join(folder.path, `${key}.list`), join(folder.path, `${key}.out.list`)];
    writeFileSync(list, paths.join('\n'));
    const flags = Object.entries(align).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const model = ['--model', MODEL, '--preprocess', 'imagenet', '--device', 'cpu', '--no-store'];
    const run = await magface(['embed', list, '--root', root, ...model, '--out', out, ...flags]);
    expect(run.exit).toBe(0);
    return readFileSync(out, 'utf8')
      .trim()
      .split('\n')
      .map((line) => {
        const vector = line.split(' ').slice(1).map(Number);
        const length = Math.hypot(...vector);
        return vector.map((value) => value / length);
      });
  }

  test('have the embeddings of the aligned ones, and nearly so by one square for all', async () => {
    const expected = await directions(names.map(alignedPath), ALIGNED, {});
    const cosines = async (align: AlignRequest) => {
      const found = await directions(names, join(RAW, 'loose_crop'), align);
      return found
        .map((vector, i) => vector.reduce((sum, value, k) => sum + value * expected[i]![k]!, 0))
        .sort((a, b) => a - b);
    };
    const byPoints = await cosines({ landmarks: LANDMARKS });
    const bySquare = await cosines({ align: 'lfw-crop' });
    print(`cosine by landmarks: least ${byPoints[0]!}, median ${byPoints[60]!}`);
    print(`cosine by lfw-crop: least ${bySquare[0]!}, median ${bySquare[60]!}`);
    expect(byPoints[0]).toBeGreaterThan(0.995);
    expect(bySquare[60]).toBeGreaterThan(0.9);
    expect(bySquare[60]).toBeLessThan(0.99);
  });
});
