/** Whether quality predicts what will fail. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { magface, temporaryFolder } from '../support/run-cli.js';

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (...parts: string[]) => join(folder.path, ...parts);
const DEMO = ['fixtures/demo/dataset.yaml', '--embeddings', 'fixtures/vectors/demo.npz'];
const predict = (...argv: string[]) => magface(['predict', ...argv]);

/** Lines `genuine,score,quality` as a file of scores. */
function write(name: string, lines: readonly string[]): string {
  writeFileSync(at(name), `${['genuine,score,quality', ...lines].join('\n')}\n`);
  return at(name);
}

const impostors = Array.from({ length: 10 }, (_, i) => `0,0.${i},${i + 1}`);

describe('magface predict', () => {
  beforeAll(async () => {
    const { exit } = await predict(...DEMO, '--out', at('demo'), '--quiet');
    expect(exit).toBe(0);
  });

  test('says of the demonstration that its magnitude predicts, by the numbers of its tables', async () => {
    const { stdout, exit } = await predict(...DEMO);
    expect(exit).toBe(0);
    expect(stdout).toMatch(/^332 of 3600 genuine comparisons fail \(9\.22 %\)/m);
    const [, from, rate] = /^ *(\d+\.\d) .*? (\d+\.\d\d) {2}\[/m.exec(stdout)!;
    expect(Number(from)).toBeGreaterThan(5);
    expect(stdout).toContain(
      `Of the genuine comparisons of the lowest tenth of magnitude ${rate} % fail`,
    );
    expect(stdout).toMatch(/in \d\d\.\d\d % of such pairs, which is better than chance\./);
    expect(stdout).toMatch(/Over \d+ pictures magnitude .* a rank correlation of 0\.\d{3}\./);
  });

  test('writes rows, curves and pictures', () => {
    const files = readdirSync(at('demo'));
    for (const name of ['calibration', 'bins', 'detection', 'similarity', 'similarity_bands']) {
      expect(files).toContain(`predict_${name}.csv`);
    }
    for (const name of ['calibration', 'similarity']) {
      expect(readFileSync(at('demo', `predict_${name}.svg`), 'utf8')).toMatch(/^<svg /);
    }
    const keys = Object.keys(
      JSON.parse(readFileSync(at('demo', 'metrics.json'), 'utf8')) as Record<string, number>,
    );
    expect(keys).toEqual([
      'demo/predict_auc_fmr_1e-3_magnitude',
      'demo/predict_average_precision_fmr_1e-3_magnitude',
      'demo/predict_fnmr_fmr_1e-3',
      'demo/predict_impostor_auc_fmr_1e-3_magnitude',
      'demo/predict_kendall_identity_quality_magnitude',
      'demo/predict_slope_fmr_1e-3_magnitude',
      'demo/predict_spearman_identity_quality_magnitude',
      'demo/predict_spearman_score_quality_magnitude',
      'demo/predict_spearman_within_quality_magnitude',
    ]);
  });

  test('counts in the bins what fails at the threshold, and in the calibration the same', () => {
    const sum = (file: string, column: string) => {
      const [head, ...lines] = readFileSync(at('demo', file), 'utf8').trimEnd().split('\n');
      const place = head!.split(',').indexOf(column);
      return lines.reduce((total, line) => total + Number(line.split(',')[place]), 0);
    };
    for (const file of ['predict_bins.csv', 'predict_calibration.csv']) {
      expect([sum(file, 'count'), sum(file, 'failures')]).toEqual([3600, 332]);
    }
  });

  test('gives the same bytes again, and shares a folder with eval', async () => {
    await magface(['eval', ...DEMO, '--out', at('shared'), '--quiet', '--save', 'none']);
    const before = readFileSync(at('shared', 'roc.csv'), 'utf8');
    await predict(...DEMO, '--out', at('shared'), '--quiet');
    for (const file of readdirSync(at('demo'))) {
      if (!file.startsWith('predict_')) continue;
      expect(readFileSync(at('shared', file), 'utf8')).toBe(readFileSync(at('demo', file), 'utf8'));
    }
    expect(readFileSync(at('shared', 'roc.csv'), 'utf8')).toBe(before);
    const metrics = readFileSync(at('shared', 'metrics.csv'), 'utf8');
    expect(metrics).toMatch(/^demo,eer,/m);
    expect(metrics).toMatch(/^demo,predict_fnmr@fmr=1e-3,/m);
  });

  test('takes a file of scores, without persons and vectors, and says what it leaves out', async () => {
    // At FMR 0.1 the threshold is 0.9; the three of lowest quality fail.
    const genuine = ['1,0.1,1', '1,0.2,2', '1,0.95,4', '1,0.3,3', '1,0.97,5', '1,0.99,6'];
    const path = write('scores.csv', [...genuine, ...impostors]);
    const { stdout, stderr, exit } = await predict(
      '--scores',
      path,
      '--fmr',
      '0.1',
      '--bands',
      '2',
    );
    expect(exit).toBe(0);
    expect(stderr).toContain('no persons are known');
    expect(stderr).toContain('no vectors are known');
    expect(stdout).toMatch(
      /^3 of 6 genuine comparisons fail \(50\.00 %\) at the threshold 0\.9000/m,
    );
    expect(stdout).toMatch(/^quality +1\.000 /m);
    expect(stdout).toContain(
      'of the lowest of 2 bands of quality 100.00 % fail, of the highest of 2 bands 0.00 %',
    );
    expect(stdout).not.toContain('with identity  ');
  });

  test('says where nothing fails', async () => {
    const path = write('perfect.csv', ['1,0.95,4', '1,0.97,5', ...impostors]);
    const { stdout, exit } = await predict('--scores', path, '--fmr', '0.1');
    expect(exit).toBe(0);
    expect(stdout).toContain('Nothing fails at this threshold');
    expect(stdout).toMatch(/^quality +– /m);
  });

  test.each([
    {
      why: 'no impostors',
      lines: ['1,0.9,1'],
      code: 'E_PREDICT there are no impostor comparisons',
    },
    { why: 'no genuine comparisons', lines: impostors, code: 'E_PREDICT there are no genuine' },
  ])('refuses $why', async ({ lines, code }) => {
    const { stderr, exit } = await predict('--scores', write('one.csv', lines));
    expect(stderr).toContain(code);
    expect(exit).toBe(65);
  });

  test('refuses scores without quality', async () => {
    writeFileSync(at('bare.csv'), 'genuine,score\n1,0.9\n0,0.1\n');
    const { stderr, exit } = await predict('--scores', at('bare.csv'));
    expect(stderr).toContain('E_SCORES_QUALITY');
    expect(exit).toBe(65);
  });
});
