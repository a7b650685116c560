import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { npyHeader } from '../../src/files/npy-header.js';
import { magface, PROJECT, temporaryFolder } from '../support/run-cli.js';

const ROOT = join(PROJECT, 'fixtures', 'ijbc');
const FACES = join(PROJECT, 'fixtures', 'demo', 'images');
const [PICTURES, DIM] = [29, 4];
let place: ReturnType<typeof temporaryFolder>;
let vectors: string;

beforeAll(() => {
  place = temporaryFolder();
  vectors = join(place.path, 'vectors.npy');
  const values = Float32Array.from({ length: PICTURES * DIM }, (_, i) => Math.sin(1 + i * i));
  writeFileSync(
    vectors,
    Buffer.concat([npyHeader('<f4', [PICTURES, DIM]), new Uint8Array(values.buffer)]),
  );
});
afterAll(() => {
  place.remove();
});

const evaluate = (...more: string[]) =>
  magface(['eval', 'ijbc', '--root', ROOT, '--embeddings', vectors, ...more]);

/** Name and value of the rows of metrics.csv. */
function valuesIn(folder: string): Map<string, string> {
  const lines = readFileSync(join(folder, 'metrics.csv'), 'utf8').trim().split('\n').slice(1);
  return new Map(lines.map((line) => [line.split(',')[1]!, line.split(',')[2]!]));
}

describe('comparisons of templates', () => {
  test('are the same from pictures, aligned by the landmarks of the pack, and from their vectors in a file', async () => {
    const root = join(place.path, 'pack');
    cpSync(ROOT, root, { recursive: true });
    const faces = readdirSync(FACES).flatMap((face) =>
      readdirSync(join(FACES, face)).map((name) => join(FACES, face, name)),
    );
    const list = readFileSync(join(root, 'meta', 'ijbc_face_tid_mid.txt'), 'utf8').trim();
    for (const [i, line] of list.split('\n').entries()) {
      const picture = join(root, 'loose_crop', line.split(' ')[0]!);
      mkdirSync(dirname(picture), { recursive: true });
      cpSync(faces[i]!, picture);
    }
    const model = join(PROJECT, 'fixtures', 'demo', 'model.onnx');
    const landmarks = join(root, 'meta', 'ijbc_name_5pts_score.txt');
    const pictures = [
      'ijbc',
      '--root',
      root,
      '--model',
      model,
      '--landmarks',
      landmarks,
      '--no-store',
    ];
    const [made, read] = [join(place.path, 'made'), join(place.path, 'read')];
    const file = join(place.path, 'vectors.npz');
    expect((await magface(['embed', ...pictures, '--out', file])).exit).toBe(0);
    const { exit, stderr } = await magface(['eval', ...pictures, '--out', made]);
    expect(stderr).toContain('8 templates of 29 pictures');
    expect(exit).toBe(0);
    const source = ['ijbc', '--root', root, '--embeddings', file];
    expect((await magface(['eval', ...source, '--out', read])).exit).toBe(0);
    const metrics = (folder: string) => readFileSync(join(folder, 'metrics.csv'), 'utf8');
    expect(metrics(made)).toBe(metrics(read));
  });

  test('are measured as those of pictures are, down to a FAR of a millionth', async () => {
    const out = join(place.path, 'out');
    const { exit, stdout, stderr } = await evaluate('--out', out);
    expect(stderr).toContain('8 templates of 29 pictures, pool=insightface');
    expect(exit).toBe(0);
    expect(stdout).toContain('pool=insightface');
    expect([...valuesIn(out).keys()]).toEqual(
      expect.arrayContaining(['tar@far=1e-6', 'eer', 'auc']),
    );
    const { subject } = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as {
      subject: { preprocess: string };
    };
    expect(subject.preprocess).toBe('pool=insightface');
  });

  test('give other values by another rule, and by the detector', async () => {
    const scored = new Set<string>();
    for (const [key, flags] of Object.entries({
      usual: [],
      unit: ['--pool', 'insightface-unit'],
      detector: ['--detector-weights'],
    })) {
      const out = join(place.path, key);
      expect((await evaluate('--save', 'scores', '--out', out, ...flags)).exit).toBe(0);
      scored.add(readFileSync(join(out, 'scores.csv'), 'utf8'));
    }
    expect(scored.size).toBe(3);
  });

  test('have an error-versus-reject curve on the magnitude of templates', async () => {
    const { exit, stdout } = await magface([
      ...['erc', 'ijbc', '--root', ROOT, '--embeddings', vectors, '--fmr', '1e-1'],
    ]);
    expect(exit).toBe(0);
    expect(stdout).toContain('magnitude');
  });

  test.each([
    { flags: ['--limit', '3'], code: 'E_LIMIT', why: 'a cut would leave templates half' },
    { flags: ['--pool', 'mean'], code: 'insightface-unit', why: 'there is no such rule' },
  ])('are refused $flags: $why', async ({ flags, code }) => {
    const { exit, stderr } = await evaluate(...flags);
    expect(exit).toBe(2);
    expect(stderr).toContain(code);
  });

  test('are what --pool needs', async () => {
    const { exit, stderr } = await magface([
      ...['eval', join(PROJECT, 'fixtures', 'demo', 'dataset.yaml')],
      ...['--embeddings', vectors, '--pool', 'magface'],
    ]);
    expect(exit).toBe(2);
    expect(stderr).toContain('E_POOL');
  });
});
