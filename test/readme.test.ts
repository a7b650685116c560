import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { COLUMN_NAMES } from '../src/scores/csv-header.js';
import { SCORE_FORMATS } from '../src/scores/index.js';
import { PROJECT } from './support/run-cli.js';
// @ts-expect-error a script, without types
import { filled } from '../scripts/marked-blocks.js';
// @ts-expect-error a script, without types
import { blocks } from '../scripts/print-readme.js';

const readme = readFileSync(join(PROJECT, 'README.md'), 'utf8');

describe('the README', () => {
  test('prints the lists as they are (node scripts/print-readme.js --write)', () => {
    const fill = filled as (text: string, blocks: unknown) => string;
    expect(fill(readme, (blocks as () => unknown)())).toBe(readme);
  });

  test('links only to pages that are there', () => {
    for (const [, target] of readme.matchAll(/\]\((?!https?:)([^)#]+)/g)) {
      expect(() => readFileSync(join(PROJECT, target!))).not.toThrow();
    }
  });
});

describe('the page on scores', () => {
  test('names every format and every column that is read', () => {
    const page = readFileSync(join(PROJECT, 'docs', 'scores.md'), 'utf8');
    for (const { name } of SCORE_FORMATS) expect(page).toContain(`| \`${name}\``);
    for (const name of COLUMN_NAMES.keys()) expect(page).toContain(`\`${name}\``);
  });
});

describe('the page on errors', () => {
  test('names every code of a file of scores', () => {
    const page = readFileSync(join(PROJECT, 'docs', 'errors.md'), 'utf8');
    const folder = join(PROJECT, 'src', 'scores');
    const codes = readdirSync(folder).flatMap((file) =>
      [...readFileSync(join(folder, file), 'utf8').matchAll(/'(E_SCORES_[A-Z_]+)'/g)].map(
        ([, code]) => code!,
      ),
    );
    expect(codes.length).toBeGreaterThan(10);
    for (const code of codes) expect(page).toContain(`\`${code}\``);
  });
});
