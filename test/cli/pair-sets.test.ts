import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { matFile, type MatValue } from '../support/mat-writer.js';
import { magface, PROJECT, temporaryFolder } from '../support/run-cli.js';
import { MODEL, PAIRS, PERSONS, writeSmallLfw } from '../support/small-lfw.js';

const FIXTURES = join(PROJECT, 'fixtures', 'protocols');

let folder: ReturnType<typeof temporaryFolder>;
beforeAll(async () => {
  folder = temporaryFolder();
  mkdirSync(at('lfw'));
  await writeSmallLfw(at('lfw'));
});
afterAll(() => {
  folder.remove();
});

const at = (...parts: readonly string[]) => join(folder.path, ...parts);

/** A picture of the small LFW: its person, from 0, and its number, from 1. */
type Picture = readonly [person: number, number: number];
interface Comparison {
  readonly left: Picture;
  readonly right: Picture;
  readonly genuine: boolean;
}

const COMPARISONS: readonly Comparison[] = PAIRS.slice(1).map((line) => {
  const [name, i, other, j] = line.split('\t');
  const left: Picture = [PERSONS.indexOf(name!), Number(i)];
  return j === undefined
    ? { left, right: [left[0], Number(other)], genuine: true }
    : { left, right: [PERSONS.indexOf(other!), Number(j)], genuine: false };
});
/** All genuine ones, then all impostors, as some lists have them. */
const BLOCKS = [true, false].flatMap((kind) =>
  COMPARISONS.filter(({ genuine }) => genuine === kind),
);

const four = (number: number) => String(number).padStart(4, '0');
const two = (number: number) => String(number).padStart(2, '0');
const lfwPath = ([p, i]: Picture) => `${PERSONS[p]!}/${PERSONS[p]!}_${four(i)}`;

function put(path: string, lines: readonly string[] | Buffer): void {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), Buffer.isBuffer(lines) ? lines : `${lines.join('\n')}\n`);
}

/** Lays the pictures of the small LFW where `place` says, each a PNG whatever the list calls it. */
function lay(place: (picture: Picture) => string): void {
  for (const p of PERSONS.keys()) {
    for (const i of [1, 2, 3]) {
      const to = at(`${place([p, i])}.png`);
      mkdirSync(dirname(to), { recursive: true });
      cpSync(at('lfw', `${lfwPath([p, i])}.png`), to);
    }
  }
}

function twoLines(name: (picture: Picture) => string): string[] {
  return BLOCKS.flatMap(({ left, right, genuine }) =>
    [left, right].map((picture) => `${name(picture)}.jpg ${genuine ? '1' : '0'}`),
  );
}

const agedb = ([p, i]: Picture) => `${PERSONS[p]!.replace('_', '')}_${p}_${i}_${30 * i}_f`;

/** How each benchmark would hand on the small LFW. */
const FORMS: Readonly<Record<string, () => void>> = {
  'agedb-30': () => {
    lay((picture) => `agedb-30/03_Protocol_Images/${agedb(picture)}`);
    const cell = (picture: Picture): MatValue => ({
      structs: [{ name: { text: agedb(picture) }, age: { numbers: [30], shape: [1, 1] } }],
    });
    const splits = [0, 1].map((fold): MatValue => {
      const own = COMPARISONS.slice(6 * fold, 6 * fold + 6);
      const cells = own.flatMap(({ left, right }) => [cell(left), cell(right)]);
      const numbers = own.map(({ genuine }) => (genuine ? 1 : -1));
      const labels = { numbers, shape: [1, 6] };
      return { structs: [{ pairs: { cells, shape: [2, 6] }, labels }] };
    });
    const variables = { splits: { cells: splits, shape: [2, 1] } };
    const options = { little: false, compressed: true };
    put('agedb-30/04_FINAL_protocol_30_years.mat', matFile(variables, options));
  },
  calfw: () => {
    const name = ([p, i]: Picture) => `${PERSONS[p]!}_${four(i)}`;
    lay((picture) => `calfw/aligned images/${name(picture)}`);
    put('calfw/pairs_CALFW.txt', twoLines(name));
  },
  'cfp-ff': () => {
    const all = PERSONS.flatMap((_, p) => [1, 2, 3].map((i): Picture => [p, i]));
    const path = ([p, i]: Picture) =>
      `Data/Images/${two(p + 1).padStart(3, '0')}/frontal/${two(i)}`;
    lay((picture) => `cfp-ff/${path(picture)}`);
    put(
      'cfp-ff/Protocol/Pair_list_F.txt',
      all.map((picture, k) => `${k + 1} ../${path(picture)}.jpg`),
    );
    const number = ([p, i]: Picture) => 3 * p + i;
    for (const fold of [0, 1]) {
      for (const genuine of [true, false]) {
        const own = COMPARISONS.slice(6 * fold, 6 * fold + 6);
        put(
          `cfp-ff/Protocol/Split/FF/${two(fold + 1)}/${genuine ? 'same' : 'diff'}.txt`,
          own
            .filter((one) => one.genuine === genuine)
            .map(({ left, right }) => `${number(left)},${number(right)}`),
        );
      }
    }
  },
  cplfw: () => {
    const name = ([p, i]: Picture) => `${PERSONS[p]!}_${i}`;
    lay((picture) => `cplfw/images/${name(picture)}`);
    put('cplfw/pairs_CPLFW.txt', ['name same_person', ...twoLines(name)]);
  },
  'rfw-asian': () => {
    lay((picture) => `rfw-asian/test/data/Asian/${lfwPath(picture)}`);
    put('rfw-asian/test/txts/Asian/Asian_pairs.txt', PAIRS.slice(1));
  },
  sllfw: () => {
    lay((picture) => `sllfw/lfw_funneled/${lfwPath(picture)}`);
    put(
      'sllfw/pair_SLLFW.txt',
      COMPARISONS.flatMap(({ left, right }) => [`${lfwPath(left)}.jpg`, `${lfwPath(right)}.jpg`]),
    );
  },
  xqlfw: () => {
    lay((picture) => `xqlfw/xqlfw_aligned_112/${lfwPath(picture)}`);
    put('xqlfw/xqlfw_pairs.txt', PAIRS);
  },
};

async function metricsOf(name: string, metrics: readonly string[], ...more: readonly string[]) {
  const out = at(`out-${name}`);
  const run = await magface([
    ...['eval', name, '--root', at(name), '--model', MODEL, '--no-store', '--out', out],
    ...['--preprocess', 'insightface', '--metrics', ...metrics, ...more],
  ]);
  return { ...run, csv: readFileSync(join(out, 'metrics.csv'), 'utf8') };
}

describe('the same comparisons of the same pictures', () => {
  // Folds are no part of these: two of six comparisons in LFW's grammar, ten of all where a list states none.
  const METRICS = ['tar', 'eer', 'auc'];
  let expected: ReturnType<typeof metricsOf> | undefined;

  test.each(Object.keys(FORMS))('give the bytes of lfw when handed on as %s', async (name) => {
    FORMS[name]!();
    const lfw = await (expected ??= metricsOf('lfw', METRICS));
    const other = await metricsOf(name, METRICS);
    expect(other.stderr).toContain('as published has');
    expect(other.exit).toBe(0);
    expect(other.csv.replaceAll(name, 'lfw')).toBe(lfw.csv);
  });

  test('are in the folds that the files state', async () => {
    FORMS['cfp-ff']!();
    const lfw = await metricsOf('lfw', ['accuracy']);
    const cfp = await metricsOf('cfp-ff', ['accuracy']);
    expect(cfp.csv.replaceAll('cfp-ff', 'lfw')).toBe(lfw.csv);
  });
});

test('AgeDB-30 as a list is told from the files, or read so with --format', async () => {
  FORMS['agedb-30']!();
  const line = ({ left, right, genuine }: Comparison) =>
    `${agedb(left)}.jpg ${agedb(right)}.jpg ${genuine ? '1' : '-1'}`;
  put('list/agedb_30_pair.txt', COMPARISONS.map(line));
  put('agedb-30/agedb_30_pair.txt', COMPARISONS.map(line));
  const told = await magface([
    ...['eval', 'agedb-30', '--root', at('list'), '--images', at('agedb-30', '03_Protocol_Images')],
    ...['--model', MODEL, '--no-store', '--preprocess', 'insightface'],
    ...['--metrics', 'eer', '--out', at('out-list')],
  ]);
  expect(told.stderr).toContain('agedb-30 is read as list: agedb_30_pair.txt');
  const chosen = await metricsOf('agedb-30', ['eer'], '--format', 'list');
  expect(chosen.stderr).not.toContain('is read as list');
  expect(chosen.csv).toBe(readFileSync(at('out-list', 'metrics.csv'), 'utf8'));
});

test("XQLFW's scores are a quality of its pictures", async () => {
  FORMS['xqlfw']!();
  const scores = PERSONS.flatMap((person, p) =>
    [1, 2, 3].map((i) => `${person} ${i} ${(0.9 - 0.07 * (3 * p + i)).toFixed(2)}`),
  );
  put('xqlfw/xqlfw_scores.txt', ['ID Num Score', ...scores]);
  const run = await magface([
    ...['erc', 'xqlfw', '--root', at('xqlfw'), '--model', MODEL, '--no-store', '--fmr', '0.3'],
    ...['--preprocess', 'insightface', '--quality', `xqlfw=${at('xqlfw', 'xqlfw_scores.txt')}`],
    ...['--out', at('out-erc')],
  ]);
  expect(run.exit).toBe(0);
  const curve = readFileSync(at('out-erc', 'erc.csv'), 'utf8');
  expect(curve).toMatch(/xqlfw/);
});

test.each(['rfw-african', 'cfp-fp'])(
  '%s is read from where it lies and says which pictures are missing',
  async (name) => {
    const root = join(FIXTURES, name);
    const run = await magface([
      'eval',
      name,
      '--root',
      root,
      '--model',
      MODEL,
      '--no-store',
      '--preprocess',
      'insightface',
      '--out',
      at(`out-${name}`),
    ]);
    expect(run.exit).toBe(66);
    expect(run.stderr).toContain('E_IMAGE_MISSING');
    expect(run.stderr).toContain(join(root, name === 'cfp-fp' ? 'Data/Images' : 'data'));
  },
);
