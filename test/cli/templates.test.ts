import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { POOLING_RULES } from '../../src/embeddings/pooling.js';
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

describe('templates that are pooled by several rules', () => {
  test.each(['eval', 'identify'])(
    'from one reading give %s the reports that each rule gives',
    async (verb) => {
      const run = (pool: string, out: string) =>
        magface([
          ...[verb, 'ijbc', '--root', ROOT, '--embeddings', vectors],
          ...['--pool', pool, '--out', out],
        ]);
      const out = join(place.path, `${verb}-all`);
      const { exit, stderr } = await run('all', out);
      expect(exit).toBe(0);
      expect(stderr.match(/rows taken in the protocol's order/g)).toHaveLength(1);
      for (const { name } of POOLING_RULES) {
        const alone = join(place.path, `${verb}-${name}`);
        await run(name, alone);
        const bytesIn = (folder: string) =>
          readdirSync(folder)
            .filter((file) => file !== 'provenance.json')
            .map((file) => [file, readFileSync(join(folder, file), 'utf8')]);
        expect(bytesIn(join(out, name))).toEqual(bytesIn(alone));
      }
    },
  );

  test('have each its metrics with --json', async () => {
    const { stdout } = await evaluate('--pool', 'adaface, magface', '--json');
    expect(Object.keys(JSON.parse(stdout) as object)).toEqual(['adaface', 'magface']);
  });

  test('are named once each', async () => {
    const { exit, stderr } = await evaluate('--pool', 'magface,magface');
    expect(exit).toBe(2);
    expect(stderr).toContain('Each rule once');
  });
});

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
    const sharp = ['bands', ...pictures.slice(0, 3), '--embeddings', file];
    const banded = await magface([...sharp, '--quality', 'sharpness', '--bands', '2']);
    expect(banded.exit).toBe(0);
    expect(banded.stdout).toContain('sharpness');
    const limited = await magface(['eval', ...pictures, '--limit', '2', '--out', `${made}-2`]);
    expect(limited.exit).toBe(0);
    expect(limited.stderr).toMatch(/[234] templates of \d+ pictures/);
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

  test('give other values by every rule, and by the detector', async () => {
    const scored = new Set<string>();
    for (const [key, flags] of Object.entries({
      detector: ['--detector-weights'],
      ...Object.fromEntries(POOLING_RULES.map(({ name }) => [name, ['--pool', name]])),
    })) {
      const out = join(place.path, key);
      expect((await evaluate('--save', 'scores', '--out', out, ...flags)).exit).toBe(0);
      scored.add(readFileSync(join(out, 'scores.csv'), 'utf8'));
    }
    expect(scored.size).toBe(POOLING_RULES.length + 1);
  });

  test('are the same from every form of the vectors, and from names in any order', async () => {
    const scores = async (file: string) => {
      const out = join(place.path, 'scored');
      const from = ['--embeddings', join(place.path, file)];
      const flags = ['--save', 'scores', '--out', out];
      const { exit } = await magface(['eval', 'ijbc', '--root', ROOT, ...from, ...flags]);
      expect(exit).toBe(0);
      return readFileSync(join(out, 'scores.csv'), 'utf8');
    };
    const expected = await scores('vectors.npy');
    const list = readFileSync(join(ROOT, 'meta', 'ijbc_face_tid_mid.txt'), 'utf8').trim();
    const names = [...new Set(list.split('\n').map((line) => line.split(' ')[0]!))];
    const ids = join(place.path, 'ids');
    writeFileSync(ids, names.join('\n'));
    for (const form of ['named.npz', 'named', 'named.safetensors', 'named.parquet']) {
      const to = join(place.path, form);
      expect((await magface(['convert', vectors, to, '--ids', ids])).exit).toBe(0);
      expect(await scores(form)).toBe(expected);
    }
    const values = readFileSync(vectors);
    const rows = values.subarray(values.length - PICTURES * DIM * 4);
    const order = names.map((_, i) => (i * 7) % PICTURES);
    const shuffled = order.map((row) => rows.subarray(row * DIM * 4, (row + 1) * DIM * 4));
    const other = join(place.path, 'shuffled');
    mkdirSync(other);
    writeFileSync(
      join(other, 'x.npy'),
      Buffer.concat([npyHeader('<f4', [PICTURES, DIM]), ...shuffled]),
    );
    writeFileSync(join(other, 'ids.txt'), order.map((row) => names[row]!).join('\n'));
    expect(await scores('shuffled/x.npy')).toBe(expected);
  });

  test('are cut to some of them, spread evenly, with whole templates', async () => {
    const [all, few] = [join(place.path, 'all'), join(place.path, 'few')];
    await evaluate('--out', all);
    const { exit, stdout } = await evaluate('--limit', '14', '--save', 'scores', '--out', few);
    expect(exit).toBe(0);
    expect(stdout).toContain('14');
    const lines = (folder: string) =>
      readFileSync(join(folder, 'scores.csv'), 'utf8').trim().split('\n').slice(1);
    const every = lines(all);
    const scoreOf = (line: string) => line.split(',')[2];
    expect(lines(few).map(scoreOf)).toEqual(
      Array.from({ length: 14 }, (_, i) => scoreOf(every[Math.floor((i * every.length) / 14)]!)),
    );
  });

  test('have qualities of their pictures, from a file that names these or templates', async () => {
    const list = readFileSync(join(ROOT, 'meta', 'ijbc_face_tid_mid.txt'), 'utf8').trim();
    const lines = list.split('\n').map((line) => line.split(' '));
    const pictures = join(place.path, 'pictures.csv');
    const templates = join(place.path, 'templates.csv');
    // A quality that all pictures of a template have is that of the template.
    const table = (rows: readonly string[]) => `path,quality\n${rows.join('\n')}\n`;
    writeFileSync(pictures, table(lines.map(([name, t]) => `${name!},${Number(t) * 1.5}`)));
    const numbers = [...new Set(lines.map(([, template]) => template!))];
    writeFileSync(templates, table(numbers.map((t) => `${t},${Number(t) * 1.5}`)));
    const curve = async (file: string) => {
      const out = join(place.path, 'quality');
      const flags = ['--quality', `mine=${file}`, '--fmr', '1e-1', '--out', out];
      const { exit, stderr } = await magface([
        ...['erc', 'ijbc', '--root', ROOT, '--embeddings', vectors, ...flags],
      ]);
      expect(exit).toBe(0);
      expect(stderr.includes('names pictures')).toBe(file === pictures);
      return readFileSync(join(out, 'erc.csv'), 'utf8');
    };
    expect(await curve(pictures)).toBe(await curve(templates));
  });

  test('have an error-versus-reject curve on the magnitude of templates', async () => {
    const { exit, stdout } = await magface([
      ...['erc', 'ijbc', '--root', ROOT, '--embeddings', vectors, '--fmr', '1e-1'],
    ]);
    expect(exit).toBe(0);
    expect(stdout).toContain('magnitude');
  });

  test.each([
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
