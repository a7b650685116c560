/** Galleries as a user meets them: made from a folder, described, handed on by others; searched and checked. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { matFile, type MatValue } from '../support/mat-writer.js';
import { magface, PROJECT, SHARED, temporaryFolder } from '../support/run-cli.js';

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (...parts: readonly string[]) => join(folder.path, ...parts);
const IMAGES = join(PROJECT, 'fixtures', 'demo', 'images');
const VECTORS = join(PROJECT, 'fixtures', 'vectors', 'demo.npz');

const make = (out: string, ...argv: string[]) =>
  magface(['protocol', 'make', ...argv, '--out', at(out), '--quiet']);
const read = (...path: string[]) => readFileSync(at(...path), 'utf8');
const rowsOf = (text: string) => text.trimEnd().split('\n').slice(1);

async function checked(dataset: string, ...argv: string[]) {
  const run = await magface(['protocol', 'check', dataset, ...argv, '--json', '--quiet']);
  const { status, findings } = JSON.parse(run.stdout) as {
    status: string;
    findings: { name: string; severity: string }[];
  };
  return { exit: run.exit, status, names: findings.map(({ name }) => name) };
}

async function searched(...argv: string[]): Promise<Record<string, number>> {
  const run = await magface(['identify', ...argv, '--json', '--quiet']);
  expect([run.exit, run.stderr]).toEqual([0, '']);
  return JSON.parse(run.stdout) as Record<string, number>;
}

describe('magface protocol make --kind gallery', () => {
  const flags = ['--kind', 'gallery', '--enrol', '2', '--galleries', '2', '--disjoint'];

  test('writes galleries that are sound, and that identify searches at once', async () => {
    const { exit, stdout } = await make('two', IMAGES, ...flags, '--non-mated', '0.25');
    expect(exit).toBe(0);
    expect(stdout.split('\n').slice(0, 3)).toEqual([
      'gallery  persons  pictures  mated probes  non-mated probes',
      'G1            30        60           240               400',
      'G2            30        60           240               400',
    ]);
    expect(readdirSync(at('two')).sort()).toEqual([
      'README.txt',
      'dataset.schema.json',
      'dataset.yaml',
      'gallery.csv',
      'probes.csv',
    ]);
    expect(read('two', 'README.txt')).toContain('  --non-mated  0.25\n');
    const { names, ...rest } = await checked(at('two', 'dataset.yaml'), '--no-decode');
    expect({ ...rest, names }).toEqual({ exit: 0, status: 'pass', names: ['extra'] });
    const values = await searched(at('two', 'dataset.yaml'), '--embeddings', VECTORS);
    expect(values['two/tpir_fpir_1e-1_G1']).toBeGreaterThan(0.8);
  });

  test('writes the same bytes for the same seed, from a folder or a table in any order', async () => {
    await make('first', IMAGES, ...flags);
    const [header, ...rows] = readFileSync(join(PROJECT, 'fixtures', 'demo', 'images.csv'), 'utf8')
      .trim()
      .split('\n');
    writeFileSync(at('shuffled.csv'), [header, ...rows.reverse()].join('\n'));
    await make('table', at('shuffled.csv'), '--images', IMAGES, ...flags);
    await make('other', IMAGES, ...flags, '--seed', '2');
    for (const name of ['gallery.csv', 'probes.csv']) {
      expect(read('table', name)).toBe(read('first', name));
    }
    expect(read('other', 'gallery.csv')).not.toBe(read('first', 'gallery.csv'));
  });

  test('enrols the best pictures, and leaves out the same share of each group', async () => {
    const rows = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((person) =>
      ['01', '02', '03'].map((n, i) => {
        const face = `face_00${person + 1}`;
        return `${face}/${face}_00${n}.jpg,${face},${person % 2 === 0 ? 'x' : 'y'},${i === 1 ? 9 : i}`;
      }),
    );
    writeFileSync(at('people.csv'), ['path,identity,group,quality', ...rows].join('\n'));
    const own = ['--images', IMAGES, '--kind', 'gallery', '--enrol-by', 'quality'];
    const { exit } = await make('best', at('people.csv'), ...own, '--stratify', 'group');
    expect(exit).toBe(0);
    const enrolled = rowsOf(read('best', 'gallery.csv'));
    expect(enrolled).toHaveLength(4);
    for (const row of enrolled) expect(row).toMatch(/_0002\.jpg,face_\d+,face_\d+,[xy],9$/);
    expect(enrolled.filter((row) => row.includes(',x,'))).toHaveLength(2);
    expect(rowsOf(read('best', 'probes.csv'))).toHaveLength(16);
  });

  test.each([
    [
      ['--folds', '3'],
      2,
      'E_PROTOCOL_OPTIONS --folds with --kind gallery; it belongs to --kind pairs',
    ],
    [['--sizes', '2x3'], 2, '--sizes with --kind gallery; it belongs to --kind clusters'],
    [['--disjoint'], 2, '--disjoint with one gallery'],
    [['--non-mated', '1'], 2, 'Expected a share from 0 to below 1'],
    [['--enrol', '3', '--per-identity', '3'], 2, '--per-identity 3 with --enrol 3'],
    [['--stratify', 'quality'], 2, '--stratify quality with --kind gallery'],
    [['--enrol-by', 'quality'], 2, 'tells of no quality'],
    [['--enrol', '10'], 65, 'E_PROTOCOL_FEW no person has more than 10 pictures'],
    [['--non-mated', '0.999'], 65, 'E_PROTOCOL_FEW gallery 1 of 1 would hold nobody'],
  ])('refuses %j', async (argv, exit, says) => {
    const run = await make('refused', IMAGES, '--kind', 'gallery', ...argv);
    expect(run.stderr).toContain(says);
    expect([run.exit, run.stdout, existsSync(at('refused'))]).toEqual([exit, '', false]);
  });
});

describe('what is not there', () => {
  test.each([
    [['identify', 'nowhere.yaml'], 'there is no file nowhere.yaml; check its name'],
    [['identify', 'galleries', '--root', 'docs'], 'point --root at the folder that holds'],
    [['identify', 'tinyface', '--root', 'docs'], 'point --root at the folder that holds'],
    [['identify', 'ijbc', '--root', 'docs'], 'point --root at the folder that holds'],
    [
      ['protocol', 'make', 'nowhere.csv', '--kind', 'gallery', '--out', 'x'],
      'there is no file nowhere.csv; check its name',
    ],
  ])('%j says what helps, and names no flag that the verb lacks', async (argv, says) => {
    const run = await magface(argv);
    expect(run.exit).toBe(66);
    expect(run.stderr).toContain(says);
    expect(run.stderr).not.toContain('--pairs');
  });
});

describe('magface protocol make --kind clusters', () => {
  test('samples sizes as asked, in tables that other verbs read', async () => {
    const flags = ['--kind', 'clusters', '--sizes', '5x4,2x10'];
    const { exit, stdout } = await make('clusters', IMAGES, ...flags);
    expect(exit).toBe(0);
    expect(stdout).toBe(
      'pictures of a person  persons  pictures\n' +
        '2                          10        20\n' +
        '5                           4        20\n' +
        'all                        14        40\n',
    );
    const rows = rowsOf(read('clusters', 'clusters.csv'));
    expect(read('clusters', 'pictures.list')).toBe(
      rows.map((row) => `${row.split(',')[0]!}\n`).join(''),
    );
    // The table is a source of comparisons: every genuine one of four persons of five and ten of two.
    const again = await make(
      'all-pairs',
      at('clusters', 'clusters.csv'),
      ...['--images', IMAGES, '--all', '--folds', '1'],
    );
    expect(again.exit).toBe(0);
    const labels = rowsOf(read('all-pairs', 'pairs.csv')).map((row) => row.split(',')[2]);
    expect(labels.filter((label) => label === '1')).toHaveLength(4 * 10 + 10);
    expect(labels).toHaveLength((40 * 39) / 2);
    // And its pictures are a list of what to embed.
    const model = join(PROJECT, 'fixtures', 'demo', 'model.onnx');
    const embed = await magface([
      ...['embed', at('clusters', 'pictures.list'), '--root', IMAGES, '--model', model],
      ...['--out', at('vectors'), '--no-store', '--quiet'],
    ]);
    expect([embed.exit, embed.stderr]).toEqual([0, '']);
    expect(read('vectors', 'ids.txt')).toBe(read('clusters', 'pictures.list'));
  });

  test.each([
    [['--sizes', '2x0'], 2, 'Expected PICTURESxPERSONS'],
    [['--sizes', '2x3,2x4'], 2, 'each number of pictures once'],
    [['--sizes', '2x3', '--least', '2'], 2, '--least with --sizes'],
    [['--least', '4', '--per-identity', '3'], 2, '--per-identity 3 with --least 4'],
    [['--persons', '81'], 65, 'E_PROTOCOL_FEW 80 persons have 1 picture or more, 81 are wanted'],
    [['--enrol', '2'], 2, '--enrol with --kind clusters'],
    [['--stratify', 'group'], 2, '--stratify with --kind clusters'],
  ])('refuses %j', async (argv, exit, says) => {
    const run = await make('refused', IMAGES, '--kind', 'clusters', ...argv);
    expect(run.stderr).toContain(says);
    expect([run.exit, run.stdout]).toEqual([exit, '']);
  });
});

describe('TinyFace', () => {
  const face = (person: number, n: number) => {
    const name = `face_${String(person).padStart(3, '0')}`;
    return join(IMAGES, name, `${name}_${String(n).padStart(4, '0')}.jpg`);
  };
  const put = (from: string, ...to: string[]) => {
    mkdirSync(dirname(at(...to)), { recursive: true });
    cpSync(from, at(...to));
  };
  const PERSONS = [1, 2, 3, 4];

  beforeAll(() => {
    const testing = ['tinyface', 'Testing_Set'];
    const list = (kind: string, n: number) => {
      const cells = PERSONS.map((person): MatValue => ({ text: `${person}_${n}.jpg` }));
      const shape = [PERSONS.length, 1];
      return { [`${kind}_ids`]: { numbers: PERSONS, shape }, [`${kind}_set`]: { cells, shape } };
    };
    for (const person of PERSONS) {
      put(face(person, 1), ...testing, 'Gallery_Match', `${person}_1.jpg`);
      put(face(person, 2), ...testing, 'Probe', `${person}_2.jpg`);
    }
    for (const person of [10, 11, 12]) {
      put(face(person, 1), ...testing, 'Gallery_Distractor', `${person}.jpg`);
    }
    const options = { compressed: true };
    writeFileSync(
      at(...testing, 'gallery_match_img_ID_pairs.mat'),
      matFile(list('gallery', 1), options),
    );
    writeFileSync(at(...testing, 'probe_img_ID_pairs.mat'), matFile(list('probe', 2), options));
  });

  const model = ['--model', join(PROJECT, 'fixtures', 'demo', 'model.onnx'), '--no-store'];

  test('is searched among its distractors, and gives the numbers of the same galleries as tables', async () => {
    const root = at('tinyface', 'Testing_Set');
    const strangers = [10, 11, 12].map((person) => `Gallery_Distractor/${person}.jpg,`);
    const rows = (kind: string, n: number) =>
      PERSONS.map((person) => `${kind}/${person}_${n}.jpg,${person}`);
    writeFileSync(
      join(root, 'gallery.csv'),
      ['path,identity', ...rows('Gallery_Match', 1), ...strangers].join('\n'),
    );
    writeFileSync(join(root, 'probes.csv'), ['path,identity', ...rows('Probe', 2)].join('\n'));
    const own = await searched('galleries', '--root', root, ...model);
    const values = await searched('tinyface', '--root', at('tinyface'), ...model);
    const named = (all: Record<string, number>) =>
      Object.entries(all).map(([key, value]) => [key.split('/')[1], value]);
    expect(named(values)).toEqual(named(own));
    const run = await magface(['identify', 'tinyface', '--root', at('tinyface'), ...model]);
    expect(run.stderr).toContain('7 templates of 7 subjects; 4 mated and 0 non-mated probes');
  });

  test('says so where the distractors are not there', async () => {
    cpSync(at('tinyface'), at('without'), { recursive: true });
    rmSync(at('without', 'Testing_Set', 'Gallery_Distractor'), { recursive: true });
    const run = await magface(['identify', 'tinyface', '--root', at('without'), ...model]);
    expect(run.exit).toBe(0);
    expect(run.stderr).toContain('TinyFace without its distractors');
    expect(run.stderr).toContain('4 templates of 4 subjects');
  });

  test('is held against what is published', async () => {
    const { exit, names } = await checked('tinyface', '--root', at('tinyface'));
    expect(exit).toBe(65);
    expect(names[0]).toBe('count');
  });

  test.each([
    [
      'no variable',
      { other: { numbers: [1], shape: [1, 1] } },
      'no variable gallery_set; there are: other',
    ],
    [
      'other counts',
      {
        gallery_ids: { numbers: [1, 2], shape: [2, 1] },
        gallery_set: { cells: [{ text: 'a.jpg' }], shape: [1, 1] },
      },
      '2 numbers of persons of 1 pictures',
    ],
    [
      'a picture twice',
      {
        gallery_ids: { numbers: [1, 2], shape: [2, 1] },
        gallery_set: { cells: [{ text: 'a.jpg' }, { text: 'a.jpg' }], shape: [2, 1] },
      },
      'a.jpg stands twice',
    ],
    [
      'half a person',
      {
        gallery_ids: { numbers: [1.5], shape: [1, 1] },
        gallery_set: { cells: [{ text: 'a.jpg' }], shape: [1, 1] },
      },
      'the person 1.5 of a.jpg',
    ],
    [
      'a name that climbs',
      {
        gallery_ids: { numbers: [1], shape: [1, 1] },
        gallery_set: { cells: [{ text: '../a.jpg' }], shape: [1, 1] },
      },
      'E_PATH_TRAVERSAL',
    ],
  ] satisfies [string, Record<string, MatValue>, string][])(
    'is refused with %s',
    async (_, variables, says) => {
      mkdirSync(at('broken'), { recursive: true });
      writeFileSync(at('broken', 'gallery_match_img_ID_pairs.mat'), matFile(variables));
      const run = await magface(['identify', 'tinyface', '--root', at('broken'), ...model]);
      expect(run.exit).toBe(65);
      expect(run.stderr).toContain(says);
    },
  );

  const real = join(SHARED, 'data', 'protocols', 'tinyface');
  (existsSync(real) ? test : test.skip)(
    'has as many probes as published in its own lists',
    async () => {
      const argv = ['tinyface', '--root', real, '--no-pictures', '--json'];
      const run = await magface(['protocol', 'check', ...argv]);
      const { counts } = JSON.parse(run.stdout) as { counts: { name: string; found: number }[] };
      const found = Object.fromEntries(counts.map(({ name, found }) => [name, found]));
      // Its pictures are not there, and so are not its distractors.
      expect(found).toMatchObject({ probes: 3728, 'templates of gallery': 4443, subjects: 2569 });
    },
  );
});
