import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readReport } from '../../src/report/index.js';
import { magface, PROJECT, temporaryFolder } from '../support/run-cli.js';

let out: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  out = temporaryFolder();
});
afterEach(() => {
  out.remove();
});

const demo = (verb: string, ...more: string[]) => [
  verb,
  'fixtures/demo/dataset.yaml',
  ...['--embeddings', 'fixtures/vectors/demo.npz', '--fmr', '1e-2', '--quiet'],
  ...more,
];
const read = (name: string) => readFileSync(join(out.path, name), 'utf8');
const report = () => readReport(read('report.json'));
const scoresFile = (lines: readonly string[]) => {
  const path = join(out.path, 'scores.csv');
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
};

describe('magface bands', () => {
  test('writes a table and a picture of the bands, of both pictures and of every DET, and the cost of reaching', async () => {
    const { exit, stdout } = await magface(demo('bands', '--out', out.path));
    expect(exit).toBe(0);
    expect(readdirSync(out.path)).toEqual(
      expect.arrayContaining([
        'quality_bands.csv',
        'quality_bands.svg',
        'quality_bands_det.csv',
        'quality_bands_det.svg',
        'quality_bands_grid.csv',
        'quality_bands_grid.svg',
        'quality_bands_reach.csv',
      ]),
    );
    expect(stdout).toContain('by band of magnitude, threshold at FMR 1e-2');
    expect(stdout).toMatch(/FNMR (falls|rises|shows no trend) with magnitude: trend over bands z /);
    expect(stdout).toContain('what to reject by magnitude to reach an FNMR at FMR 1e-2');
    const names = report().rows.map(({ metric }) => metric);
    expect(names.every((name) => name.startsWith('quality_bands_'))).toBe(true);
    expect(names).toEqual(
      expect.arrayContaining([
        'quality_bands_trend@quality=magnitude,error=fnmr',
        'quality_bands_trend_p@quality=magnitude,error=fmr',
        'quality_bands_own_fnmr@quality=magnitude',
      ]),
    );
  });

  test('in the folder of an eval leaves its metrics there, and the same bands', async () => {
    await magface(demo('eval', '--out', out.path, '--save', 'none'));
    const before = report();
    await magface(demo('bands', '--out', out.path));
    const after = report();
    const bandsOf = ({ curves }: typeof before) =>
      curves.find(({ name }) => name === 'quality_bands');
    expect(bandsOf(after)!.columns).toEqual(bandsOf(before)!.columns);
    const others = ({ rows }: typeof before) =>
      rows.filter(({ metric }) => !metric.startsWith('quality_bands'));
    expect(others(after)).toEqual(others(before));
    expect(others(after).length).toBeGreaterThan(5);
    // What eval calls quality is the magnitude here.
    const trend = ({ curves }: typeof before) =>
      curves.find(({ name }) => name === 'quality_bands_trend')!;
    expect(trend(after).columns).toEqual(trend(before).columns);
    expect(trend(after).labels).toEqual({ quality: 'magnitude', error: 'fnmr' });
  });

  test('cuts at the edges that are given, and says how it combined', async () => {
    const argv = demo('bands', '--edges', '10, 20.5', '--combine', 'mean', '--out', out.path);
    expect((await magface(argv)).exit).toBe(0);
    const [bands] = report().curves;
    expect(bands!.labels).toMatchObject({ quality: 'magnitude', combine: 'mean', at_fmr: 0.01 });
    expect([...bands!.columns['edge_low']!]).toEqual([-Infinity, 10, 20.5]);
    const total = (name: string) => bands!.columns[name]!.reduce((a, b) => a + b, 0);
    // Ten folds of 360 genuine and 360 impostor comparisons, as the first line of pairs.txt says.
    expect([total('genuine'), total('impostor')]).toEqual([3600, 3600]);
  });

  test('of a file of scores calls its column quality, has no grid, and leaves unknown ones out', async () => {
    const lines = Array.from({ length: 40 }, (_, k) => {
      const label = k % 2;
      const quality = k === 7 ? 'nan' : String(k);
      return `${((label === 1 ? 20 : 0) + (k % 11)) / 40},${label},${quality}`;
    });
    const path = scoresFile(['score,genuine,quality', ...lines]);
    const { exit, stderr } = await magface([
      ...['bands', '--scores', path, '--fmr', '1e-1', '--bands', '4', '--out', out.path],
    ]);
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: expect.any(String) });
    expect(stderr).toContain('left out for lack of quality: 1 comparison');
    const names = report().curves.map(({ name }) => name);
    expect(names).toContain('quality_bands_reach');
    expect(names).not.toContain('quality_bands_grid');
    expect(read('quality_bands.csv')).toMatch(/^dataset,quality,combine,at_fmr,interval,/);
  });

  test('refuses a quality that is named twice', async () => {
    const { exit, stderr } = await magface(demo('bands', '--quality', 'magnitude', 'magnitude'));
    expect(exit).toBe(2);
    expect(stderr).toContain('E_QUALITY_');
  });

  test('gives the same bytes whatever the locale', async () => {
    const argv = ['bands', '--scores', 'fixtures/scores/own.csv', '--fmr', '1e-1', '--quiet'];
    const texts: string[][] = [];
    for (const env of [{}, { LC_ALL: 'de_DE.UTF-8', TZ: 'Asia/Tokyo' }]) {
      const folder = temporaryFolder();
      try {
        await magface([...argv, '--out', folder.path], { env });
        const files = readdirSync(folder.path).filter((name) => name !== 'provenance.json');
        texts.push(files.map((name) => readFileSync(join(folder.path, name), 'utf8')));
      } finally {
        folder.remove();
      }
    }
    expect(texts[1]).toEqual(texts[0]);
  });

  test.each([
    { flag: '--edges', value: '20,15', says: 'Expected numbers in ascending order' },
    { flag: '--edges', value: '15,15', says: 'Expected numbers in ascending order' },
    { flag: '--edges', value: '15,x', says: 'Expected numbers in ascending order' },
    { flag: '--reach', value: '0', says: 'Expected a rate above 0' },
    { flag: '--combine', value: 'best', says: 'Allowed choices are min, mean' },
    { flag: '--quality', value: 'beauty', says: 'beauty' },
  ])('refuses $flag $value', async ({ flag, value, says }) => {
    const { exit, stdout, stderr } = await magface(demo('bands', flag, value));
    expect(stderr).toContain(says);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
  });

  test('refuses to multiply qualities below 0, and scores that know none', async () => {
    const path = scoresFile(['score,genuine,quality', '0.9,1,-1', '0.1,0,2']);
    const product = await magface(['bands', '--scores', path, '--combine', 'product']);
    expect(product.stderr).toContain('E_COMBINE_NEGATIVE');
    expect(product.exit).toBe(65);
    const bare = scoresFile(['score,genuine', '0.9,1', '0.1,0']);
    const none = await magface(['bands', '--scores', bare]);
    expect(none.stderr).toContain('E_SCORES_QUALITY');
    expect(none.exit).toBe(65);
  });
});

test('the page on bands shows what the command prints, which is held byte for byte elsewhere', () => {
  const printed = join(PROJECT, 'fixtures', 'regression', 'demo-bands', 'expected', 'stdout.txt');
  const page = readFileSync(join(PROJECT, 'docs', 'bands.md'), 'utf8');
  expect(page).toContain(readFileSync(printed, 'utf8').trim());
});
