import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import {
  readScores,
  readTwoClasses,
  SCORE_FORMATS,
  type ScoreFile,
} from '../../src/scores/index.js';
import { golden, readJson } from '../metrics/peer-runs.js';
import { EXPECTED, fixture, numbers } from './fixtures.js';

const read = (name: string) => readScores(fixture(name));

/** Names of the two pictures, or persons, of every comparison. */
const names = (ids: readonly string[], column: ArrayLike<number>) =>
  Array.from(column, (i) => ids[i]!);

const PERSONS = {
  left: EXPECTED.left_person.map((person) => EXPECTED.person_names[person]!),
  right: EXPECTED.right_person.map((person) => EXPECTED.person_names[person]!),
};

function personsOf({ scores, personNames }: ScoreFile) {
  const { left, right } = scores.persons!;
  return { left: names(personNames!, left), right: names(personNames!, right) };
}

describe('the same comparisons in every grammar', () => {
  test.each([
    ['own.csv', 'what eval writes'],
    ['aliases.tsv', 'tabs; other names for the columns; words as labels'],
    ['semicolons.csv', 'semicolons; capital letters; every field in quotes'],
    ['bob-4col.txt', 'claimed, real, path, score'],
    ['bob-5col.txt', 'claimed, label, real, path, score'],
    ['bob-measure.txt', 'label and score'],
    ['matrix-2.npy', 'float32, score and label'],
    ['matrix-4.npy', 'float64, with persons'],
    ['matrix-5.npy', 'float64, with persons and fold'],
    ['arrays.npz', 'vectors'],
    ['numbers.npz', 'vectors of other kinds of numbers, deflated'],
  ])('are read from %s: %s', async (name) => {
    const { scores } = await read(name);
    expect([...scores.scores]).toEqual(numbers(EXPECTED.scores));
    expect([...scores.genuine]).toEqual(EXPECTED.genuine);
    expect(scores.fold).toHaveLength(scores.scores.length);
  });

  test('are read from two files of one class each, genuine first', async () => {
    const { scores, name } = await readTwoClasses(
      fixture('pyeer-genuine.txt'),
      fixture('pyeer-impostor.txt'),
      false,
    );
    const of = (label: number) =>
      numbers(EXPECTED.scores).filter((_, k) => EXPECTED.genuine[k] === label);
    expect([...scores.scores]).toEqual([...of(1), ...of(0)]);
    expect([...scores.genuine]).toEqual([...of(1).map(() => 1), ...of(0).map(() => 0)]);
    expect(name).toBe('pyeer-genuine');
  });

  test('are read from a histogram of the impostors, ascending', async () => {
    const { scores } = await readTwoClasses(
      fixture('pyeer-whole-genuine.txt'),
      fixture('pyeer-histogram.txt'),
      true,
    );
    const of = (label: number) => EXPECTED.whole.filter((_, k) => EXPECTED.genuine[k] === label);
    expect([...scores.scores]).toEqual([...of(1), ...of(0).sort((a, b) => a - b)]);
  });

  test.each(['own.csv', 'arrays.npz'])(
    '%s tells folds, quality, pictures and persons',
    async (name) => {
      const { scores, pictures, ...file } = await read(name);
      expect([...scores.fold]).toEqual(EXPECTED.fold);
      expect(scores.testFolds).toEqual(EXPECTED.test_folds);
      expect([...scores.quality!]).toEqual(numbers(EXPECTED.quality));
      expect(names(pictures!.ids, pictures!.left)).toEqual(EXPECTED.left);
      expect(names(pictures!.ids, pictures!.right)).toEqual(EXPECTED.right);
      expect(personsOf({ scores, ...file })).toEqual(PERSONS);
      expect(scores.persons).toMatchObject({ count: 6, inferred: false });
    },
  );

  test.each(['matrix-4.npy', 'matrix-5.npy', 'numbers.npz', 'bob-4col.txt', 'bob-5col.txt'])(
    '%s tells persons',
    async (name) => {
      const { scores } = await read(name);
      const { left, right, count } = scores.persons!;
      // Whoever comes first has the least number, in the order of left and right columns.
      const pairs = Array.from(left, (a, k) => [a, right[k]!] as const);
      const expected = PERSONS.left.map((a, k) => [a, PERSONS.right[k]!] as const);
      const same = (a: readonly unknown[][], b: readonly unknown[][]) =>
        a.flat().every((one, i) => a.flat().indexOf(one) === b.flat().indexOf(b.flat()[i]));
      expect(
        same(
          pairs.map(([...pair]) => pair),
          expected.map(([...pair]) => pair),
        ),
      ).toBe(true);
      expect(count).toBe(6);
    },
  );

  test('five columns of bob tell pictures: the model and the probe', async () => {
    const { pictures } = await read('bob-5col.txt');
    expect(names(pictures!.ids, pictures!.left).slice(0, 2)).toEqual(['model3', 'model0']);
    expect(names(pictures!.ids, pictures!.right).slice(0, 2)).toEqual(['probe0', 'probe1']);
  });

  test('without test, every fold is one that results are tested on', async () => {
    expect((await read('semicolons.csv')).scores.testFolds).toEqual([0, 1, 2]);
    expect((await read('matrix-5.npy')).scores.testFolds).toEqual([0, 1, 2]);
  });

  test('columns and arrays that tell nothing are named', async () => {
    expect((await read('aliases.tsv')).warnings).toEqual([
      `${fixture('aliases.tsv')}: columns passed over: "id"`,
    ]);
    expect((await read('arrays.npz')).warnings).toEqual([
      `${fixture('arrays.npz')}: arrays passed over: "camera"`,
    ]);
    expect((await read('own.csv')).warnings).toEqual([]);
  });

  test.each<[string, typeof Float32Array | typeof Float64Array, string]>([
    ['own.csv', Float32Array, 'eval wrote it from float32'],
    ['aliases.tsv', Float64Array, 'somebody wrote it'],
    ['matrix-2.npy', Float32Array, 'it is of float32'],
    ['matrix-5.npy', Float64Array, 'it is of float64'],
    ['arrays.npz', Float32Array, 'it is of float32'],
    ['numbers.npz', Float64Array, 'it is of float64'],
  ])('scores of %s are %p, since %s', async (name, kind) => {
    expect((await read(name)).scores.scores).toBeInstanceOf(kind);
  });

  test('a file is named after itself, and its digest is that of its bytes', async () => {
    for (const name of ['own.csv', 'bob-4col.txt', 'matrix-2.npy', 'arrays.npz']) {
      const bytes = readFileSync(fixture(name));
      expect(await read(name)).toMatchObject({
        name: name.replace(/\.\w+$/, ''),
        digest: createHash('sha256').update(bytes).digest('hex'),
      });
    }
  });

  test('every fixture is read by some test here', () => {
    const source = readFileSync(import.meta.filename, 'utf8');
    for (const name of readdirSync(fixture('.'))) {
      if (name !== 'expected.json') expect(source).toContain(`'${name}'`);
    }
  });

  test('no two formats take one file for theirs', () => {
    const files = readdirSync(fixture('.')).filter((name) => !/expected|pyeer-impostor/.test(name));
    for (const name of files) {
      const bytes = readFileSync(fixture(name));
      const line = /^[^\r\n]*/.exec(bytes.toString('utf8'))![0];
      const fitting = SCORE_FORMATS.filter(({ fits }) => fits({ bytes, line, statement: line }));
      expect(fitting).toHaveLength(1);
    }
  });
});

const withData = (path: string) => (golden(path).there ? test : test.skip);

describe("peers' own files", () => {
  withData('bob/dev-1.txt')(
    'of bob.measure have as many scores and failures as bob counts',
    async () => {
      const expected = readJson(golden('bob/expected.json').path) as {
        score_files: Record<string, { n_neg: number; n_pos: number; FTA: number }>;
      };
      for (const [name, { n_neg, n_pos, FTA }] of Object.entries(expected.score_files)) {
        const { scores } = await readScores(golden(`bob/${name}.txt`).path);
        const counts = [0, 0, 0];
        scores.scores.forEach(
          (score, k) => counts[Number.isNaN(score) ? 2 : scores.genuine[k]!]!++,
        );
        expect(counts[0]).toBe(n_neg);
        expect(counts[1]).toBe(n_pos);
        expect(counts[2]! / scores.scores.length).toBe(FTA);
      }
    },
  );

  withData('bob_bio_base/dev-4col.txt').each([
    ['dev-4col.txt', 910, 390, 26],
    ['scores-nonorm-dev', 2000, 100, 20],
    ['scores-nonorm-openset-dev', 1000, 50, 20],
    ['scores-cmc-4col.txt', 2000, 100, 20],
  ])('of bob.bio.base: %s', async (name, comparisons, genuine, persons) => {
    const { scores } = await readScores(golden(`bob_bio_base/${name}`).path);
    expect(scores.scores).toHaveLength(comparisons);
    expect(scores.genuine.filter((label) => label === 1)).toHaveLength(genuine);
    expect(scores.persons!.count).toBe(persons);
  });

  withData('pyeer/nonhist_exp3_true.txt')(
    'of pyeer: a histogram gives the comparisons of the list that it counts',
    async () => {
      const path = (name: string) => golden(`pyeer/${name}`).path;
      const list = await readTwoClasses(
        path('nonhist_exp3_true.txt'),
        path('nonhist_exp3_false.txt'),
        false,
      );
      const histogram = await readTwoClasses(
        path('hist_exp1_true.txt'),
        path('hist_exp1_false.txt'),
        true,
      );
      expect(list.scores.scores).toHaveLength(2786 + 66633);
      const sorted = ({ scores }: ScoreFile) => scores.scores.subarray(2786).toSorted();
      expect(sorted(histogram)).toEqual(sorted(list));
      expect(histogram.scores.genuine).toEqual(list.scores.genuine);
    },
  );
});
