import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readReport } from '../../src/report/index.js';
import { magface, PROJECT, temporaryFolder } from '../support/run-cli.js';
import { MODEL, PERSONS, writeSmallLfw } from '../support/small-lfw.js';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  folder.remove();
});

const at = (...parts: readonly string[]) => join(folder.path, ...parts);
function put(path: string, lines: readonly string[]): string {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), `${lines.join('\n')}\n`);
  return at(path);
}
const read = (...path: readonly string[]) => readFileSync(at(...path), 'utf8');

const DEMO = ['eval', 'fixtures/demo/dataset.yaml', '--embeddings', 'fixtures/vectors/demo.npz'];
const demo = (...more: readonly string[]) => magface([...DEMO, '--fmr', '1e-2', ...more]);

/** Four persons with two pictures each: all of their comparisons, so that everybody is known by name. */
const NAMES = ['ada', 'ben', 'cyd', 'dan'];
const PICTURES = NAMES.flatMap((name) => [`${name}/1.jpg`, `${name}/2.jpg`]);
const SCORES = [
  'left,right,left_person,right_person,genuine,score',
  ...PICTURES.flatMap((left, i) =>
    PICTURES.slice(i + 1).map((right, j) => {
      const [one, other] = [left, right].map((picture) => picture.slice(0, 3));
      const genuine = one === other;
      const score = (genuine ? 0.6 : 0.1) + ((i * 7 + j * 3) % 10) / 25;
      return [left, right, one, other, genuine ? 1 : 0, score].join(',');
    }),
  ),
];

describe('magface eval --groups', () => {
  test('joins by picture, by person or by template, and means the same', async () => {
    const scores = put('s.csv', SCORES);
    const group = (name: string) => (name < 'c' ? 'first' : 'second');
    const files = {
      person: ['person,half', ...NAMES.map((name) => `${name},${group(name)}`)],
      picture: ['path,half', ...PICTURES.map((id) => `/elsewhere/${id},${group(id)}`)],
      stem: ['name\thalf', ...PICTURES.map((id) => `${id.replace('.jpg', '')}\t${group(id)}`)],
      template: ['template;half', ...PICTURES.map((id) => `${id};${group(id)}`)],
    };
    const out: string[] = [];
    for (const [name, lines] of Object.entries(files)) {
      const file = put(`${name}.csv`, lines);
      const run = await magface([
        ...['eval', '--scores', scores, '--fmr', '0.2', '--groups', file, '--out', at(name)],
      ]);
      expect(run.stderr).not.toContain('E_');
      expect(run.exit).toBe(0);
      out.push(read(name, 'metrics.csv'), read(name, 'group_pairs.csv'));
    }
    expect(new Set(out).size).toBe(2);
    // Each half has 2 genuine comparisons and 4 impostors; 16 impostors are between the halves.
    expect(out[0]).toMatch(/group_fnmr@fmr=2e-1:half=first,[^\n]*,2,/);
    const report = readReport(read('person', 'report.json'));
    const counts = report.curves
      .filter(({ name }) => name === 'group_pairs')
      .map(({ labels, columns }) => [
        labels['first'],
        labels['second'],
        columns['genuine']![0],
        columns['impostor']![0],
      ]);
    expect(counts).toEqual([
      ['first', 'first', 2, 4],
      ['first', 'second', 0, 16],
      ['second', 'second', 2, 4],
    ]);
  });

  test('writes tables and figures beside the metrics, and who was in which group into the provenance', async () => {
    const { exit, stdout } = await demo(
      ...['--groups', 'fixtures/demo/persons.csv', 'glasses+beard', 'age:0.3,0.6'],
      ...['--out', folder.path],
    );
    expect(exit).toBe(0);
    expect(readdirSync(folder.path)).toEqual(
      expect.arrayContaining([
        'group_errors.csv',
        'group_errors.svg',
        'group_pairs.csv',
        'group_pairs.svg',
        'group_spread.csv',
      ]),
    );
    expect(stdout).toContain('by glasses+beard, threshold at FMR 1e-2 of all comparisons');
    expect(stdout).toMatch(/^yes\+yes +4 +180 /m);
    expect(stdout).toMatch(/^apart: FDR 0\.\d+, IR/m);
    expect(stdout).not.toContain('group_fnmr');
    const keys = Object.keys(JSON.parse(read('metrics.json')) as object);
    expect(keys).toContain('demo/group_fnmr_fmr_1e-2_glasses_beard_no_yes');
    const { groups } = JSON.parse(read('provenance.json')) as { groups: { attribute: string }[] };
    expect(groups.map(({ attribute }) => attribute)).toEqual(['glasses+beard', 'age']);
    // A point for --fmr, which is told, and for every FAR.
    expect(read('group_spread.csv').trim().split('\n')).toHaveLength(1 + 2 * 4);
  });

  test('of pictures of one person in two groups says so, and counts them apart', async () => {
    const { exit, stdout, stderr } = await demo('--groups', 'fixtures/demo/images.csv');
    expect(exit).toBe(0);
    expect(stderr).toContain('"identity" has 80 groups, more than 20: passed over');
    expect(stderr).toMatch(
      /degradation: the two pictures of \d+ genuine comparisons are of two groups/,
    );
    expect(stdout).toContain('FNMR in % by the groups of the two pictures');
    expect(stdout).toContain('p – (persons have comparisons in several groups)');
  });

  test('in the folder of an earlier run keeps the rest, and stays when the next has none', async () => {
    const persons = ['--groups', 'fixtures/demo/persons.csv', 'glasses', '--quiet'];
    await demo(...persons, '--out', folder.path, '--save', 'none');
    const before = read('group_errors.csv');
    await demo('--out', folder.path, '--save', 'none', '--metrics', 'auc', '--quiet');
    expect(read('group_errors.csv')).toBe(before);
    const names = readReport(read('report.json')).rows.map(({ metric }) => metric);
    expect(names).toContain('group_fnmr@fmr=1e-2:glasses=yes');
    expect(names).not.toContain('eer');
  });

  test.each([
    {
      why: 'persons of whom nothing is known',
      scores: ['left,right,genuine,score', 'a,b,1,0.9', 'a,c,0,0.1'],
      groups: ['person,sex', 'a,F'],
      says: 'names persons, and nothing says who is compared; begin its header with path and name pictures',
      code: 'E_GROUPS_KEY',
    },
    {
      why: 'pictures where none are named',
      scores: ['genuine,score', '1,0.9', '0,0.1'],
      groups: ['path,sex', 'a,F'],
      says: 'names pictures, and ',
      code: 'E_GROUPS_KEY',
    },
    {
      why: 'others than are compared',
      scores: SCORES,
      groups: ['person,sex', 'eve,F', 'ada,F'],
      says: 'lacks 3 of the 4 compared persons: "ben", "cyd", "dan"; it names "eve", "ada"',
      code: 'E_GROUPS_JOIN',
    },
    {
      why: 'a name of two meanings',
      scores: SCORES,
      groups: [
        'path,sex',
        'x/ada/1.jpg,F',
        'y/ada/1.jpg,M',
        ...PICTURES.slice(2).map((id) => `${id},F`),
      ],
      says: 'ada/1.jpg',
      code: 'E_GROUPS_AMBIGUOUS',
    },
    {
      why: 'groups that one key would name',
      scores: SCORES,
      groups: ['person,blood', 'ada,A+', 'ben,A*', 'cyd,A+', 'dan,A*'],
      says: '"blood=A*" and "blood=A+" would have one key in metrics.json, blood_A_',
      code: 'E_GROUPS_NAME',
    },
    {
      why: 'a broken line',
      scores: SCORES,
      groups: ['person,sex', 'ada,F', 'ben'],
      says: 'g.csv:3:1: expected 2 fields, found 1',
      code: 'E_GROUPS_FIELDS',
    },
  ])('refuses $why', async ({ scores, groups, says, code }) => {
    const file = put('g.csv', groups);
    const run = await magface(['eval', '--scores', put('s.csv', scores), '--groups', file]);
    expect(run.stderr).toContain(code);
    expect(run.stderr).toContain(says);
    expect({ exit: run.exit, stdout: run.stdout }).toEqual({ exit: 65, stdout: '' });
  });

  test('refuses slips of the command line before it reads or embeds anything', async () => {
    const slip = await demo('--groups', 'fixtures/demo/persons.csv', 'age:60,18');
    expect(slip.stderr).toContain('E_GROUPS_WISH');
    expect(slip.exit).toBe(2);
    const column = await magface([
      'eval',
      'lfw',
      '--root',
      at('nowhere'),
      '--groups',
      put('g.csv', ['person,sex', 'a,F']),
      'age',
    ]);
    expect(column.stderr).toContain('has no column "age"; choose from "sex"');
    const missing = await demo('--groups', at('none.csv'));
    expect(missing.stderr).toContain('E_FILE_MISSING');
    expect(missing.exit).toBe(66);
  });

  test('gives the same bytes whatever the locale', async () => {
    const texts: string[] = [];
    for (const [name, env] of [
      ['a', {}],
      ['b', { LC_ALL: 'de_DE.UTF-8', TZ: 'Asia/Tokyo' }],
    ] as const) {
      const argv = [
        ...DEMO,
        '--groups',
        'fixtures/demo/persons.csv',
        'skin:/2',
        '--metrics',
        'auc',
      ];
      await magface([...argv, '--save', 'none', '--quiet', '--out', at(name)], { env });
      texts.push(
        read(name, 'group_errors.csv') + read(name, 'group_errors.svg') + read(name, 'metrics.csv'),
      );
    }
    expect(texts[1]).toBe(texts[0]);
  });
});

test('rfw is its four groups at one threshold, and knows them without a file', async () => {
  const groups = ['African', 'Asian', 'Caucasian', 'Indian'];
  mkdirSync(at('small'));
  await writeSmallLfw(at('small'));
  for (const [i, group] of groups.entries()) {
    // Each group has one person more, so that their errors differ.
    const known = PERSONS.slice(0, 2);
    for (const person of known) {
      for (const number of [1, 2, 3]) {
        const name = `${person}_000${number}.png`;
        mkdirSync(at('rfw', 'test', 'data', group, person), { recursive: true });
        const source = PERSONS[(PERSONS.indexOf(person) + i) % PERSONS.length]!;
        writeFileSync(
          at('rfw', 'test', 'data', group, person, name),
          readFileSync(at('small', source, `${source}_000${number}.png`)),
        );
      }
    }
    put(`rfw/test/txts/${group}/${group}_pairs.txt`, [
      `${known[0]!}\t1\t2`,
      `${known[1]!}\t1\t3`,
      `${known[0]!}\t1\t${known[1]!}\t1`,
      `${known[0]!}\t2\t${known[1]!}\t3`,
    ]);
  }
  const run = await magface([
    ...['eval', 'rfw', '--root', at('rfw'), '--model', MODEL, '--no-store', '--fmr', '0.2'],
    ...['--preprocess', 'insightface', '--metrics', 'tar', '--out', at('out')],
  ]);
  expect(run.stderr).toContain(
    'RFW as published has 12000 genuine and 12000 impostor comparisons in 10 folds',
  );
  expect(run.exit).toBe(0);
  expect(run.stdout).toContain('by race, threshold at FMR 2e-1 of all comparisons');
  for (const group of groups) {
    expect(run.stdout).toMatch(new RegExp(`^${group} +2 +2 .* 2 `, 'm'));
    expect(read('out', 'metrics.csv')).toContain(`group_fnmr@fmr=2e-1:race=${group}`);
  }
  const pairs = await magface([
    'eval',
    'rfw',
    '--root',
    at('rfw'),
    '--pairs',
    'x',
    '--model',
    MODEL,
  ]);
  expect(pairs.stderr).toContain('E_RFW_PAIRS');
  const partial = await magface([
    ...['eval', 'rfw', '--root', at('rfw'), '--model', MODEL, '--no-store', '--limit', '8'],
    ...['--preprocess', 'insightface', '--metrics', 'tar', '--fmr', '0.5'],
  ]);
  expect(partial.exit).toBe(0);
  expect(partial.stdout).toMatch(/^Indian +\d/m);
});

test('the page on groups shows what the command prints, which is held byte for byte elsewhere', () => {
  const printed = join(PROJECT, 'fixtures', 'regression', 'demo-groups', 'expected', 'stdout.txt');
  const text = readFileSync(printed, 'utf8');
  const page = readFileSync(join(PROJECT, 'docs', 'groups.md'), 'utf8');
  expect(page).toContain(text.slice(text.indexOf('by glasses')).trim());
});

test('the page on errors names every code of groups', () => {
  const page = readFileSync(join(PROJECT, 'docs', 'errors.md'), 'utf8');
  const files = [
    ...readdirSync(join(PROJECT, 'src', 'groups')).map((file) => join('groups', file)),
    join('pipeline', 'groups.ts'),
    join('datasets', 'rfw.ts'),
  ];
  const codes = files.flatMap((file) => [
    ...readFileSync(join(PROJECT, 'src', file), 'utf8').matchAll(/'(E_(?:GROUPS|RFW)_[A-Z]+)'/g),
  ]);
  expect(codes.length).toBeGreaterThan(8);
  for (const [, code] of codes) expect(page).toContain(`\`${code!}\``);
});
