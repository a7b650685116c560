/** `magface quality` as a user runs it, on the demonstration and on small folders. */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { magface, PROJECT, temporaryFolder, type Run } from '../support/run-cli.js';
import { MODEL, PERSONS, writeSmallLfw } from '../support/small-lfw.js';

const DEMO = join(PROJECT, 'fixtures', 'demo');
const folder = temporaryFolder();
afterAll(folder.remove);

const inside = (...parts: string[]) => join(folder.path, ...parts);

/** The lines of a CSV without quoted fields as records. */
function records(path: string): Record<string, string>[] {
  const [header = '', ...lines] = readFileSync(path, 'utf8').trim().split('\n');
  const names = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(names.map((name, i) => [name, cells[i]!]));
  });
}

const numbers = (rows: readonly Record<string, string>[], column: string) =>
  rows.map((row) => Number(row[column]));

/** Runs `quality` with the small model and its preprocessing, keeping nothing. */
const quality = (...argv: string[]) =>
  magface(['quality', '--model', MODEL, '--preprocess', 'magface', '--no-store', ...argv]);

beforeAll(async () => {
  mkdirSync(inside('lfw'));
  await writeSmallLfw(inside('lfw'));
  // Twenty-four pictures, enough to calibrate on.
  mkdirSync(inside('many'));
  for (const person of PERSONS) {
    for (const copy of ['a', 'b']) {
      cpSync(inside('lfw', person), inside('many', `${copy}-${person}`), { recursive: true });
    }
  }
});

describe('magface quality on the demonstration', () => {
  let run: Run;
  beforeAll(async () => {
    const argv = ['quality', join(DEMO, 'dataset.yaml'), '--model', join(DEMO, 'model.onnx')];
    const wishes = ['--no-store', '--fmr', '1e-2', '--probe', '6', '--min-magnitude', '12'];
    run = await magface([...argv, ...wishes, '--out', inside('demo')]);
  }, 60_000);

  test('tells of every picture: magnitude, quality and percentile, which go the same way', () => {
    expect(run.exit).toBe(0);
    const rows = records(inside('demo', 'quality.csv'));
    expect(rows).toHaveLength(800);
    const ordered = rows.toSorted((a, b) => Number(a['magnitude']) - Number(b['magnitude']));
    for (const column of ['quality', 'percentile']) {
      const values = numbers(ordered, column);
      expect(values).toEqual(values.toSorted((a, b) => a - b));
    }
    expect(Math.min(...numbers(rows, 'quality'))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers(rows, 'quality'))).toBeLessThanOrEqual(100);
    expect(numbers(ordered, 'percentile')[0]).toBeCloseTo(100 * (0.5 / 800), 10);
    expect(rows[0]!['identity']).toBe(rows[0]!['picture']!.split('/')[0]);
  });

  test('gives 50 to the middle picture and says what the numbers were calibrated on', () => {
    const rows = records(inside('demo', 'quality.csv'));
    const middle = rows.filter(({ percentile }) => Math.abs(Number(percentile) - 50) < 0.2);
    expect(middle.map((row) => Number(row['quality'])).every((q) => Math.abs(q - 50) <= 1)).toBe(
      true,
    );
    expect(run.stdout).toContain('0-100, calibrated on these pictures: 100 / (1 + exp((');
  });

  test('divides the variance among persons, and names the worst and the best', () => {
    const metrics = JSON.parse(readFileSync(inside('demo', 'metrics.json'), 'utf8')) as Record<
      string,
      number
    >;
    expect(metrics['demo/quality_icc']).toBeGreaterThan(0.2);
    expect(metrics['demo/quality_icc']).toBeLessThan(0.5);
    const persons = records(inside('demo', 'quality_identities.csv'));
    expect(persons).toHaveLength(80);
    const means = numbers(persons, 'mean');
    expect(means).toEqual(means.toSorted((a, b) => a - b));
    expect(run.stdout).toContain(persons[0]!['identity']);
    expect(run.stdout).toContain(persons.at(-1)!['identity']);
  });

  test('lists what falls below, as a list that can be read again', () => {
    const below = records(inside('demo', 'quality.csv')).filter(
      (row) => Number(row['magnitude']) < 12,
    );
    expect(below.length).toBeGreaterThan(0);
    const listed = readFileSync(inside('demo', 'rejected.txt'), 'utf8').trim().split('\n');
    expect(listed).toEqual(below.map((row) => row['picture']));
    expect(run.stdout).toContain(`${below.length} of 800 pictures have a magnitude below 12`);
  });

  test('lists the errors at the threshold that eval chooses, from the worst', () => {
    const errors = records(inside('demo', 'worst_errors.csv'));
    const [missed, matched] = ['false non-match', 'false match'].map((kind) =>
      numbers(
        errors.filter(({ error }) => error === kind),
        'score',
      ),
    );
    // 4.28 % and 1 % of 3600, as the README shows them.
    expect([missed!.length, matched!.length]).toEqual([154, 36]);
    const threshold = Number(errors[0]!['threshold']);
    expect(missed).toEqual(missed!.toSorted((a, b) => a - b));
    expect(matched).toEqual(matched!.toSorted((a, b) => b - a));
    expect(missed!.every((score) => score < threshold)).toBe(true);
    expect(matched!.every((score) => score >= threshold)).toBe(true);
  });

  test('draws the sheets and the plots', async () => {
    for (const [name, least] of [
      ['faces_by_quality.jpg', 1400],
      ['worst_errors.jpg', 1200],
    ] as const) {
      const { format, width } = await sharp(inside('demo', name)).metadata();
      expect([format, width > least]).toEqual(['jpeg', true]);
    }
    for (const name of ['quality_histogram', 'degradation', 'degradation_similarity']) {
      expect(readFileSync(inside('demo', `${name}.svg`), 'utf8')).toMatch(/^<svg/);
    }
  });

  test('shows how the magnitude falls under each degradation, darkness among them', () => {
    const rows = records(inside('demo', 'degradation.csv'));
    const kinds = [...new Set(rows.map(({ kind }) => kind))];
    expect(kinds).toEqual(['blur', 'downsampling', 'noise', 'jpeg', 'occlusion', 'darkness']);
    for (const row of rows) {
      expect(Number(row['magnitude_low'])).toBeLessThanOrEqual(Number(row['magnitude']));
      expect(Number(row['similarity'])).toBeLessThanOrEqual(1 + 1e-6);
      if (row['level'] === '0') expect(Number(row['similarity'])).toBeCloseTo(1, 5);
    }
    const falls = kinds.filter((kind) => {
      const of = rows.filter((row) => row['kind'] === kind);
      return Number(of.at(-1)!['magnitude']) < Number(of[0]!['magnitude']);
    });
    expect(falls).toEqual(kinds);
  });

  test('shares its folder with eval: each keeps what the other measured', async () => {
    const argv = [join(DEMO, 'dataset.yaml'), '--model', join(DEMO, 'model.onnx'), '--no-store'];
    const { exit } = await magface(['eval', ...argv, '--save', 'none', '--out', inside('demo')]);
    expect(exit).toBe(0);
    const names = records(inside('demo', 'metrics.csv')).map((row) => row['metric']);
    expect(names).toEqual(
      expect.arrayContaining(['accuracy', 'quality_mean', 'degradation_spearman@kind=blur']),
    );
  }, 60_000);
});

describe('the arguments of magface quality', () => {
  test('are folders, lists and pictures as well as datasets, told about set by set', async () => {
    writeFileSync(inside('some.list'), `${PERSONS[0]!}/${PERSONS[0]!}_0001.png\n`);
    const pictures = [2, 3].map((i) => inside('lfw', PERSONS[1]!, `${PERSONS[1]!}_000${i}.png`));
    const out = inside('mixed');
    const paths = [inside('many'), inside('some.list'), '--root', inside('lfw'), ...pictures];
    const { exit, stderr } = await quality(...paths, '--out', out);
    expect([exit, stderr.includes('E_')]).toEqual([0, false]);
    const rows = records(join(out, 'quality.csv'));
    const count = (set: string) => rows.filter(({ dataset }) => dataset === set).length;
    expect([count('many'), count('some'), count('pictures')]).toEqual([24, 1, 2]);
    expect(rows.at(-1)!['picture']).toBe(pictures[1]);
    const again = rows.find((row) => row['picture'] === `a-${PERSONS[0]!}/${PERSONS[0]!}_0001.png`);
    const listed = rows.find(({ dataset }) => dataset === 'some');
    expect(listed!['magnitude']).toBe(again!['magnitude']);
    expect(readFileSync(join(out, 'quality_histogram.svg'), 'utf8')).toContain('>many<');
  });

  test('know persons by folder when they are told to, and by name of a registered dataset', async () => {
    const by = ['--persons-by-folder', '--quality', 'sharpness', '--out', inside('by')];
    expect((await quality(inside('many'), ...by)).exit).toBe(0);
    const measured = numbers(records(inside('by', 'quality.csv')), 'sharpness');
    expect(measured.every((value) => value > 0)).toBe(true);
    const [together] = records(inside('by', 'quality_correlations.csv'));
    expect(together).toMatchObject({ first: 'magnitude', second: 'sharpness', pictures: '24' });
    expect(records(join(inside('by'), 'quality_identities.csv'))).toHaveLength(8);
    const plain = await quality(inside('many'), '--out', inside('plain'));
    expect(plain.exit).toBe(0);
    expect(existsSync(inside('plain', 'quality_identities.csv'))).toBe(false);
    const named = await quality('lfw', '--root', inside('lfw'), '--out', inside('named'));
    expect(named.exit).toBe(0);
    expect(records(join(inside('named'), 'quality.csv'))).toHaveLength(12);
  });

  test('of one picture give a magnitude, and no quality from 0 to 100 without constants', async () => {
    const picture = inside('lfw', PERSONS[0]!, `${PERSONS[0]!}_0001.png`);
    const [without, given] = await Promise.all([
      quality(picture, '--out', inside('one')),
      quality(picture, '--sigmoid', '5,1', '--out', inside('two')),
    ]);
    expect([without.exit, given.exit]).toEqual([0, 0]);
    expect(without.stdout).toContain('0-100: none: 1 pictures are too few to calibrate it on');
    const [row, other] = ['one', 'two'].map((name) => records(inside(name, 'quality.csv'))[0]!);
    expect(row).toMatchObject({ quality: '', percentile: '50' });
    const magnitude = Number(row!['magnitude']);
    expect(other!['quality']).toBe(String(Math.round(100 / (1 + Math.exp(5 - magnitude)))));
  });

  test.each([
    { why: 'a folder that is not there', argv: ['nowhere'], exit: 66, says: 'E_FILE_MISSING' },
    { why: '--root for folders alone', argv: ['.', '--root', '.'], exit: 2, says: 'E_SOURCES' },
    {
      why: '--root that could be of two datasets',
      argv: ['lfw', 'pairs', '--root', '.'],
      exit: 2,
      says: 'E_SOURCES',
    },
    {
      why: 'two sets of constants',
      argv: ['.', '--sigmoid', 'ofiq', '--calibrate', '--out', 'x'],
      exit: 2,
      says: 'E_QUALITY_SIGMOID --sigmoid and --calibrate together',
    },
    {
      why: 'a probe without a model',
      argv: ['.', '--probe', '3', '--embeddings', 'x.npy'],
      exit: 2,
      says: 'E_MODEL_NEEDED --probe',
    },
    { why: 'constants that are none', argv: ['.', '--sigmoid', '23'], exit: 2, says: 'X0,W' },
    { why: 'a width of 0', argv: ['.', '--sigmoid', '23,0'], exit: 2, says: 'W above 0' },
    {
      why: 'a calibration that is not there',
      argv: ['.', '--calibration', 'nowhere.json'],
      exit: 66,
      says: 'E_FILE_MISSING there is no calibration',
    },
    {
      why: 'a quality that there is none of',
      argv: ['lfw', '--root', 'lfw', '--quality', 'beauty'],
      exit: 2,
      says: 'E_QUALITY_UNKNOWN',
    },
    {
      why: 'a quality called like a column',
      argv: ['.', '--quality', 'percentile=x.csv'],
      exit: 2,
      says: 'E_QUALITY_NAME quality.csv has a column percentile',
    },
  ])('are refused for $why', async ({ argv, exit, says }) => {
    const full = ['quality', ...argv, ...(argv.includes('--embeddings') ? [] : ['--model', MODEL])];
    const run = await magface([...full, '--preprocess', 'magface', '--no-store'], {
      cwd: folder.path,
    });
    expect(run.stderr).toContain(says);
    expect(run.exit).toBe(exit);
    expect(run.stdout).toBe('');
  });

  test('are refused for a folder without pictures', async () => {
    mkdirSync(inside('empty', 'below'), { recursive: true });
    writeFileSync(inside('empty', 'below', 'notes.md'), 'none');
    const { exit, stderr } = await quality(inside('empty'));
    expect([exit, stderr.includes('E_PICTURES_NONE')]).toEqual([66, true]);
  });
});

describe('a calibration', () => {
  test('is kept, gives other pictures the same numbers, and is refused for another model', async () => {
    const kept = await quality(inside('many'), '--calibrate', '--out', inside('kept'));
    expect(kept.exit).toBe(0);
    const file = inside('kept', 'quality_calibration.json');
    const used = await quality(inside('lfw'), '--calibration', file, '--out', inside('used'));
    expect(used.exit).toBe(0);
    expect(used.stdout).toContain('calibrated on 24 pictures of many');
    const of = (name: string, id: string) =>
      records(inside(name, 'quality.csv')).find(({ picture }) => picture === id)!['quality'];
    for (const person of PERSONS) {
      const id = `${person}/${person}_0002.png`;
      expect(of('used', id)).toBe(of('kept', `a-${id}`));
    }
    const bgr = ['quality', inside('lfw'), '--model', MODEL, '--preprocess', 'insightface'];
    const other = await magface([...bgr, '--no-store', '--calibration', file]);
    expect([other.exit, other.stderr.includes('E_QUALITY_MODEL')]).toEqual([65, true]);
    const text = readFileSync(file, 'utf8').replace(/("modelDigest": ")[0-9a-f]/, '$1x');
    writeFileSync(inside('broken.json'), text);
    const broken = await quality(inside('lfw'), '--calibration', inside('broken.json'));
    expect([broken.exit, broken.stderr.includes('E_QUALITY_CALIBRATION')]).toEqual([65, true]);
  });

  test('cannot be made of too few pictures', async () => {
    const { exit, stderr } = await quality(inside('lfw'), '--calibrate', '--out', inside('few'));
    expect([exit, stderr.includes('E_QUALITY_SIGMOID no sigmoid can be calibrated')]).toEqual([
      65,
      true,
    ]);
  });
});
