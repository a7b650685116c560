import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { magface, temporaryFolder } from '../support/run-cli.js';

const F1 = [
  'magface-list',
  ...['--root', 'fixtures/peer_runs', '--pairs', 'fixtures/peer_runs/f1_pair.list'],
  ...['--embeddings', 'fixtures/peer_runs/f1_feat.list', '--far', '1e-2'],
];

let out: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  out = temporaryFolder();
});
afterEach(() => {
  out.remove();
});

describe('magface conventions', () => {
  test('prints with --json what it writes, and nothing else with --quiet', async () => {
    const run = await magface(['conventions', ...F1, '--json', '--quiet', '--out', out.path]);
    expect(run).toMatchObject({ exit: 0, stderr: '' });
    expect(run.stdout).toBe(readFileSync(join(out.path, 'conventions.json'), 'utf8'));
    const { metrics } = JSON.parse(run.stdout) as { metrics: { metric: string }[] };
    expect(metrics.map(({ metric }) => metric)).toEqual(['accuracy', 'tar@far=1e-2', 'eer', 'auc']);
  });

  test('leaves what eval wrote into the same folder', async () => {
    expect((await magface(['eval', ...F1, '--out', out.path])).exit).toBe(0);
    const before = readdirSync(out.path);
    expect((await magface(['conventions', ...F1, '--out', out.path])).exit).toBe(0);
    expect(readdirSync(out.path).sort()).toEqual([...before, 'conventions.json'].sort());
  });

  test('tries the folder before any work', async () => {
    const { exit, stderr } = await magface(['conventions', ...F1, '--out', '/dev/null/x']);
    expect(exit).toBe(73);
    expect(stderr).toContain('E_OUT_CREATE');
  });
});

describe('magface list conventions', () => {
  test('tells the rule and the defects of each, within 80 columns', async () => {
    const { stdout } = await magface(['list', 'conventions']);
    for (const text of [
      'what is printed as the threshold for a FAR is always the least score',
      'no threshold attains the TAR that is printed',
      'frr_threshold counts tied genuine scores as rejected',
    ]) {
      expect(stdout.replaceAll(/\s+/g, ' ')).toContain(text);
    }
    // A word longer than the line, such as a path, stands alone.
    const long = stdout.split('\n').filter((line) => line.length > 80);
    for (const line of long) expect(line.trim()).not.toContain(' ');
  });
});
