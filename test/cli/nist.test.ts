import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { npyHeader } from '../../src/files/npy-header.js';
import { magface, PROJECT, temporaryFolder } from '../support/run-cli.js';

const DEMO = join(PROJECT, 'fixtures', 'demo');
const PROTOCOLS = join(PROJECT, 'fixtures', 'nist', 'protocols');

/** Face and picture of the demonstration at each place that the tables name. */
const FACES: Readonly<Record<string, string>> = {
  'img/1.png#10,20,112,112': 'face_001/face_001_0001.jpg',
  'img/1.png#200,30,112,112': 'face_002/face_002_0001.jpg',
  'img/4.png#5,5,112,112': 'face_003/face_003_0001.jpg',
  'img/4.png#150,60,112,112': 'face_004/face_004_0001.jpg',
  'frames/2.png#0,0,112,112': 'face_001/face_001_0002.jpg',
  'frames/3.png#10,0,112,112': 'face_001/face_001_0003.jpg',
  'frames/2.png#130,0,112,112': 'face_003/face_003_0002.jpg',
  'frames/3.png#140,0,112,112': 'face_003/face_003_0003.jpg',
  'img/5.png#40,40,112,112': 'face_002/face_002_0002.jpg',
  'img/5.png#200,40,112,112': 'face_005/face_005_0001.jpg',
};

let place: ReturnType<typeof temporaryFolder>;
/** Scenes with two faces each, as NIST has them; and every face for itself, under its id. */
let nist: string;
let faces: string;

beforeAll(async () => {
  place = temporaryFolder();
  nist = join(place.path, 'nist');
  faces = join(place.path, 'faces');
  cpSync(PROTOCOLS, join(nist, 'protocols'), { recursive: true });
  const scenes = new Map<string, { input: string; left: number; top: number }[]>();
  for (const [id, face] of Object.entries(FACES)) {
    const input = join(DEMO, 'images', face);
    const [file, box] = id.split('#') as [string, string];
    const [left, top] = box.split(',').map(Number) as [number, number];
    scenes.set(file, [...(scenes.get(file) ?? []), { input, left, top }]);
    mkdirSync(dirname(join(faces, id)), { recursive: true });
    cpSync(input, join(faces, `${id}.jpg`));
  }
  for (const [file, parts] of scenes) {
    mkdirSync(dirname(join(nist, 'images', file)), { recursive: true });
    await sharp({ create: { width: 320, height: 200, channels: 3, background: '#446' } })
      .composite(parts)
      .png()
      .toFile(join(nist, 'images', file));
  }
});
afterAll(() => {
  place.remove();
});

const model = ['--model', join(DEMO, 'model.onnx'), '--no-store'];
const metrics = (folder: string) => readFileSync(join(folder, 'metrics.csv'), 'utf8');

describe("NIST's tables through the command line", () => {
  test('cut every face by its box: the same results as from the faces themselves', async () => {
    const boxes = join(place.path, 'boxes');
    const run = await magface(['eval', 'ijbc', '--root', nist, ...model, '--out', boxes]);
    expect(run.exit).toBe(0);
    expect(run.stderr).toContain('ijbc is read as nist');
    expect(run.stderr).toContain('faces are cut by their boxes (box), which only approximates');
    expect(run.stdout).toContain('align=box (approximate)');

    // The vectors of single faces, called as the protocol calls them.
    const list = join(place.path, 'faces.list');
    writeFileSync(
      list,
      Object.keys(FACES)
        .map((id) => `${id}.jpg\n`)
        .join(''),
    );
    const vectors = join(place.path, 'vectors');
    const embed = ['embed', list, '--root', faces, ...model, '--out', vectors];
    expect((await magface(embed)).exit).toBe(0);
    const names = readFileSync(join(vectors, 'ids.txt'), 'utf8');
    writeFileSync(join(vectors, 'ids.txt'), names.replaceAll('.jpg\n', '\n'));
    const read = join(place.path, 'read');
    const again = await magface([
      'eval',
      'ijbc',
      '--root',
      nist,
      '--embeddings',
      vectors,
      '--out',
      read,
    ]);
    expect(again).toMatchObject({ exit: 0 });
    expect(again.stderr).not.toContain('boxes');
    expect(metrics(read)).toBe(metrics(boxes));
  });

  test('take vectors in the order of the faces, and search', async () => {
    const file = join(place.path, 'ordered.npy');
    const values = Float32Array.from({ length: 10 * 4 }, (_, i) => Math.sin(1 + i * i));
    writeFileSync(file, Buffer.concat([npyHeader('<f4', [10, 4]), new Uint8Array(values.buffer)]));
    const run = await magface(['identify', 'ijbc', '--root', nist, '--embeddings', file]);
    expect(run).toMatchObject({ exit: 0 });
    expect(run.stderr).toContain('G1: 2 templates of 2 subjects; 2 mated and 2 non-mated probes');
    expect(run.stderr).toContain('8 templates of 10 pictures');
  });

  test.each([
    [['--align', 'none'], 65, 'E_IMAGE_SIZE', 'pictures as they are have no faces of 112x112'],
    [['--format', 'insightface'], 66, 'E_PROTOCOL_MISSING', 'there is no pack'],
  ])('with %j leave with %d and %s: %s', async (flags, exit, code) => {
    const run = await magface(['eval', 'ijbc', '--root', nist, ...model, ...flags]);
    expect(run.exit).toBe(exit);
    expect(run.stderr).toContain(code);
  });

  test('alone state boxes', async () => {
    const run = await magface([
      ...['eval', join(DEMO, 'dataset.yaml'), ...model, '--align', 'box'],
    ]);
    expect(run.exit).toBe(2);
    expect(run.stderr).toContain('E_ALIGN');
  });
});

describe('MegaFace through the command line', () => {
  const root = join(PROJECT, 'fixtures', 'megaface');

  test('counts every probe once for each mate: ranks with an interval over persons, none of nobody', async () => {
    const file = join(place.path, 'megaface.npy');
    const [pictures, dim] = [109, 6];
    const values = Float32Array.from({ length: pictures * dim }, (_, i) => Math.sin(1 + i * i));
    writeFileSync(
      file,
      Buffer.concat([npyHeader('<f4', [pictures, dim]), new Uint8Array(values.buffer)]),
    );
    const out = join(place.path, 'megaface');
    const run = await magface([
      'identify',
      'megaface',
      '--root',
      root,
      '--embeddings',
      file,
      '--out',
      out,
    ]);
    expect(run).toMatchObject({ exit: 0 });
    expect(run.stderr).toContain('9 probes among 100 distractors, 20 times with one mate');
    expect(run.stdout).toContain('FMR attained');

    // The slow way: each mate against every distractor of each probe.
    const row = (i: number) => {
      const raw = values.subarray(i * dim, (i + 1) * dim);
      const length = Math.hypot(...raw);
      return Float32Array.from(raw, (value) => value / length);
    };
    const dot = (a: Float32Array, b: Float32Array) =>
      Math.fround(a.reduce((sum, value, i) => sum + value * b[i]!, 0));
    const persons = [0, 0, 0, 1, 1, 2, 2, 2, 2];
    let [first, all] = [0, 0];
    for (const [p, person] of persons.entries()) {
      const worst = Math.max(...Array.from({ length: 100 }, (_, d) => dot(row(p), row(9 + d))));
      for (const [m, other] of persons.entries()) {
        if (m === p || other !== person) continue;
        all++;
        if (dot(row(p), row(m)) > worst) first++;
      }
    }
    const lines = metrics(out).trim().split('\n');
    const columns = lines[0]!.split(',');
    const rankOne = lines.find((line) => line.includes(',rank-1:100_1,'))!.split(',');
    const at = (name: string) => rankOne[columns.indexOf(name)]!;
    expect([at('count'), at('hits'), at('low')]).toEqual([String(all), String(first), '0']);
    // All searches of a person go wrong together: Wilson's interval for 0 of 3, not of 20.
    const z = 1.959963984540054;
    expect(Number(at('high'))).toBeCloseTo(z ** 2 / (persons.at(-1)! + 1 + z ** 2), 9);
    expect(lines.some((line) => /mean|tpir/.test(line))).toBe(false);
    expect(lines.some((line) => line.includes('tar@far=1e-6:100_1'))).toBe(true);
  });

  test('reads features as the devkit has them, in folders facescrub and megaface', async () => {
    const features = join(place.path, 'features');
    const lists = ['facescrub_features_list.json', 'megaface_features_list.json_10_1'];
    for (const [l, set] of (['facescrub', 'megaface'] as const).entries()) {
      const text = readFileSync(join(root, 'templatelists', lists[l]!), 'utf8');
      const { path: paths } = JSON.parse(text) as { path: string[] };
      for (const [i, path] of paths.entries()) {
        const file = join(features, set, `${path}_r100.bin`);
        mkdirSync(dirname(file), { recursive: true });
        const vector = Buffer.alloc(16 + 8);
        [2, 1, 4, 5].forEach((value, at) => vector.writeInt32LE(value, 4 * at));
        vector.writeFloatLE(Math.cos(i + l), 16);
        vector.writeFloatLE(Math.sin(i + l), 20);
        writeFileSync(file, vector);
      }
    }
    const run = await magface([
      ...['identify', 'megaface', '--root', root, '--embeddings', features],
      ...['--pairs', join(root, 'templatelists', lists[1]!)],
    ]);
    expect(run).toMatchObject({ exit: 0 });
    expect(run.stdout).toMatch(/rank-1 +\d/);
  });
});
