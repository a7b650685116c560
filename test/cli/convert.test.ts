/** `magface convert` as a user runs it, and every format where vectors are read. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { magface, PROJECT, temporaryFolder } from '../support/run-cli.js';

const folder = temporaryFolder();
afterAll(folder.remove);
const inside = (...parts: string[]) => join(folder.path, ...parts);

const VECTORS = join(PROJECT, 'fixtures', 'vectors', 'demo.npz');
const DATASET = join(PROJECT, 'fixtures', 'demo', 'dataset.yaml');
const evaluate = async (embeddings: string, out: string) => {
  const run = await magface(['eval', DATASET, '--embeddings', embeddings, '--out', inside(out)]);
  expect(run).toMatchObject({ exit: 0 });
  return readFileSync(inside(out, 'metrics.csv'), 'utf8');
};

test('vectors give the same bytes in metrics.csv in every format', async () => {
  const expected = await evaluate(VECTORS, 'npz');
  const targets = ['x.npy', 'x.list', 'x.safetensors', 'x.parquet', 'x.f32', 'folder'];
  for (const target of targets) {
    const run = await magface(['convert', VECTORS, inside(target)]);
    expect(run).toMatchObject({ exit: 0, stdout: '' });
    expect(await evaluate(inside(target), `${target}-out`)).toBe(expected);
  }
  await magface(['convert', inside('x.parquet'), inside('mega'), '--to', 'megaface']);
  expect(await evaluate(inside('mega'), 'mega-out')).toBe(expected);
}, 60_000);

test('what was read, as what, and what was written is told; --quiet tells nothing', async () => {
  const run = await magface(['convert', VECTORS, inside('told.npy')]);
  expect(run.stderr).toMatch(
    /^magface: 800 vectors of \d+ from .*demo\.npz \(npz\) in .*told\.npy \(npy\)\n$/,
  );
  const quiet = await magface(['convert', VECTORS, inside('quiet.npy'), '--quiet']);
  expect(quiet).toEqual({ exit: 0, stdout: '', stderr: '' });
});

test.each<[string[], number, string]>([
  [['absent.npy', 'x.npz'], 66, 'E_EMBED_FILE absent.npy: no such file; check the path'],
  [[VECTORS, VECTORS], 2, 'E_CONVERT'],
  [[VECTORS, inside('x.hdf5')], 65, 'E_EMBED_FORMAT'],
  [[VECTORS, inside('y.npy'), '--dim', '0'], 2, 'Expected a whole number'],
])('%j ends with %i: %s', async (argv, exit, what) => {
  const run = await magface(['convert', ...argv]);
  expect(run.exit).toBe(exit);
  expect(run.stderr).toContain(what);
});

test('the formats are listed with who writes them', async () => {
  const { stdout } = await magface(['list', 'embeddings', '--json']);
  const names = (JSON.parse(stdout) as { name: string }[]).map(({ name }) => name);
  expect(names).toEqual([
    'folder',
    'npy',
    'npz',
    'list',
    'safetensors',
    'parquet',
    'megaface',
    'raw',
  ]);
});
