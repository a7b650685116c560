import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../support/run-cli.js';

const FOLDER = join(PROJECT, 'fixtures', 'scores');

export const fixture = (name: string): string => join(FOLDER, name);

/** What the fixtures hold, as test/reference/scores.py says. */
export const EXPECTED = JSON.parse(readFileSync(fixture('expected.json'), 'utf8')) as {
  readonly scores: readonly string[];
  readonly genuine: readonly number[];
  readonly quality: readonly string[];
  readonly fold: readonly number[];
  readonly test_folds: readonly number[];
  readonly left_person: readonly number[];
  readonly right_person: readonly number[];
  readonly person_names: readonly string[];
  readonly left: readonly string[];
  readonly right: readonly string[];
  readonly whole: readonly number[];
};

/** The number of each text, `nan` among them. */
export const numbers = (texts: readonly string[]): number[] => texts.map(Number);
