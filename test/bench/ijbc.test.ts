/** Files of IJB-C's shape are sound, and what the bench times is what the commands do. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { magface, PROJECT, temporaryFolder } from '../support/run-cli.js';

const [PERSONS, PROBES, PICTURES, COMPARISONS, GENUINE, DIM] = [60, 300, 3000, 8000, 290, 32];
const SIZES = ['--persons', '60', '--probes', '300', '--pictures', '3000'].concat([
  ...['--comparisons', '8000', '--genuine', '290', '--dim', '32'],
]);

let place: ReturnType<typeof temporaryFolder>;
let root: string;

beforeAll(() => {
  place = temporaryFolder();
  root = make('ordered');
});
afterAll(() => {
  place.remove();
});

function node(script: string, ...argv: string[]): string {
  const done = spawnSync(process.execPath, [join(PROJECT, 'bench', script), ...argv], {
    encoding: 'utf8',
  });
  if (done.status !== 0) throw new Error(done.stderr);
  return done.stdout;
}

function make(name: string, ...more: string[]): string {
  const folder = join(place.path, name);
  node('ijbc-files.js', folder, ...SIZES, ...more);
  return folder;
}

const comparisonsOf = (folder: string) =>
  readFileSync(join(folder, 'meta', 'ijbc_template_pair_label.txt'), 'utf8')
    .trim()
    .split('\n');

const bytesOf = (folder: string) =>
  ['.', 'meta'].flatMap((below) =>
    readdirSync(join(folder, below), { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => [name, readFileSync(join(folder, below, name), 'latin1')]),
  );

const own = (command: string, folder: string, ...more: string[]) =>
  magface([
    ...[command, 'ijbc', '--root', folder, '--embeddings', join(folder, 'embeddings.npy')],
    ...['--json', '--out', join(place.path, 'out'), ...more],
  ]);

describe('files of the shape of IJB-C', () => {
  test('have the sizes that were asked for, and labels that the subjects agree with', async () => {
    const { exit, stderr } = await own('eval', root);
    expect(exit).toBe(0);
    expect(stderr).toContain(
      `these files have ${GENUINE} genuine and ${COMPARISONS - GENUINE} impostor comparisons`,
    );
    expect(stderr).toContain(`${PERSONS + PROBES} templates of ${PICTURES} pictures`);
    expect(stderr).not.toContain('contradict');
    expect(stderr).not.toContain('of a template with itself');
  });

  test('list every comparison once, those of a template of the galleries together, genuine ones first', () => {
    const pairs = comparisonsOf(root).map((line) => line.split(' ').map(Number));
    expect(new Set(pairs.map(([left, right]) => `${left!} ${right!}`)).size).toBe(COMPARISONS);
    const standing = pairs.map(([left, , label]) => 2 * left! + 1 - label!);
    expect(standing).toEqual(standing.toSorted((a, b) => a - b));
    expect(Math.max(...pairs.map(([left]) => left!))).toBe(PERSONS);
    expect(Math.min(...pairs.map(([, right]) => right!))).toBeGreaterThan(PERSONS);
  });

  test('are the same bytes from the same seed, and others from another', () => {
    expect(bytesOf(make('again'))).toEqual(bytesOf(root));
    const other = bytesOf(make('other', '--seed', '9'));
    for (const [i, [name, bytes]] of bytesOf(root).entries())
      expect(other[i]).not.toEqual([name, bytes]);
  });

  test('shuffled, hold the same comparisons in another order', () => {
    const shuffled = make('shuffled', '--shuffled');
    expect(comparisonsOf(shuffled)).not.toEqual(comparisonsOf(root));
    expect(comparisonsOf(shuffled).toSorted()).toEqual(comparisonsOf(root).toSorted());
  });
});

describe('the stages that the bench times', () => {
  test('find the TAR of `magface eval` and the TPIR of `magface identify`', async () => {
    const lines = node('ijbc/own.js', root).trim().split('\n');
    const told = lines.map((line) => JSON.parse(line) as { stage?: string; found?: Found });
    expect(told.map(({ stage }) => stage).filter(Boolean)).toEqual([
      'parse',
      'pool',
      'digest',
      'score',
      'tar',
      'search',
    ]);
    const { found } = told.at(-1)!;
    // Printed to ten digits.
    const rounded = (rates: readonly number[]) => rates.map((rate) => Number(rate.toFixed(10)));
    const values = async (...argv: Parameters<typeof own>) =>
      JSON.parse((await own(...argv)).stdout) as Record<string, number>;
    const fars = ['1e-6', '1e-5', '1e-4', '1e-3', '1e-2', '1e-1'];
    const tar = await values('eval', root, '--metrics', 'tar');
    expect(rounded(found!.tar)).toEqual(fars.map((far) => tar[`ijbc/tar_far_${far}`]));
    const tpir = await values('identify', root, '--fpir', '1e-2,1e-1', '--convention', 'ijb_evals');
    expect(rounded(found!.tpir)).toEqual(
      ['G1', 'G2'].flatMap((name) =>
        ['1e-2', '1e-1'].map((rate) => tpir[`ijbc/tpir_fpir_${rate}_${name}`]),
      ),
    );
    expect(found!.counts.dim).toBe(DIM);
    const together = node('ijbc/own.js', root, 'together').trim().split('\n');
    expect((JSON.parse(together.at(-1)!) as { found: Found }).found.tar).toEqual(found!.tar);
  });
});

/** Files of megabytes are told apart in a moment by this, byte by byte in a minute. */
const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('hundreds of thousands of comparisons', () => {
  // Above what it takes to score by threads and to sort in WebAssembly.
  const MANY = ['--persons', '300', '--probes', '1500', '--pictures', '6000', '--dim', '32'].concat(
    [...['--comparisons', '300000', '--genuine', '1400']],
  );

  test('give the same bytes, scores and candidates among them, whatever the threads', async () => {
    const folder = join(place.path, 'many');
    node('ijbc-files.js', folder, ...MANY);
    const reports = async (threads: string) => {
      const out = join(place.path, `threads-${threads}`);
      const wish = ['--root', folder, '--embeddings', join(folder, 'embeddings.npy')];
      const more = ['--threads', threads, '--out', out, '--quiet'];
      const runs = [
        ['eval', 'ijbc', ...wish, ...more, '--save', 'scores'],
        ['identify', 'ijbc', ...wish, ...more, '--candidates', '5'],
      ];
      for (const argv of runs) expect(await magface(argv)).toMatchObject({ exit: 0, stderr: '' });
      return new Map(
        readdirSync(out)
          .filter((name) => name !== 'provenance.json')
          .map((name) => [name, digest(readFileSync(join(out, name)))]),
      );
    };
    const alone = await reports('1');
    expect([...alone.keys()]).toEqual(
      expect.arrayContaining(['scores.csv', 'candidates.csv', 'report.json']),
    );
    expect(await reports('4')).toEqual(alone);
  });
});

interface Found {
  readonly tar: readonly number[];
  readonly tpir: readonly number[];
  readonly counts: { readonly dim: number };
}
