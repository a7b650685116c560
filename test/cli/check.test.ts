/** The gate as CI runs it: eval once, write a baseline, then check runs that are as good, worse, or not comparable. */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { elementsOf } from '../report/xml.js';
import { magface, temporaryFolder } from '../support/run-cli.js';

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (...parts: string[]) => join(folder.path, ...parts);

beforeAll(async () => {
  const { exit } = await magface([
    ...['eval', 'fixtures/demo/dataset.yaml', '--embeddings', 'fixtures/vectors/demo.npz'],
    ...['--far', '1e-2,1e-3', '--save', 'none', '--out', at('run')],
  ]);
  expect(exit).toBe(0);
  expect((await write()).exit).toBe(0);
  written = bytes();
});

beforeEach(() => {
  for (const name of readdirSync(folder.path)) {
    if (name !== 'run') rmSync(at(name), { recursive: true });
  }
});

/** The baseline that `magface baseline` writes of the first run. */
let written: string;

/** Puts it where checks look for it. */
function place(): void {
  mkdirSync(at('ci'));
  writeFileSync(BASELINE, written);
}

/** A run like the first one but for one change of its report. */
function changed(name: string, from: string | RegExp, to: string): string {
  const text = readFileSync(at('run', 'report.json'), 'utf8');
  const other = text.replace(from, to);
  expect(other).not.toBe(text);
  mkdirSync(at(name));
  writeFileSync(at(name, 'report.json'), other);
  return at(name);
}

const BASELINE = at('ci', 'demo.baseline.yaml');
const write = (report = at('run'), ...more: string[]) =>
  magface(['baseline', report, '--out', BASELINE, ...more]);
const check = (report = at('run'), ...more: string[]) =>
  magface(['check', report, '--baseline', BASELINE, ...more]);
const bytes = () => readFileSync(BASELINE, 'utf8');

describe('magface check', () => {
  test('passes a repeat, from the folder and from its report.json', async () => {
    place();
    for (const report of [at('run'), at('run', 'report.json')]) {
      const { exit, stdout, stderr } = await check(report);
      expect(stderr).toBe('');
      expect(stdout.trimEnd().split('\n').at(-1)).toBe('✓ PASS  all 6 checks hold');
      expect(exit).toBe(0);
    }
  });

  test('says that scores and embeddings were not compared where none were kept', async () => {
    place();
    const { stdout } = await check();
    expect(stdout).toContain(
      'scores and embeddings were not compared: the baseline was written without them',
    );
  });

  test.each([
    { why: 'counts changed', from: '"hits":3268', to: '"hits":3267', told: '3267 hits, not 3268' },
    {
      why: 'a row is missing',
      from: /.*"metric":"eer".*\n/,
      to: '',
      told: 'the run has no such row',
    },
    {
      why: 'a value is undefined',
      from: /("metric":"eer","value":)[^,]+/,
      to: '$1null',
      told: 'the value is undefined',
    },
    {
      why: 'a threshold moved',
      from: /"threshold":0\.5505/,
      to: '"threshold":0.5506',
      told: 'the threshold moved by 1e-4',
    },
  ])('fails with exit 1 where $why, and tells it first', async ({ from, to, told }) => {
    place();
    const { exit, stdout, stderr } = await check(changed('other', from, to));
    expect(exit).toBe(1);
    expect(stderr).toBe('');
    expect(stdout.split('\n').find((line) => /^[✗✓]/.test(line))).toContain(told);
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^✗ FAIL {2}1 of 6 checks failed: /);
  });

  test('holds floors of the file and of the command line', async () => {
    await write(at('run'), '--floor', 'demo/tar_far_1e-3 >= 0.9', 'demo/eer <= 0.03');
    expect((await check()).exit).toBe(0);
    const { exit, stdout } = await check(at('run'), '--floor', 'demo/tar_far_1e-3 >= 0.98');
    expect(exit).toBe(1);
    expect(stdout).toContain('FAIL  1 of 9 checks failed: demo/tar_far_1e-3 >= 0.98');
    const unknown = await check(at('run'), '--floor', 'demo/tar_fra_1e-3 >= 0.1');
    expect(unknown.exit).toBe(1);
    expect(unknown.stdout).toContain('did you mean demo/tar_far_1e-3?');
    expect((await check(at('run'), '--floor', 'demo/tar_far_1e-3 > 0.98')).exit).toBe(2);
  });

  test.each([
    {
      why: 'protocol',
      from: /"protocol":"[^"]*"/,
      to: '"protocol":"ff"',
      told: 'another protocol digest',
    },
    {
      why: 'preprocessing',
      from: '"preprocess":""',
      to: '"preprocess":"x"',
      told: 'another preprocessing',
    },
    {
      why: 'pictures',
      from: /"images":"[^"]*"/,
      to: '"images":"ff"',
      told: 'another pictures digest',
    },
    {
      why: 'number of comparisons',
      from: '"preprocess":""',
      to: '"preprocess":"","partial":90',
      told: 'another comparisons of a trial',
    },
  ])(
    'refuses a run of another $why with exit 65, and its JUnit tells an error, no failure',
    async ({ from, to, told }) => {
      place();
      const { exit, stdout, stderr } = await check(
        changed('other', from, to),
        '--junit',
        at('j.xml'),
      );
      expect(exit).toBe(65);
      expect(stderr).toContain(
        'magface: E_BASELINE_PROTOCOL the run cannot be compared with the baseline: ',
      );
      expect(stderr).toContain(told);
      expect(stdout).toContain('! ERROR');
      const names = elementsOf(readFileSync(at('j.xml'), 'utf8')).map(({ name }) => name);
      expect(names).toContain('error');
      expect(names).not.toContain('failure');
    },
  );

  test('does not mind another model, and says so', async () => {
    place();
    const { exit, stdout } = await check(
      changed('other', /"modelDigest":"[^"]*"/, '"modelDigest":"ff00"'),
    );
    expect(exit).toBe(0);
    expect(stdout).toContain("· another model than the baseline's");
  });

  test('writes JUnit, Markdown and JSON that say the same', async () => {
    place();
    const worse = changed('other', '"hits":3268', '"hits":3267');
    const files = ['--junit', at('new', 'j.xml'), '--markdown', at('new', 'm.md')];
    const { exit, stdout } = await check(worse, ...files, '--json');
    expect(exit).toBe(1);
    const verdict = JSON.parse(stdout) as {
      status: string;
      summary: string;
      checks: { name: string }[];
    };
    expect(verdict).toMatchObject({
      status: 'fail',
      summary: '1 of 6 checks failed: tar@far=1e-3 iso',
    });
    const elements = elementsOf(readFileSync(at('new', 'j.xml'), 'utf8'));
    const cases = elements.filter(({ name }) => name === 'testcase');
    expect(cases.map(({ attributes }) => attributes['name'])).toEqual(
      verdict.checks.map(({ name }) => name),
    );
    expect(elements.filter(({ name }) => name === 'failure')).toHaveLength(1);
    expect(elements[0]!.attributes).toMatchObject({ tests: '6', failures: '1', errors: '0' });
    expect(readFileSync(at('new', 'm.md'), 'utf8')).toContain(`❌ fail: ${verdict.summary}`);
  });

  test('on GitHub annotates and appends to the summary of the step', async () => {
    place();
    const worse = changed('other', '"hits":3268', '"hits":3267');
    const summary = at('summary.md');
    writeFileSync(summary, 'before\n');
    const env = { GITHUB_STEP_SUMMARY: summary };
    const run = await magface(['check', worse, '--baseline', BASELINE, '--github'], { env });
    expect(run.exit).toBe(1);
    expect(run.stderr).toMatch(
      /^::error file=.*demo\.baseline\.yaml,title=magface check%3A tar@far=1e-3 iso::/,
    );
    expect(readFileSync(summary, 'utf8')).toMatch(/^before\n## ❌ fail: /);
    const quiet = await magface(['check', worse, '--baseline', BASELINE], { env });
    expect(quiet.stderr).toBe('');
    expect(readFileSync(summary, 'utf8').match(/## ❌/g)).toHaveLength(1);
  });

  test.each([
    {
      why: 'no baseline',
      exit: 66,
      code: 'E_BASELINE_MISSING',
      prepare: () => {
        rmSync(BASELINE);
      },
    },
    {
      why: 'a broken baseline',
      exit: 65,
      code: 'E_BASELINE',
      prepare: () => {
        writeFileSync(BASELINE, bytes().replace('exact', 'inexact'));
      },
    },
    { why: 'no run', exit: 66, code: 'E_RUN_MISSING', report: 'nothing' },
    { why: 'a broken report', exit: 65, code: 'E_REPORT', report: 'broken' },
  ])(
    'with $why exits with $exit, and leaves JUnit with an error',
    async ({ exit, code, prepare, report = 'run' }) => {
      place();
      prepare?.();
      mkdirSync(at('broken'));
      writeFileSync(at('broken', 'report.json'), '{}');
      const run = await check(at(report), '--junit', at('j.xml'));
      expect(run.exit).toBe(exit);
      expect(run.stderr).toContain(`magface: ${code} `);
      expect(run.stdout).toBe('');
      const elements = elementsOf(readFileSync(at('j.xml'), 'utf8'));
      expect(elements[0]!.attributes).toMatchObject({ tests: '1', failures: '0', errors: '1' });
      expect(elements.find(({ name }) => name === 'error')!.attributes['message']).toContain(code);
    },
  );

  test('names the line of a broken baseline', async () => {
    place();
    writeFileSync(BASELINE, bytes().replace('hits: 3268', 'hits: -1'));
    const line = bytes().slice(0, bytes().indexOf('hits: -1')).split('\n').length;
    expect((await check()).stderr).toContain(`E_BASELINE ${BASELINE}:${line}:`);
  });
});

describe('magface baseline', () => {
  test('writes a file that a second run leaves byte for byte', async () => {
    const first = await write();
    expect(first.stdout).toContain('6 rows, all new');
    const before = bytes();
    const again = await write();
    expect(again.stdout).toBe(`${BASELINE}  6 rows, none changes\n`);
    expect(bytes()).toBe(before);
    expect(readdirSync(at('ci'))).toEqual(['demo.baseline.yaml']);
  });

  test('shows what an update changes', async () => {
    await write();
    const { exit, stdout } = await write(changed('other', '"hits":3268', '"hits":3267'));
    expect(exit).toBe(0);
    expect(stdout).toMatch(/tar@far=1e-3 iso +90\.78 % +3268\/3600 +90\.78 % +3267\/3600\n/);
    expect(stdout).not.toContain('eer');
    expect((await check()).exit).toBe(1);
    expect((await check(at('other'))).exit).toBe(0);
  });

  test('keeps the floors of the file unless others are given', async () => {
    await write(at('run'), '--floor', 'demo/eer <= 0.03');
    await write();
    expect(bytes()).toContain('- demo/eer <= 0.03');
    await write(at('run'), '--floor', 'demo/auc >= 0.9');
    expect(bytes()).toContain('- demo/auc >= 0.9');
    expect(bytes()).not.toContain('demo/eer');
  });

  test('of a trial says what can be held against it', async () => {
    const trial = changed('other', '"preprocess":""', '"preprocess":"","partial":90');
    const { exit, stderr } = await write(trial);
    expect(exit).toBe(0);
    expect(stderr).toContain('only trials on as many comparisons can be held against it');
    expect(bytes()).toContain('partial: 90');
    expect((await check()).exit).toBe(65);
    expect((await check(trial)).exit).toBe(0);
  });

  test('is refused for a run of another protocol or preprocessing, and writes nothing, unless told to replace', async () => {
    await write();
    const before = bytes();
    const other = changed('other', '"preprocess":""', '"preprocess":"imagenet"');
    const { exit, stderr } = await write(other);
    expect(exit).toBe(65);
    expect(stderr).toContain('E_BASELINE_PROTOCOL the run answers another question');
    expect(stderr).toContain('preprocessing imagenet, not none');
    expect(bytes()).toBe(before);
    expect((await write(other, '--replace')).exit).toBe(0);
    expect(bytes()).toContain('preprocess: imagenet');
  });

  test.each([
    { argv: ['--floor', 'demo/tarr >= 0.9'], says: 'E_FLOOR' },
    { argv: ['--floor', 'high'], says: 'Expected KEY >= NUMBER' },
    { argv: ['--mode', 'statistical'], says: 'E_MARGIN statistical mode needs a margin' },
    { argv: ['--margin', 'eer=0.01'], says: 'E_MARGIN margins mean nothing in exact mode' },
    { argv: ['--mode', 'statistical', '--margin', 'eeer=0.01'], says: 'did you mean eer?' },
    { argv: ['--margin', 'eer=-0.01'], says: 'Expected METRIC=MARGIN' },
    { argv: ['--margin', 'eer'], says: 'Expected METRIC=MARGIN' },
    { argv: ['--mode', 'fuzzy'], says: 'Allowed choices are exact, statistical' },
  ])('$argv is a usage error and writes nothing', async ({ argv, says }) => {
    const { exit, stderr } = await write(at('run'), ...argv);
    expect(stderr).toContain(says);
    expect(exit).toBe(2);
    expect(existsSync(BASELINE)).toBe(false);
  });
});
