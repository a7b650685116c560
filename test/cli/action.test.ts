/** The GitHub Action: its own step, run by the shell a runner uses. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { baselineYaml } from '../../src/gate/index.js';
import { reportJson } from '../../src/report/report-json.js';
import { baselineOf, EER, SUBJECT, TAR } from '../gate/gate-fixture.js';
import { PROJECT, temporaryFolder } from '../support/run-cli.js';

interface Step {
  readonly name?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}
const action = parse(readFileSync(join(PROJECT, 'action.yml'), 'utf8')) as {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
};
const step = action.runs.steps.find(({ name }) => name === 'Check')!;

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
  mkdirSync(join(folder.path, 'out'));
  const report = { subject: SUBJECT, rows: [TAR, EER], curves: [] };
  writeFileSync(join(folder.path, 'out', 'report.json'), reportJson(report));
  writeFileSync(join(folder.path, 'b.yaml'), baselineYaml(baselineOf([TAR, EER])));
});
afterEach(() => {
  folder.remove();
});

/** What the step leaves with these inputs, its expressions filled in as a runner does. */
function runStep(given: Readonly<Record<string, string>>) {
  const inputs = Object.fromEntries(
    Object.entries(action.inputs).map(([name, input]) => [
      name,
      given[name] ?? input.default ?? '',
    ]),
  );
  const env = Object.fromEntries(
    Object.entries(step.env!).map(([name, text]) => {
      const [, input] = /^\$\{\{ inputs\.(\w+) \}\}$/.exec(text)!;
      return [name, inputs[input!]!];
    }),
  );
  const summary = join(folder.path, 'summary.md');
  const { status, stdout, stderr } = spawnSync(
    'bash',
    ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run!],
    {
      cwd: folder.path,
      encoding: 'utf8',
      env: {
        ...process.env,
        NO_COLOR: '1',
        ...env,
        GITHUB_ACTION_PATH: PROJECT,
        GITHUB_STEP_SUMMARY: summary,
      },
    },
  );
  return {
    status,
    stdout,
    stderr,
    summary: existsSync(summary) ? readFileSync(summary, 'utf8') : '',
  };
}

describe('the action', () => {
  test('passes a run that is as good, and writes the summary of the step', () => {
    const { status, stdout, summary } = runStep({ report: 'out', baseline: 'b.yaml' });
    expect(stdout).toContain('PASS  all 2 checks hold');
    expect(summary).toContain('## ✅ pass');
    expect(status).toBe(0);
  });

  test('hands on floors, one a line, and JUnit', () => {
    const { status, stderr } = runStep({
      report: 'out',
      baseline: 'b.yaml',
      floors: 'door/eer <= 0.5\n\ndoor/tar_far_1e-3 >= 0.95\n',
      junit: 'new/j.xml',
    });
    expect(status).toBe(1);
    expect(stderr).toContain(
      '::error file=b.yaml,title=magface check%3A door/tar_far_1e-3 >= 0.95::',
    );
    expect(readFileSync(join(folder.path, 'new', 'j.xml'), 'utf8')).toContain(
      'tests="4" failures="1"',
    );
  });

  test('runs nothing that is written in an input', () => {
    const evil = '$(touch evil); touch evil';
    const { status } = runStep({ report: evil, baseline: evil, floors: evil, junit: '' });
    expect(status).not.toBe(0);
    expect(existsSync(join(folder.path, 'evil'))).toBe(false);
  });
});
