import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { golden } from '../metrics/peer-runs.js';
import { fixture } from '../scores/fixtures.js';
import { magface, temporaryFolder } from '../support/run-cli.js';
import { MODEL, writeSmallLfw } from '../support/small-lfw.js';

let folder: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  folder = temporaryFolder();
});

afterEach(() => {
  folder.remove();
});

const at = (...path: string[]) => join(folder.path, ...path);
const read = (...path: string[]) => readFileSync(at(...path), 'utf8');

/** A run that must succeed. */
async function done(argv: readonly string[]) {
  const result = await magface(argv);
  expect({ argv, exit: result.exit, stderr: result.exit === 0 ? '' : result.stderr }).toEqual({
    argv,
    exit: 0,
    stderr: '',
  });
  return result;
}

const DEMO = [
  'eval',
  'fixtures/demo/dataset.yaml',
  ...['--embeddings', 'fixtures/vectors/demo.npz', '--fmr', '1e-2'],
];

describe('scores.csv of a run', () => {
  test('gives again every number and curve of that run, byte for byte', async () => {
    await done([...DEMO, '--out', at('run')]);
    const scores = at('run', 'scores.csv');
    await done([
      'eval',
      '--scores',
      scores,
      '--name',
      'demo',
      '--fmr',
      '1e-2',
      '--out',
      at('again'),
    ]);
    for (const name of ['metrics.csv', 'roc.csv', 'det.csv', 'quality_bands.csv', 'scores.csv']) {
      expect({ name, text: read('again', name) }).toEqual({ name, text: read('run', name) });
    }
  });

  test('gives again the error-versus-reject curve', async () => {
    const erc = ['--fmr', '1e-2', '--seed', '7', '--name', 'demo'];
    await done([...DEMO, '--out', at('run')]);
    await done(['erc', '--scores', at('run', 'scores.csv'), ...erc, '--out', at('erc')]);
    const original = readFileSync('fixtures/regression/demo-erc/expected/erc.csv', 'utf8');
    // A file does not say that its quality was a magnitude.
    expect(read('erc', 'erc.csv')).toBe(original.replaceAll(',magnitude,', ',quality,'));
  });

  test('holds folds and persons, whatever the dataset tells of them', async () => {
    mkdirSync(at('lfw'));
    await writeSmallLfw(at('lfw'));
    const lfw = ['eval', 'lfw', '--root', at('lfw'), '--model', MODEL, '--preprocess', 'magface'];
    await done([...lfw, '--device', 'cpu', '--no-store', '--out', at('run')]);
    expect(read('run', 'scores.csv')).toMatch(
      /^left,right,left_person,right_person,genuine,fold,test,score,quality\nAda_A\/Ada_A_0001\.png,Ada_A\/Ada_A_0002\.png,Ada_A,Ada_A,1,0,1,/,
    );
    await done([
      'eval',
      '--scores',
      at('run', 'scores.csv'),
      '--name',
      'lfw',
      '--out',
      at('again'),
    ]);
    expect(read('again', 'metrics.csv')).toBe(read('run', 'metrics.csv'));
  });

  test('is not written when it is not wanted, and never over the file that was read', async () => {
    await done([...DEMO, '--out', at('none'), '--save', 'none']);
    await done([...DEMO, '--out', at('trial'), '--limit', '100']);
    for (const run of ['none', 'trial']) expect(existsSync(at(run, 'scores.csv'))).toBe(false);
    await done([...DEMO, '--out', at('trial'), '--limit', '100', '--save', 'scores']);
    expect(read('trial', 'scores.csv').split('\n')).toHaveLength(102);
    const mine = 'label,score\n1,0.5\n0,0.25\n';
    mkdirSync(at('mine'));
    writeFileSync(at('mine', 'scores.csv'), mine);
    await done(['eval', '--scores', at('mine', 'scores.csv'), '--out', at('mine')]);
    expect(read('mine', 'scores.csv')).toBe(mine);
  });
});

test('embeddings that a run saved give that run again', async () => {
  await done([...DEMO, '--out', at('run'), '--save', 'embeddings', 'scores']);
  expect(readdirSync(at('run'))).toEqual(
    expect.arrayContaining(['embeddings.npy', 'ids.txt', 'magnitudes.npy', 'scores.csv']),
  );
  const again = DEMO.map((word) => (word.endsWith('demo.npz') ? at('run') : word));
  await done([...again, '--out', at('again')]);
  for (const name of ['metrics.csv', 'scores.csv', 'det.csv']) {
    expect(read('again', name)).toBe(read('run', name));
  }
});

describe('files of scores', () => {
  test('are each evaluated for itself', async () => {
    mkdirSync(at('other'));
    writeFileSync(at('other', 'own.csv'), readFileSync(fixture('aliases.tsv')));
    const files = [fixture('own.csv'), fixture('bob-4col.txt'), at('other', 'own.csv')];
    const { stdout, stderr } = await done(['eval', '--scores', ...files, '--out', at('out')]);
    expect(readdirSync(at('out'))).toEqual(['bob-4col', 'own', 'own-2']);
    for (const name of ['own', 'bob-4col', 'own-2']) {
      expect(read('out', name, 'metrics.csv')).toMatch(/^dataset,metric/);
      expect(stderr).toContain(`reports in ${at('out', name)}\n`);
    }
    expect(stderr).toContain('columns passed over: "id"');
    expect(stdout.match(/^metric /gm)).toHaveLength(3);
    const { stdout: json } = await done(['eval', '--json', '--scores', ...files]);
    const all = JSON.parse(json) as Record<string, Record<string, number>>;
    expect(Object.keys(all)).toEqual(['own', 'bob-4col', 'own-2']);
    expect(all['bob-4col']!['bob-4col/eer']).toBe(all['own-2']!['own/eer']);
  });

  test('of one class each are evaluated together', async () => {
    const files = ['--genuine', fixture('pyeer-genuine.txt'), '--impostor'];
    const two = await done(['eval', ...files, fixture('pyeer-impostor.txt'), '--json']);
    const one = await done(['eval', '--scores', fixture('aliases.tsv'), '--json']);
    const metrics = (text: string) => JSON.parse(text) as Record<string, number>;
    for (const name of ['auc', 'eer', 'tar_far_1e-1', 'fta']) {
      expect(metrics(two.stdout)[`pyeer-genuine/${name}`]).toBe(
        metrics(one.stdout)[`aliases/${name}`],
      );
    }
  });

  test('name the subject: labels and content, not the path', async () => {
    writeFileSync(at('x.csv'), readFileSync(fixture('bob-measure.txt')));
    const subject = async (file: string, out: string) => {
      await done(['eval', '--scores', file, '--out', at(out)]);
      return (JSON.parse(read(out, 'report.json')) as { subject: Record<string, string> }).subject;
    };
    const a = await subject(fixture('bob-measure.txt'), 'a');
    const b = await subject(at('x.csv'), 'b');
    expect(b).toEqual({ ...a, dataset: 'x', model: 'x.csv' });
    const c = await subject(fixture('aliases.tsv'), 'c');
    // The same labels; another content.
    expect(c['protocol']).toBe(a['protocol']);
    expect(c['modelDigest']).not.toBe(a['modelDigest']);
    const d = await subject(fixture('semicolons.csv'), 'd');
    expect(d['protocol']).not.toBe(a['protocol']);
  });

  test('say what conventions miss that need vectors', async () => {
    const argv = ['eval', '--scores', fixture('own.csv'), '--convention', 'magface'];
    expect((await done(argv)).stdout).toContain('without the vectors the mean');
  });

  test('that break their grammar are refused in one line with the place', async () => {
    writeFileSync(at('bad.csv'), 'score,label\n0.5,1\n0x1,0\n');
    const { exit, stdout, stderr } = await magface(['eval', '--scores', at('bad.csv')]);
    expect({ exit, stdout }).toEqual({ exit: 65, stdout: '' });
    expect(stderr).toBe(
      `magface: E_SCORES_NUMBER ${at('bad.csv')}:3:1: expected a score, a number such as -0.25 or 1e-3, or nan, found "0x1"; write plain decimals with a point\n`,
    );
  });

  test.each([
    [['--scores', 'nowhere.csv'], 66, 'E_FILE_MISSING'],
    [['--scores', '.'], 65, 'E_FILE_KIND'],
    [['--scores', 'README.md'], 65, 'E_SCORES_FORMAT README.md:1:1: "# magface" begins no file'],
    [['--scores', fixture('pyeer-genuine.txt')], 65, 'E_SCORES_ONE_CLASS'],
  ])('%p end with %p, %s', async (argv, exit, says) => {
    const result = await magface(['eval', ...argv]);
    expect(result.stderr).toContain(says);
    expect(result.exit).toBe(exit);
  });
});

describe('rejection by the quality of a file', () => {
  test('needs one', async () => {
    const { exit, stderr } = await magface(['erc', '--scores', fixture('aliases.tsv')]);
    expect(exit).toBe(65);
    expect(stderr).toContain(`E_SCORES_QUALITY ${fixture('aliases.tsv')} says nothing of quality`);
  });

  test('is drawn and told by that name', async () => {
    const argv = ['erc', '--scores', fixture('own.csv'), '--fmr', '1e-1', '--out', at('out')];
    expect((await done(argv)).stdout).toMatch(/^quality +\d/m);
    expect(read('out', 'erc.svg')).toContain('quality');
  });
});

describe('thresholds from elsewhere', () => {
  test('may be chosen on a run, and stand beside the usual rows', async () => {
    await done([...DEMO, '--out', at('dev')]);
    const argv = ['eval', '--scores', fixture('own.csv'), '--far', '1e-2'];
    await done([...argv, '--thresholds-from', at('dev'), '--out', at('out')]);
    const rows = read('out', 'metrics.csv').split('\n');
    const row = (metric: string) => rows.filter((line) => line.startsWith(`own,${metric},`));
    for (const rate of ['fmr', 'fnmr', 'far', 'frr', 'hter', 'hter_fta']) {
      expect(row(`${rate}@dev_far=1e-2`)).toHaveLength(1);
      expect(row(`${rate}@dev_eer`)).toHaveLength(1);
    }
    expect(row('fta')).toHaveLength(1);
    expect(row('fmr@dev_far=1e-2')[0]).toContain('threshold chosen on dev at FMR');
    expect(row('tar@far=1e-2')).toHaveLength(1);
    // The threshold is that of the other run's own row.
    const threshold = (text: string, metric: string) =>
      text
        .split('\n')
        .find((line) => line.includes(`,${metric},`))!
        .split(',')[6];
    expect(threshold(read('out', 'metrics.csv'), 'fmr@dev_far=1e-2')).toBe(
      threshold(read('dev', 'metrics.csv'), 'tar@far=1e-2'),
    );
  });

  const withBob = golden('bob/dev-1.txt').there ? test : test.skip;
  withBob("of bob's development set give the rates of its test set", async () => {
    const { stdout } = await done([
      ...['eval', '--scores', golden('bob/test-1.txt').path],
      ...['--thresholds-from', golden('bob/dev-1.txt').path, '--json'],
    ]);
    const metrics = JSON.parse(stdout) as Record<string, number>;
    // By the iso rule the threshold is another, between the same scores of the development set.
    expect(metrics['test-1/fta']).toBe(0.048);
    expect(metrics['test-1/fmr_dev_eer']).toBeCloseTo(0.05636743215, 10);
    expect(metrics['test-1/fnmr_dev_eer']).toBeCloseTo(0.06131078224, 10);
  });
});

describe('a command line that names no scores, or too many', () => {
  test.each([
    [
      ['eval', 'lfw', '--scores', 'x.csv'],
      'E_SOURCES a dataset, lfw, and files of scores; name one',
    ],
    [
      ['eval', '--scores', 'x.csv', '--model', 'm'],
      'E_SOURCES --model with files of scores; no model',
    ],
    [['eval', '--scores', 'x.csv', '--limit', '5'], 'E_SOURCES --limit with files of scores'],
    [
      ['erc', '--scores', 'x.csv', '--embeddings', 'm'],
      'E_SOURCES --embeddings with files of scores',
    ],
    [['eval', 'lfw', '--name', 'x'], 'E_SOURCES --name with a dataset; it belongs to --scores'],
    [['eval', '--genuine', 'x'], 'E_SOURCES only one of --genuine and --impostor'],
    [
      ['eval', '--scores', 'x', '--impostor', 'x'],
      'E_SOURCES --scores with --genuine or --impostor',
    ],
    [['eval', '--scores', 'x', '--histogram'], 'E_SOURCES --histogram with --scores'],
    [['eval', 'lfw', '--save', 'scores'], 'E_SAVE --save scores without --out; add --out DIR'],
    [['eval', 'lfw', '--save', 'none', 'scores', '--out', '/tmp'], 'E_SAVE --save none scores'],
    [
      ['eval', '--scores', 'x', '--save', 'embeddings', '--out', '/tmp'],
      'E_SAVE there are no vectors',
    ],
    [['eval', 'lfw', '--save', 'vectors'], 'Allowed choices are scores, embeddings, none'],
  ])('%p exits with 2', async (argv, says) => {
    const { exit, stdout, stderr } = await magface(argv);
    expect(stderr).toContain(says);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
  });
});
