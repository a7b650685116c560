import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { magface, temporaryFolder } from '../support/run-cli.js';

const F1 = [
  'erc',
  'magface-list',
  ...['--root', 'fixtures/peer_runs', '--pairs', 'fixtures/peer_runs/f1_pair.list'],
  ...['--embeddings', 'fixtures/peer_runs/f1_feat.list', '--fmr', '1e-2'],
];
const DEMO = [
  'erc',
  'fixtures/demo/dataset.yaml',
  ...['--embeddings', 'fixtures/vectors/demo.npz', '--fmr', '1e-2'],
];

let folder: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  folder = temporaryFolder();
});

afterEach(() => {
  folder.remove();
});

const at = (...path: string[]) => join(folder.path, ...path);

/** The lines of a CSV as records. */
function records(name: string): Record<string, string>[] {
  const [head = '', ...lines] = readFileSync(at('out', name), 'utf8').trim().split('\n');
  const names = head.split(',');
  return lines.map((line) => {
    const fields = line.split(',');
    return Object.fromEntries(names.map((key, i) => [key, fields[i] ?? '']));
  });
}

async function done(argv: readonly string[]) {
  const result = await magface([...argv, '--out', at('out')]);
  expect({ exit: result.exit, stderr: result.exit === 0 ? '' : result.stderr }).toEqual({
    exit: 0,
    stderr: '',
  });
  return result;
}

describe('magface erc', () => {
  test('ranks qualities by what they gain between chance and the attainable best', async () => {
    const { stdout } = await done([
      ...DEMO,
      ...['--quality', 'sharpness', 'magnitude', 'random', 'oracle'],
    ]);
    const ranking = records('erc_ranking.csv').filter(({ limit }) => limit === '0.2');
    expect(ranking.map(({ quality, rank }) => [quality, rank])).toEqual([
      ['magnitude', '1'],
      ['sharpness', '2'],
      ['random', ''],
      ['oracle', ''],
    ]);
    const [best, other, chance, oracle] = ranking.map(({ area }) => Number(area));
    expect(oracle).toBeLessThan(best!);
    expect(best).toBeLessThan(chance!);
    expect(Number(ranking[0]!['gain'])).toBeCloseTo((chance! - best!) / (chance! - oracle!), 8);
    expect(Number(ranking[1]!['p'])).toBeLessThan(0.05);
    expect(other).toBeGreaterThan(best!);
    expect(stdout).toMatch(/^ +1 {2}magnitude/m);
  });

  test('takes qualities from a file, by the names of the pictures', async () => {
    // The number in a picture's name is as good as chance; that of its person is no better.
    const pairs = readFileSync('fixtures/demo/images.csv', 'utf8').trim().split('\n').slice(1);
    const lines = pairs.map((line) => `${line.split(',')[0]!} ${line.length % 7}`);
    writeFileSync(at('own.txt'), `${lines.join('\n')}\n`);
    await done([...DEMO, '--quality', 'magnitude', `length=${at('own.txt')}`]);
    const qualities = new Set(records('erc.csv').map(({ quality }) => quality));
    expect([...qualities]).toEqual(['magnitude', 'length']);
    const { qualities: told } = JSON.parse(readFileSync(at('out', 'provenance.json'), 'utf8')) as {
      qualities: { name: string; digest: string }[];
    };
    expect(told.map(({ name }) => name)).toEqual(['magnitude', 'length']);
    expect(told[0]!.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(told[0]!.digest).not.toBe(told[1]!.digest);
  });

  test('counts accepted impostors at an FNMR, discarding pictures', async () => {
    await done([...DEMO, '--fnmr', '0.05', '--error', 'fmr', '--share-of', 'pictures']);
    const [first] = records('erc.csv');
    expect(first).toMatchObject({
      quality: 'magnitude',
      fnmr: '0.05',
      rate: 'fmr',
      share_of: 'pictures',
      discard: '0',
    });
    const [row] = records('metrics.csv');
    expect(row).toMatchObject({ metric: 'erc_area@discard=0.2:magnitude' });
    expect(Number(row!['achieved'])).toBeLessThanOrEqual(0.05);
  });

  test('warns where a threshold that is picked anew shows the number of impostors', async () => {
    const { stderr } = await done([...F1, '--repick']);
    expect(stderr).toContain(
      'fewer than 10 impostor comparisons decide the threshold from discard 0 on',
    );
    expect(stderr).toContain('oracle is left out');
  });

  test('prints the curve of dasec beside its own', async () => {
    const { stdout } = await done([...F1, '--fnmr', '0.05', '--convention', 'iso', 'dasec']);
    expect(stdout).toContain('magnitude, as dasec');
    const area = records('metrics.csv').find(
      ({ metric }) => metric === 'erc_area_over_best@discard=0.2:magnitude',
    );
    // The peer's own area on these comparisons, less the best of a starting error of 0.05.
    expect(Number(area!['value'])).toBeCloseTo(0.005812627164184151 - 0.00125, 9);
  });

  test('has intervals by counts where no draws are wanted, and others where they are', async () => {
    await done([...DEMO, '--draws', '0']);
    const counts = records('erc.csv')[0]!;
    await done([...DEMO, '--draws', '200']);
    const drawn = records('erc.csv')[0]!;
    expect(drawn['error']).toBe(counts['error']);
    const width = ({ low, high }: Record<string, string>) => Number(high) - Number(low);
    expect(width(drawn)).toBeGreaterThan(1.3 * width(counts));
  });

  test.each([
    { argv: ['--fnmr', '0.1', '--threshold', '1'], says: 'both fix the threshold' },
    { argv: ['--repick', '--threshold', '1'], says: 'a threshold that is given is not picked' },
    { argv: ['--repick', '--fnmr', '0.1'], says: 'it would be the same at every discard' },
    { argv: ['--share-of', 'pictures', '--combine', 'mean'], says: 'leave --combine out' },
    { argv: ['--quality', 'magnitud', 'x=y'], says: 'did you mean magnitude?' },
    { argv: ['--combine', 'least'], says: 'Allowed choices are min, mean, product' },
    { argv: ['--threshold', 'high'], says: 'Expected a number, found "high"' },
  ])('refuses $argv before any work', async ({ argv, says }) => {
    const { exit, stderr } = await magface([...DEMO, ...argv]);
    expect(exit).toBe(2);
    expect(stderr).toContain(says);
  });

  test('cannot discard pictures by a quality of comparisons', async () => {
    const { exit, stderr } = await magface([
      ...['erc', '--scores', 'fixtures/scores/own.csv', '--fmr', '0.1', '--share-of', 'pictures'],
    ]);
    expect(exit).toBe(2);
    expect(stderr).toContain('E_ERC_RULE quality is a quality of comparisons');
  });
});
