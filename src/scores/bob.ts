import type { ScoreFormat } from './score-format.js';
import { readLines, wordsOf, type Layout } from './score-table.js';

/** `claimed real path score`. */
const FOUR: Layout = {
  roles: ['left_person', 'right_person', 'other', 'score'],
  comments: true,
  shape: 'CLAIMED REAL PATH SCORE',
};

/** `claimed label real path score`, where the label names the model that the path is compared with. */
const FIVE: Layout = {
  roles: ['left_person', 'left', 'right_person', 'right', 'score'],
  comments: true,
  shape: 'CLAIMED LABEL REAL PATH SCORE',
};

const TWO: Layout = {
  roles: ['genuine', 'score'],
  labels: new Map([
    ['1', true],
    ['+1', true],
    ['-1', false],
  ]),
  comments: true,
  shape: '1|-1 SCORE',
};

/**
 * The score files of bob.bio.base: genuine where the claimed identity is the real one. Blank lines and lines that begin with
 * `#` are passed over; a score `nan` is a failure to acquire.
 *
 * Source: bob's `load.py`, four_column and five_column.
 */
export const BOB: ScoreFormat = {
  name: 'bob',
  summary: 'CLAIMED REAL PATH SCORE, or CLAIMED LABEL REAL PATH SCORE, between blanks',
  extensions: [],
  fits: ({ statement }) => {
    const fields = wordsOf(statement);
    return (fields.length === 4 || fields.length === 5) && isScore(fields.at(-1)!);
  },
  read: (source) =>
    readLines(source, (statement) => {
      if (statement === '') return undefined;
      return wordsOf(statement).length === 4 ? FOUR : FIVE;
    }),
};

/**
 * The score files of bob.measure: 1 or -1, then the score. Comments and failures as in {@link BOB}.
 *
 * Source: the files that bob.measure's own tests read.
 */
export const BOB_MEASURE: ScoreFormat = {
  name: 'bob-measure',
  summary: '1 SCORE for genuine, -1 SCORE for impostor comparisons, between blanks',
  extensions: [],
  fits: ({ statement }) => {
    const [label, score, ...more] = wordsOf(statement);
    return more.length === 0 && TWO.labels!.has(label ?? '') && isScore(score ?? '');
  },
  read: (source) => readLines(source, () => TWO),
};

function isScore(word: string): boolean {
  return !Number.isNaN(Number(word)) || /^[+-]?(nan|inf)$/i.test(word);
}
