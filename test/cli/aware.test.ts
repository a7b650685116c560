/** Scores with a view to quality: found on other comparisons than they score, and held against the plain ones. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { f1 } from '../metrics/peer-runs.js';
import { magface, temporaryFolder } from '../support/run-cli.js';

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (...parts: string[]) => join(folder.path, ...parts);

/** F1 as a file of scores, those of its comparisons that `keeps` picks, with pictures of their own and columns to choose. */
function writeF1(
  name: string,
  {
    keeps = () => true,
    folds = false,
    quality = (value: number) => String(value),
    score = (value: number) => value,
  }: {
    keeps?: (k: number) => boolean;
    folds?: boolean;
    quality?: (value: number, k: number) => string;
    score?: (value: number) => number;
  } = {},
): void {
  const { scores: set } = f1();
  const lines = [...set.scores.keys()].filter(keeps).map((k) => {
    const fields = [`a${k}.jpg`, `b${k}.jpg`, String(set.genuine[k]!)];
    if (folds) fields.push(String(k % 4));
    return [...fields, score(set.scores[k]!), quality(set.quality![k]!, k)].join(',');
  });
  const header = folds
    ? 'left,right,genuine,fold,score,quality'
    : 'left,right,genuine,score,quality';
  writeFileSync(at(name), `${[header, ...lines].join('\n')}\n`);
}

beforeAll(() => {
  writeF1('folds.csv', { folds: true });
  writeF1('all.csv');
  writeF1('dev.csv', { keeps: (k) => k % 2 === 0 });
  writeF1('test.csv', { keeps: (k) => k % 2 === 1 });
  writeF1('few.csv', { keeps: (k) => k % 20 === 0 });
  writeF1('below.csv', { folds: true, quality: (value) => String(value - 100) });
  writeF1('unknown.csv', { folds: true, quality: (value, k) => (k < 40 ? 'nan' : String(value)) });
  writeF1('large.csv', { folds: true, score: (value) => 100 * value });
});

const aware = (...argv: string[]) => magface(['aware', ...argv, '--far', '1e-2']);
const scores = (name: string, ...argv: string[]) => aware('--scores', at(name), ...argv);

describe('magface aware', () => {
  test('finds parameters for each fold on the others, and tells what they are worth', async () => {
    const { exit, stdout } = await scores('folds.csv', '--out', at('out'));
    expect(exit).toBe(0);
    expect(stdout).toMatch(
      /^qmagface-r100 +all +0\.077428 +0\.125926 +0\.6149 +\d+\.\d\d +given$/m,
    );
    for (const fold of [0, 1, 2, 3]) {
      expect(stdout).toMatch(new RegExp(`^trained +${fold} .* 450 \\+ 450$`, 'm'));
    }
    expect(stdout).toContain('cosine  ·  qmagface-r100');
    expect(stdout).toContain('cosine  ·  trained');
    expect(stdout).toMatch(/^accuracy .* lfw-official$/m);
    expect(stdout).not.toContain('insightface');
    expect(stdout).toMatch(/^Against cosine, trained is better in .*auc/m);
  });

  test('writes the differences, the parameters, a picture and the scores of each system', () => {
    expect(readdirSync(at('out')).sort()).toEqual([
      'quality_aware.csv',
      'quality_aware.json',
      'quality_aware_parameters.csv',
      'quality_aware_qmagface-r100.svg',
      'quality_aware_trained.svg',
      'scores_cosine.csv',
      'scores_qmagface-r100.csv',
      'scores_trained.csv',
    ]);
    const [header, given, ...folds] = readFileSync(
      at('out', 'quality_aware_parameters.csv'),
      'utf8',
    )
      .trimEnd()
      .split('\n');
    expect(header).toBe('system,fold,alpha,beta,knee,changed,genuine,impostor');
    expect(given).toMatch(/^qmagface-r100,,0\.077428,0\.125926,0\.6148690501,0\.\d+,,$/);
    expect(folds.map((line) => line.split(',')[1])).toEqual(['0', '1', '2', '3']);
    // Each fold was left out of what its parameters were found on, so no two need be alike.
    expect(new Set(folds.map((line) => line.split(',').slice(2, 4).join())).size).toBeGreaterThan(
      1,
    );
  });

  test('writes scores that eval and compare count alike', async () => {
    const { stdout } = await magface([
      ...['compare', at('out', 'scores_cosine.csv'), at('out', 'scores_trained.csv')],
      ...['--metrics', 'eer', 'auc', '--json'],
    ]);
    interface Differences {
      differences: {
        second: string;
        metrics: { metric: string; first: number; second: number }[];
      }[];
    }
    const values = (text: string, system: string) => {
      const { differences } = JSON.parse(text) as Differences;
      const pair = differences.find(({ second }) => second === system)!;
      return pair.metrics
        .filter(({ metric }) => metric === 'eer' || metric === 'auc')
        .map(({ metric, first, second }) => [metric, first, second]);
    };
    const own = values(readFileSync(at('out', 'quality_aware.json'), 'utf8'), 'trained');
    expect(values(stdout, 'scores_trained')).toEqual(own);
    expect(own).toHaveLength(2);
  });

  test('gives the same bytes again', async () => {
    await scores('folds.csv', '--out', at('again'), '--quiet');
    for (const file of readdirSync(at('out'))) {
      expect(readFileSync(at('again', file), 'utf8')).toBe(readFileSync(at('out', file), 'utf8'));
    }
  });

  test('trains on other comparisons where there are no folds', async () => {
    const { exit, stdout } = await scores(
      ...['test.csv', '--train-on', at('dev.csv')],
      ...['--parameters', 'trained', 'trained-qmagface', '0.1,0.2'],
    );
    expect(exit).toBe(0);
    expect(stdout).toMatch(/^trained +all .* 300 \+ 300$/m);
    expect(stdout).toMatch(/^trained-qmagface +all .* 300 \+ 300$/m);
    expect(stdout).toMatch(/^0\.1,0\.2 +all +0\.100000 +0\.200000 +0\.5000 .* given$/m);
  });

  test('never trains on what it judges', async () => {
    const without = await scores('all.csv', '--parameters', 'trained');
    expect(without.exit).toBe(65);
    expect(without.stderr).toContain(
      'E_AWARE_TRAINING the protocol has no folds, and trained would be judged on',
    );
    const same = await scores('all.csv', '--train-on', at('dev.csv'));
    expect(same.exit).toBe(65);
    expect(same.stderr).toContain(
      'E_AWARE_TRAINING 600 of the comparisons to be scored are also in',
    );
    const unasked = await scores('all.csv');
    expect(unasked.exit).toBe(0);
    expect(unasked.stderr).toContain('nothing is trained without --train-on');
    expect(unasked.stdout).not.toContain('trained');
  });

  test('leaves comparisons of unknown quality out of every system', async () => {
    const { stderr, stdout } = await scores('unknown.csv', '--parameters', 'qmagface-r50');
    expect(stderr).toContain('left out for lack of a quality: 40 comparisons');
    expect(stdout).toContain('560 genuine and 600 impostor comparisons');
  });

  test('takes vectors of a dataset, and --save none writes no scores', async () => {
    const { exit } = await aware(
      ...[
        'fixtures/demo/dataset.yaml',
        '--embeddings',
        'fixtures/vectors/demo.npz',
        '--limit',
        '900',
      ],
      ...[
        '--parameters',
        'qmagface-r18',
        '--metrics',
        'auc',
        '--out',
        at('demo'),
        '--save',
        'none',
      ],
    );
    expect(exit).toBe(0);
    expect(readdirSync(at('demo')).filter((file) => file.startsWith('scores_'))).toEqual([]);
  });

  test.each([
    {
      why: 'unknown parameters',
      argv: ['folds.csv', '--parameters', 'qmagface-r34'],
      exit: 2,
      says: 'E_AWARE_PARAMETERS there are no parameters "qmagface-r34"; choose from qmagface-r18,',
    },
    {
      why: 'a convention of cosines',
      argv: ['folds.csv', '--convention', 'magface'],
      exit: 2,
      says: 'E_AWARE_CONVENTION magface makes distances of cosines',
    },
    {
      why: 'published parameters for other scores',
      argv: ['large.csv', '--parameters', 'qmagface-r100'],
      exit: 2,
      says: 'E_AWARE_PARAMETERS qmagface-r100 is for cosines, and the scores are none',
    },
    {
      why: 'a quality below 0',
      argv: ['below.csv'],
      exit: 65,
      says: 'E_AWARE_QUALITY the least quality is -',
    },
    {
      why: 'too few comparisons to train on',
      argv: ['test.csv', '--train-on', 'few.csv', '--parameters', 'trained'],
      exit: 65,
      says: 'finds no parameters on',
    },
    {
      why: 'a quality that the training lacks',
      argv: ['test.csv', '--train-on', 'dev.csv', '--quality', 'sharpness'],
      exit: 2,
      says: 'E_QUALITY_PICTURES',
    },
  ])('refuses $why', async ({ argv, exit, says }) => {
    const found = await aware(
      '--scores',
      ...argv.map((arg) => (arg.endsWith('.csv') ? at(arg) : arg)),
    );
    expect(found.stderr).toContain(says);
    expect(found.exit).toBe(exit);
    expect(found.stdout).toBe('');
  });
});
