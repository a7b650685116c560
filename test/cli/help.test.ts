import { describe, expect, test } from '@jest/globals';
import { magface } from '../support/run-cli.js';

const VERBS = [
  'demo',
  'eval',
  'erc',
  'predict',
  'quality',
  'bands',
  'conventions',
  'compare',
  'aware',
  'embed',
  'protocol',
  'check',
  'baseline',
  'list',
];

describe('help', () => {
  test('is on stdout, names every verb, and is no error', async () => {
    const { exit, stdout, stderr } = await magface(['--help']);
    expect(exit).toBe(0);
    expect(stderr).toBe('');
    for (const verb of VERBS) expect(stdout).toMatch(new RegExp(`^  ${verb}\\b`, 'm'));
  });

  test.each(VERBS)('of %s ends with two examples of it', async (verb) => {
    const { exit, stdout } = await magface([verb, '--help']);
    expect(exit).toBe(0);
    const examples = stdout.slice(stdout.indexOf('Examples:')).trim().split('\n').slice(1);
    expect(examples).toHaveLength(2);
    for (const example of examples) expect(example).toMatch(new RegExp(`^  \\$ magface ${verb} ?`));
  });

  test('loads nothing heavy', async () => {
    const { stderr } = await magface(['--help'], { env: { NODE_DEBUG: 'module,esm' } });
    expect(stderr).not.toMatch(/node_modules\/(sharp|onnxruntime-node|vega|zod|yaml)\//);
  });
});

describe('a mistyped command line', () => {
  test.each([
    { argv: ['evall'], says: "unknown command 'evall'" },
    { argv: ['eval'], says: 'E_DATASET_NEEDED neither a dataset nor --scores was given; name a' },
    { argv: ['erc'], says: 'E_DATASET_NEEDED neither a dataset nor --scores was given; name a' },
    { argv: ['embed', '--out', 'x'], says: "missing required argument 'dataset'" },
    { argv: ['eval', 'lfw', '--rot', 'x'], says: "unknown option '--rot'" },
    {
      argv: ['eval', 'lfw', '--far', '2'],
      says: 'Expected a rate above 0 and at most 1, found "2"',
    },
    { argv: ['eval', 'lfw', '--batch', '1e3'], says: 'Expected a whole number of at least 1' },
    { argv: ['eval', 'lfw', '--device', 'gpu'], says: 'Allowed choices are auto, cpu, cuda' },
    {
      argv: ['eval', 'lfv', '--root', '.'],
      says: 'E_DATASET there is no dataset "lfv"; did you mean lfw?',
    },
    { argv: ['eval', 'lfw'], says: 'E_ROOT nothing says where lfw lies; add --root DIR' },
    { argv: ['eval', 'lfw', '--root', '.', '--convention', 'arcface'], says: 'arcface' },
    {
      argv: ['eval', 'lfw', '--root', '.', '--metrics', 'eer', 'htre', 'min_dfc'],
      says: 'E_METRIC_UNKNOWN there is no metric "htre" or "min_dfc"; did you mean min_dcf?',
    },
    { argv: ['list', 'models'], says: 'Allowed choices are' },
  ])('$argv says what is wrong and exits with 2', async ({ argv, says }) => {
    const { exit, stdout, stderr } = await magface(argv);
    expect(stderr).toContain(says);
    expect(stdout).toBe('');
    expect(exit).toBe(2);
  });
});

describe('lists', () => {
  test.each([
    'datasets',
    'metrics',
    'conventions',
    'qualities',
    'presets',
    'devices',
    'scores',
    'formats',
    'degradations',
  ])('%s names every record with what it is', async (what) => {
    const [text, json] = await Promise.all([
      magface(['list', what]),
      magface(['list', what, '--json']),
    ]);
    expect([text.exit, json.exit]).toEqual([0, 0]);
    const entries = JSON.parse(json.stdout) as { name: string; summary: string }[];
    expect(entries.length).toBeGreaterThan(2);
    for (const { name, summary } of entries) {
      expect(text.stdout).toContain(name);
      expect(summary.length).toBeGreaterThan(10);
    }
  });
});
