import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { PROJECT } from './support/run-cli.js';
// @ts-expect-error a script, without types
import { blocks, filled } from '../scripts/print-readme.js';

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
