import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { magface, PROJECT, SHARED, temporaryFolder } from '../support/run-cli.js';

const folder = temporaryFolder();
afterAll(folder.remove);
const IMAGES = join(PROJECT, 'fixtures', 'demo', 'images');
const CSV = join(PROJECT, 'fixtures', 'demo', 'images.csv');
const VECTORS = join(PROJECT, 'fixtures', 'vectors', 'demo.npz');

let made = 0;

async function make(...argv: string[]) {
  const out = join(folder.path, `made-${made++}`);
  const run = await magface(['protocol', 'make', ...argv, '--out', out, '--quiet']);
  return { ...run, out };
}

const read = (out: string, file: string) => readFileSync(join(out, file), 'utf8');

describe('magface protocol make', () => {
  test('writes a protocol that every verb reads at once, and that nothing is wrong with', async () => {
    const { exit, stdout, stderr, out } = await make(IMAGES, '--pairs', '200', '--name', 'own');
    expect([exit, stderr]).toEqual([0, '']);
    expect(stdout.split('\n').at(-2)).toMatch(/^all +80 +800 +200 +200$/);
    expect(readdirSync(out).sort()).toEqual([
      'README.txt',
      'dataset.schema.json',
      'dataset.yaml',
      'pairs.csv',
      'pictures.csv',
    ]);
    expect(read(out, 'README.txt')).toContain('  --seed   1\n');
    const dataset = join(out, 'dataset.yaml');
    const check = await magface(['protocol', 'check', dataset, '--json', '--quiet']);
    expect(check.exit).toBe(0);
    const { status, findings } = JSON.parse(check.stdout) as { status: string; findings: object[] };
    expect(status).toBe('pass');
    for (const finding of findings) expect(finding).toMatchObject({ name: 'extra' });
    const run = await magface(['eval', dataset, '--embeddings', VECTORS, '--quiet', '--json']);
    expect(run.exit).toBe(0);
    const values = JSON.parse(run.stdout) as Record<string, number>;
    expect(values['own/accuracy']).toBeGreaterThan(0.9);
  });

  test('writes the same bytes for the same seed, from a folder or a table in any order', async () => {
    const flags = ['--pairs', '100', '--folds', '5', '--per-identity', '6'];
    const first = await make(IMAGES, ...flags);
    const [header, ...rows] = readFileSync(CSV, 'utf8').trim().split('\n');
    const shuffled = join(folder.path, 'shuffled.csv');
    writeFileSync(shuffled, [header, ...rows.reverse()].join('\n'));
    const table = await make(shuffled, '--images', IMAGES, ...flags);
    const other = await make(IMAGES, ...flags, '--seed', '2');
    expect(read(table.out, 'pairs.csv')).toBe(read(first.out, 'pairs.csv'));
    expect(read(table.out, 'pictures.csv')).toBe(read(first.out, 'pictures.csv'));
    expect(read(other.out, 'pairs.csv')).not.toBe(read(first.out, 'pairs.csv'));
  });

  test('lists every comparison within the folds with --all', async () => {
    const { out, exit } = await make(IMAGES, '--all', '--folds', '8');
    expect(exit).toBe(0);
    const lines = read(out, 'pairs.csv').trim().split('\n').slice(1);
    // Ten persons of ten pictures in each fold.
    expect(lines).toHaveLength(8 * ((100 * 99) / 2));
    expect(lines.filter((line) => line.endsWith(',1,7'))).toHaveLength(10 * 45);
  });

  test('makes impostors harder by vectors', async () => {
    const eer = async (...flags: string[]) => {
      const { out, exit, stderr } = await make(IMAGES, '--pairs', '300', ...flags);
      expect([exit, stderr]).toEqual([0, '']);
      const argv = ['eval', join(out, 'dataset.yaml'), '--embeddings', VECTORS, '--metrics', 'eer'];
      const run = await magface([...argv, '--json', '--quiet']);
      const values = JSON.parse(run.stdout) as Record<string, number>;
      return Object.values(values)[0]!;
    };
    const plain = await eer();
    const hard = await eer('--hard', VECTORS, '--hard-share', '1');
    expect(hard).toBeGreaterThan(2 * plain);
  });

  test.each([
    { argv: [IMAGES], exit: 2, says: 'E_PROTOCOL_OPTIONS neither --pairs nor --all was given' },
    { argv: [IMAGES, '--pairs', '9', '--all'], exit: 2, says: '--pairs with --all' },
    { argv: [IMAGES, '--pairs', '0'], exit: 2, says: 'Expected a whole number of at least 1' },
    { argv: [IMAGES, '--pairs', '9', '--folds', '0'], exit: 2, says: 'from 1 to 9999' },
    { argv: [IMAGES, '--all', '--stratify', 'group'], exit: 2, says: '--stratify with --all' },
    {
      argv: [IMAGES, '--pairs', '9', '--stratify', 'quality'],
      exit: 2,
      says: 'tells of no quality; name a CSV',
    },
    {
      argv: [CSV, '--pairs', '9', '--within', 'group'],
      exit: 2,
      says: 'tells of no group; add a column group',
    },
    {
      argv: [IMAGES, '--pairs', '9', '--images', '.'],
      exit: 2,
      says: 'E_PROTOCOL_SOURCE --images with the folder',
    },
    {
      argv: [join(IMAGES, 'face_001'), '--pairs', '9'],
      exit: 65,
      says: 'lies in the folder of no person',
    },
    {
      argv: [IMAGES, '--pairs', '9000'],
      exit: 65,
      says: 'E_PROTOCOL_FEW fold 0 has 360 genuine comparisons, 900 are wanted; ask for at most 3600',
    },
    {
      argv: [IMAGES, '--pairs', '9', '--folds', '81'],
      exit: 65,
      says: 'E_PROTOCOL_FOLDS 80 persons cannot be dealt to 81 folds',
    },
    {
      argv: ['nowhere', '--pairs', '9'],
      exit: 66,
      says: 'E_FILE_MISSING there is no folder "nowhere"',
    },
    { argv: ['nowhere.csv', '--pairs', '9'], exit: 66, says: 'E_FILE_MISSING' },
  ])('refuses $argv', async ({ argv, exit, says }) => {
    const run = await make(...argv);
    expect(run.stderr).toContain(says);
    expect(run.exit).toBe(exit);
    expect(run.stdout).toBe('');
    expect(existsSync(run.out)).toBe(false);
  });

  test('writes names with commas between tabs', async () => {
    const root = join(folder.path, 'commas');
    for (const person of ['Ann, A', 'Bob']) {
      mkdirSync(join(root, person), { recursive: true });
      for (const n of [1, 2]) {
        cpSync(join(IMAGES, 'face_001', `face_001_000${n}.jpg`), join(root, person, `${n}.jpg`));
      }
    }
    const { exit, out } = await make(root, '--pairs', '2', '--folds', '1');
    expect(exit).toBe(0);
    expect(read(out, 'pairs.csv').split('\n').slice(0, 2)).toEqual([
      'path_a\tpath_b\tlabel',
      'Ann, A/1.jpg\tAnn, A/2.jpg\t1',
    ]);
    const check = await magface(['protocol', 'check', join(out, 'dataset.yaml')]);
    expect(check.stdout).toContain('compared pictures stand under two persons');
    expect(check.exit).toBe(65);
  });
});

describe('magface protocol check', () => {
  const copy = () => {
    const root = join(folder.path, `copy-${made++}`);
    cpSync(join(PROJECT, 'fixtures', 'demo'), root, { recursive: true });
    return root;
  };

  test('says what breaks the protocol, with the line, in a table, a CSV and JSON, and exits with 65', async () => {
    const { out } = await make(IMAGES, '--all', '--folds', '8', '--per-identity', '3');
    const pairs = join(out, 'pairs.csv');
    const [header, first, ...rest] = readFileSync(pairs, 'utf8').trim().split('\n');
    const fields = first!.split(',');
    const wrong = [fields[1], fields[0], '0', fields[3]].join(',');
    writeFileSync(pairs, `${[header, first, ...rest.slice(0, -1), wrong].join('\n')}\n`);
    const report = join(out, 'report');
    const argv = ['protocol', 'check', join(out, 'dataset.yaml'), '--out', report];
    const run = await magface(argv);
    // The counts are as the description expects them.
    expect(run.exit).toBe(65);
    expect(run.stdout).toContain(
      'breaks the protocol\n  1 comparison stood before with the other label\n',
    );
    expect(run.stdout).toContain(`    ${pairs}:3481: impostor: `);
    const csv = read(report, 'protocol_check.csv').split('\n');
    expect(csv[0]).toBe('dataset,severity,finding,count,file,line,what');
    expect(csv[1]).toMatch(/^made-\d+,breaks,other_label,1,.*pairs\.csv,3481,"impostor: /);
    const { status } = JSON.parse(read(report, 'protocol_check.json')) as { status: string };
    expect(status).toBe('fail');
  });

  test('counts what is missing', async () => {
    const root = copy();
    rmSync(join(root, 'images', 'face_001', 'face_001_0002.jpg'));
    const run = await magface(['protocol', 'check', join(root, 'dataset.yaml'), '--quiet']);
    expect(run.exit).toBe(65);
    expect(run.stderr).toBe('');
    expect(run.stdout).toContain('1 picture is not there\n');
    expect(run.stdout).toContain('1 thing breaks the protocol; 0 remarks.\n');
  });

  test('has nothing to say of the demonstration', async () => {
    const run = await magface(['protocol', 'check', 'fixtures/demo/dataset.yaml', '--quiet']);
    expect(run.stdout).toContain('Nothing breaks the protocol; 0 remarks.\n');
    expect(run.exit).toBe(0);
  });

  test.each(['make', 'check'])('help of %s ends with two examples of it', async (verb) => {
    const { exit, stdout } = await magface(['protocol', verb, '--help']);
    expect(exit).toBe(0);
    const examples = stdout.slice(stdout.indexOf('Examples:')).trim().split('\n').slice(1);
    expect(examples).toHaveLength(2);
    for (const example of examples) expect(example).toContain(`$ magface protocol ${verb} `);
  });

  const lfw = join(SHARED, 'data', 'lfw');
  (existsSync(lfw) ? test : test.skip)('finds LFW as published', async () => {
    const run = await magface(['protocol', 'check', 'lfw', '--root', lfw, '--no-decode', '--json']);
    const { counts } = JSON.parse(run.stdout) as {
      counts: { name: string; found: number; published?: number }[];
    };
    expect(run.exit).toBe(0);
    for (const { found, published = found } of counts) expect(found).toBe(published);
    expect(counts.filter(({ published }) => published !== undefined)).toHaveLength(5);
  });
});
