import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readScores, scoresCsv, type NamedScores } from '../../src/scores/index.js';
import { fixture } from './fixtures.js';
import { GRAMMARS } from './text.js';

async function written(named: NamedScores): Promise<string> {
  const parts: Buffer[] = [];
  await scoresCsv(named)((bytes) => {
    parts.push(Buffer.from(bytes));
    return Promise.resolve();
  });
  return Buffer.concat(parts).toString('utf8');
}

describe('scores.csv', () => {
  test('is, of what was read from one, that very file', async () => {
    const named = await readScores(fixture('own.csv'));
    expect(await written(named)).toBe(readFileSync(fixture('own.csv'), 'utf8'));
  });

  test('leaves out the columns that are not known', async () => {
    const set = {
      scores: Float64Array.of(0.1, -0, NaN),
      genuine: Uint8Array.of(1, 0, 1),
      fold: new Uint16Array(3),
      testFolds: [],
    };
    expect(await written({ scores: set })).toBe('genuine,score\n1,0.1\n0,-0\n1,nan\n');
    const persons = {
      left: new Uint32Array(3),
      right: new Uint32Array(3),
      count: 1,
      inferred: true,
    };
    // Persons that were told apart by the labels have no names, and can be told apart again.
    expect(await written({ scores: { ...set, persons } })).toMatch(/^genuine,score\n/);
    expect(await written({ scores: { ...set, quality: Float32Array.of(1, NaN, 2) } })).toBe(
      'genuine,score,quality\n1,0.1,1\n0,-0,nan\n1,nan,2\n',
    );
  });

  test('comes back bit for bit, whatever float32 scores and names it holds', async () => {
    const float = fc.float({ noDefaultInfinity: true });
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 6 })
      .filter((text) => !/[\r\n\0\p{Cs}]/u.test(text) && !/^'[=+\-@\t]/.test(text));
    const row = fc.record({
      score: float,
      quality: float,
      person: fc.nat(5),
      other: fc.integer({ min: 1, max: 5 }),
      genuine: fc.boolean(),
      fold: fc.nat(4),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(name, { minLength: 6, maxLength: 6 }),
        fc.array(row, { minLength: 1, maxLength: 30 }),
        async (names, rows) => {
          const left = Uint32Array.from(rows, ({ person }) => person);
          const right = Uint32Array.from(rows, ({ person, other, genuine }) =>
            genuine ? person : (person + other) % 6,
          );
          const fold = Uint16Array.from(rows, (one) => one.fold);
          const folds = [...new Set(fold)].sort();
          const tested = folds.length < 2 ? [] : folds.slice(1);
          const set = {
            scores: Float32Array.from(rows, ({ score }) => score),
            genuine: Uint8Array.from(rows, ({ genuine }) => (genuine ? 1 : 0)),
            quality: Float32Array.from(rows, ({ quality }) => quality),
            fold: tested.length === 0 ? new Uint16Array(rows.length) : fold,
            testFolds: tested,
            persons: { left, right, count: 6, inferred: false },
          };
          const named = { scores: set, personNames: names, pictures: { ids: names, left, right } };
          const back = await GRAMMARS['csv']!(await written(named), 1 << 16);
          const { persons } = back.scores;
          expect({ ...back.scores, persons: undefined }).toEqual({ ...set, persons: undefined });
          const bits = (scores: Float32Array | Float64Array) =>
            new Uint8Array(Float64Array.from(scores).buffer);
          expect(bits(back.scores.scores)).toEqual(bits(set.scores));
          const called = (ids: readonly string[], column: ArrayLike<number>) =>
            Array.from(column, (i) => ids[i]);
          expect(called(back.personNames!, persons!.right)).toEqual(called(names, right));
          expect(called(back.pictures!.ids, back.pictures!.left)).toEqual(called(names, left));
        },
      ),
    );
  });
});
