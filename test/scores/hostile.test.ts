/** Bytes of anybody: whatever a reader of scores is given, it gives scores, or a UserError that tells a place. Soon. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FormatError } from '../../src/errors.js';
import { readScores } from '../../src/scores/index.js';
import type { ScoreContent } from '../../src/scores/score-file.js';
import { temporaryFolder } from '../support/run-cli.js';
import { fixture } from './fixtures.js';
import { GRAMMARS } from './text.js';

/** Well above what a loaded machine takes for a file of a few KiB. */
const SOON = 2000;

/** What became of it: scores that a metric can take, or an error with a place. Anything else is thrown. */
async function outcome(read: () => Promise<ScoreContent>): Promise<string> {
  const began = performance.now();
  const result = await read().catch((error: unknown) => error);
  expect(performance.now() - began).toBeLessThan(SOON);
  if (result instanceof FormatError) {
    expect(result.exit).toBe(65);
    // A line of a text; a byte, a row, an array of what NumPy writes; a whole archive that is damaged.
    expect(result.message).toMatch(/^E_\w+ \S+?(:\d+(:\d+)?: |: (byte|row) \d+|\(.*\)|: )/);
    return result.code;
  }
  if (result instanceof Error) throw result;
  requireSound(result as ScoreContent);
  return 'scores';
}

function requireSound({ scores, pictures }: ScoreContent): void {
  const { length } = scores.scores;
  expect(length).toBeGreaterThan(0);
  for (const column of [scores.genuine, scores.fold]) expect(column).toHaveLength(length);
  const numbered = [
    ...(pictures === undefined ? [] : [{ ...pictures, count: pictures.ids.length }]),
    ...(scores.persons === undefined ? [] : [scores.persons]),
  ];
  for (const { left, right, count } of numbered) {
    expect([left.length, right.length]).toEqual([length, length]);
    expect([...left, ...right].every((one) => one < count)).toBe(true);
  }
  // A histogram of a few bytes may count millions.
  const first = scores.scores.subarray(0, 1000);
  expect(first.some((score) => Math.abs(score) === Infinity)).toBe(false);
  expect(scores.genuine.subarray(0, 1000).every((label) => label === 0 || label === 1)).toBe(true);
}

/** Bytes with some changed, put in, taken out or cut off. */
function mutated(bytes: Buffer): fc.Arbitrary<Buffer> {
  const change = fc.record({
    at: fc.nat(bytes.length),
    cut: fc.constantFrom(0, 0, 1, 1, 2, 30),
    put: fc.oneof(
      fc.constant(new Uint8Array(0)),
      fc.uint8Array({ minLength: 1, maxLength: 3 }),
      fc
        .constantFrom(
          ...['\n', '\r', '"', ',', ';', '\t', ' ', '-', 'e9', 'nan', 'inf', '\0', '\u00fc'],
          ...['1e999', '999999999', '\n\n', '""', "'=", '0x1', '\ufeff'],
        )
        .map((text) => new Uint8Array(Buffer.from(text))),
    ),
  });
  return fc
    .array(change, { minLength: 1, maxLength: 4 })
    .map((changes) =>
      changes.reduce(
        (text, { at, cut, put }) =>
          Buffer.concat([
            text.subarray(0, at),
            put,
            text.subarray(Math.min(text.length, at + cut)),
          ]),
        bytes,
      ),
    );
}

const VALID: Readonly<Record<string, readonly string[]>> = {
  csv: ['own.csv', 'aliases.tsv', 'semicolons.csv'],
  bob: ['bob-4col.txt', 'bob-5col.txt'],
  'bob-measure': ['bob-measure.txt'],
  pyeer: ['pyeer-genuine.txt', 'pyeer-impostor.txt'],
  histogram: ['pyeer-histogram.txt'],
};

describe.each(Object.entries(VALID))('the grammar %s', (grammar, names) => {
  const read = GRAMMARS[grammar]!;

  test('takes random bytes for what they are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        await outcome(() => read(bytes));
      }),
      { numRuns: 500 },
    );
  });

  test.each(names)('refuses or takes %s with faults in it', async (name) => {
    const seen = new Set<string>();
    const bytes = readFileSync(fixture(name));
    await fc.assert(
      fc.asyncProperty(mutated(bytes), fc.constantFrom(3, 64, 4096), async (text, step) => {
        seen.add(await outcome(() => read(text, step)));
      }),
      { numRuns: 700 },
    );
    // Both happen, or the faults are none.
    expect(seen).toContain('scores');
    expect(seen.size).toBeGreaterThan(2);
  });
});

const folder = temporaryFolder();

afterAll(() => {
  folder.remove();
});

describe('a file whose format is found out', () => {
  const path = join(folder.path, 'x.csv');
  const attempt = (bytes: Uint8Array) => {
    writeFileSync(path, bytes);
    return outcome(() => readScores(path));
  };

  test('may hold random bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        await attempt(bytes);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    'matrix-2.npy',
    'matrix-5.npy',
    'arrays.npz',
    'numbers.npz',
    'own.csv',
    'bob-5col.txt',
  ])('may be %s with faults in it', async (name) => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(mutated(readFileSync(fixture(name))), async (bytes) => {
        seen.add(await attempt(bytes));
      }),
      { numRuns: 500 },
    );
    expect(seen.size).toBeGreaterThan(1);
  });

  test('may be an array that claims to be huge', async () => {
    for (const shape of ['(99999999999, 2)', '(2, 2, 2)', '()', '(0, 2)', '(3,)', '(40, 3)']) {
      const text = `{'descr': '<f4', 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117);
      const head = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0]);
      expect(await attempt(Buffer.concat([head, Buffer.from(`${text}\n`)]))).toMatch(
        shape === '(0, 2)' ? 'E_SCORES_EMPTY' : /E_NPY_(SHAPE|SIZE)/,
      );
    }
  });
});
