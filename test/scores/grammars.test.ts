import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { GRAMMARS } from './text.js';

const csv = GRAMMARS['csv']!;

/** Scores and labels of a CSV with the header `score,genuine`. */
async function rows(...lines: string[]) {
  const { scores } = await csv(['score,genuine', ...lines, ''].join('\n'));
  return Array.from(scores.scores, (score, k) => [score, scores.genuine[k]] as const);
}

describe('a CSV of scores', () => {
  test.each([
    ['0.5,1', 0.5, 1, 'a number and a label'],
    ['-.25,0', -0.25, 0, 'a number without a digit before its point'],
    ['1e-3,-1', 0.001, 0, 'an exponent; bob calls impostors -1'],
    ['nan,Genuine', NaN, 1, 'a failure to acquire; a word, whatever its case'],
    ['-NaN,DIFF', NaN, 0, 'what C prints for a failure'],
    ['"0.5","same"', 0.5, 1, 'quotes that nobody needs'],
    ['0.1000000000000000055511151231257827,true', 0.1, 1, 'more digits than float64 has'],
    ['12345678901234567890,false', 12345678901234567000, 0, 'a number that is no cosine'],
  ])('takes %j as %p, %p: %s', async (line, score, genuine) => {
    expect(await rows(line)).toEqual([[score, genuine]]);
  });

  test.each([
    ['ends in CRLF', 'score,genuine\r\n0.5,1\r\n-0.5,0\r\n'],
    ['has no last line end', 'score,genuine\n0.5,1\n-0.5,0'],
    ['has blank lines at its end', 'score,genuine\n0.5,1\n-0.5,0\n\n\r\n\n'],
    ['has a byte order mark', '\ufeffscore,genuine\n0.5,1\n-0.5,0\n'],
    ['has its columns in another order', 'genuine;score\n1;0.5\n0;-0.5\n'],
    ['has columns of its own', 'a,score,b,genuine\nx,0.5,"y,""z",1\n,-0.5,,0\n'],
  ])('may be one that %s', async (_, text) => {
    for (const step of [1, 7, 1000]) {
      const { scores } = await csv(text, step);
      expect([...scores.scores]).toEqual([0.5, -0.5]);
      expect([...scores.genuine]).toEqual([1, 0]);
    }
  });

  test.each([
    ['fold', '3', '3', 1, [], [0, 0], 'one fold is none'],
    ['fold', '3', '1', 1, [1, 3], [3, 1], 'all folds are tested'],
    ['test', '1', '1', 1, [], [0, 0], 'all is tested'],
    ['test', '0', '1', 1, [1], [0, 1], 'one part to choose on, one to test on'],
    ['fold,test', '7,0', '9,1', 2, [9], [7, 9], 'folds that are there to choose on'],
  ])('%s of %s and %s: %p', async (column, first, second, _, testFolds, fold) => {
    const { scores } = await csv(`score,genuine,${column}\n0.5,1,${first}\n0.1,0,${second}\n`);
    expect(scores.testFolds).toEqual(testFolds);
    expect([...scores.fold]).toEqual(fold);
  });

  test('takes off the apostrophe before a formula where eval wrote it, and only there', async () => {
    const lines = ["'=x,y,1,0.5", "'z,y,0,0.5", ''].join('\n');
    const own = await csv(`left,right,genuine,score\n${lines}`);
    expect(own.pictures!.ids).toEqual(['=x', 'y', "'z"]);
    const foreign = await csv(`left,right,label,score\n${lines}`);
    expect(foreign.pictures!.ids).toEqual(["'=x", 'y', "'z"]);
  });

  test('keeps float64 where eval wrote a score that is no float32', async () => {
    const { scores } = await csv('left,right,genuine,score\na,b,1,0.1\na,c,0,0.5\n');
    expect(scores.scores).toEqual(Float64Array.of(0.1, 0.5));
  });
});

describe('a CSV of scores is refused', () => {
  test.each([
    // What is wrong; where, and what is said of it.
    ['', 'E_SCORES_EMPTY f:1: the file holds no comparison'],
    ['score,genuine\n', 'E_SCORES_EMPTY f:2: the file holds no comparison'],
    ['score;label;score\n', 'E_SCORES_HEADER f:1:13: a second column for score, "score"'],
    ['score,y_score,label\n', 'E_SCORES_HEADER f:1:7: a second column for score, "y_score"'],
    ['score,similar\n', 'E_SCORES_HEADER f:1:1: no column genuine in "score,similar"; call one of'],
    ['label,distance\n', 'E_SCORES_HEADER f:1:1: no column score in "label,distance"; call one of'],
    ['score,genuine,left\n', 'E_SCORES_HEADER f:1:15: a column left without right'],
    ['score,label,right_person\n', 'a column right_person without left_person'],
    [
      'score,label\n0.5\n',
      'E_SCORES_FIELDS f:2:1: expected 2 fields, as in the header "score,label"',
    ],
    ['score,label\n0.5,1,2\n', 'E_SCORES_FIELDS f:2:1: expected 2 fields'],
    ['score,label\n0.5,1\n\n0.5,0\n', 'E_SCORES_FIELDS f:3:1: an empty line between others'],
    ['score,label\n0x1,1\n', 'E_SCORES_NUMBER f:2:1: expected a score, a number such as'],
    [
      'score,label\n,1\n',
      'E_SCORES_NUMBER f:2:1: expected a score, a number such as -0.25 or 1e-3, or nan, found ""',
    ],
    ['score;label\n1,5;1\n', 'found "1,5"; write plain decimals with a point'],
    ['score,label\n0.5,1\n 1,1\n', 'E_SCORES_NUMBER f:3:1: '],
    ['label,score\n1,1_0\n', 'E_SCORES_NUMBER f:2:3: '],
    ['score,label\ninf,1\n', 'E_SCORES_INFINITE f:2:1: "inf" is infinite; give finite numbers'],
    ['score,label\n-1e999,1\n', 'E_SCORES_INFINITE f:2:1: "-1e999" is infinite'],
    ['score,label,quality\n1,1,Infinity\n', 'E_SCORES_INFINITE f:2:5: '],
    ['score,label\n0.5,yes\n', 'E_SCORES_LABEL f:2:5: "yes" is no label; write one of 1, genuine'],
    ['score,label\n0.5,\n', 'E_SCORES_LABEL f:2:5: "" is no label'],
    ['score,label\nü,1\n', 'E_SCORES_NUMBER f:2:1: '],
    ['id,label,score\nüü,2,1\n', 'E_SCORES_LABEL f:2:4: "2" is no label'],
    [
      'score,label,fold\n1,1,65536\n',
      'E_SCORES_FOLD f:2:5: expected a fold, a whole number from 0 to 65535',
    ],
    ['score,label,fold\n1,1,01\n', 'E_SCORES_FOLD f:2:5: '],
    ['score,label,fold\n1,1,-1\n', 'E_SCORES_FOLD f:2:5: '],
    [
      'score,label,test\n1,1,2\n',
      'E_SCORES_TEST f:2:5: expected whether to test, 1 or 0, found "2"',
    ],
    ['score,label,test\n1,1,0\n', 'E_SCORES_TEST f:2: no comparison has test 1'],
    [
      'score,label,test,fold\n1,1,0,2\n1,1,1,2\n',
      'E_SCORES_TEST f:3: of fold 2 some comparisons have test 1, others 0',
    ],
    ['score,label,left,right\n1,1,,b\n', 'E_SCORES_NAME f:2:5: a name is empty'],
    [
      'score,label,left_person,right_person\n1,0,a,b\n1,1,a,b\n',
      'E_SCORES_PERSON f:3: a genuine comparison of "a" with "b"',
    ],
    [
      'score,label,left_person,right_person\n1,0,a,a\n',
      'E_SCORES_PERSON f:2: an impostor comparison of "a" with themselves',
    ],
    ['score,label\n"0.5,1\n', 'E_SCORES_QUOTE f:2:1: a quote that does not end on its line'],
    ['score,label\n"0.5"x,1\n', 'E_SCORES_QUOTE f:2:6: text behind a closing quote'],
    ['score,label\n0.5,1\rx\n', 'E_TEXT_CR f:2:6: '],
    ['score,label\n0.5,\0\n', 'E_TEXT_NUL f:2:5: '],
  ])('%j: %s', async (text, message) => {
    for (const step of [1, 1000]) {
      await expect(csv(text, step)).rejects.toMatchObject({
        exit: 65,
        message: expect.stringContaining(message),
      });
    }
  });

  test('where it is not UTF-8', async () => {
    const bytes = Buffer.from('score,label,a\n1,1,\xff\n', 'latin1');
    await expect(csv(bytes)).rejects.toThrow('E_TEXT_ENCODING f:2:5: byte 0xff');
  });
});

describe("bob's files are refused", () => {
  test.each([
    [
      'bob',
      'a b p 0.5\na b p\n',
      'E_SCORES_FIELDS f:2:1: expected 4 fields, CLAIMED REAL PATH SCORE, found "a b p"',
    ],
    ['bob', 'a b p 0.5\na b p q 0.5\n', 'E_SCORES_FIELDS f:2:1: expected 4 fields'],
    ['bob', 'a m b p 0.5\n a  m\tb p x\n', 'E_SCORES_NUMBER f:2:11: '],
    [
      'bob-measure',
      '1 0.5\n0 0.5\n',
      'E_SCORES_LABEL f:2:1: "0" is no label; write one of 1, +1, -1',
    ],
    ['bob-measure', '1 0.5\n-1 inf\n', 'E_SCORES_INFINITE f:2:4: '],
    ['bob-measure', '', 'E_SCORES_EMPTY f:1: '],
    ['pyeer', '0.5\nx 0.5\n', 'E_SCORES_FIELDS f:2:1: expected one field, SCORE, found "x 0.5"'],
    [
      'pyeer',
      'x 0.5\n0.5\n',
      'E_SCORES_FIELDS f:2:1: expected 2 fields, with the SCORE as the last',
    ],
    ['pyeer', '', 'E_SCORES_EMPTY f:1: '],
    [
      'histogram',
      '1\n2.5\n',
      'E_SCORES_COUNT f:2:1: expected how many comparisons have the score 1, found "2.5"',
    ],
    ['histogram', '1\n  -2\n', 'E_SCORES_COUNT f:2:3: '],
    ['histogram', '1\n\n2\n', 'E_SCORES_COUNT f:2:1: an empty line between others'],
    ['histogram', '1\n999999999999\n', 'E_SCORES_COUNT f:2:1: more than 100000000 comparisons'],
    ['histogram', '0\n0\n', 'E_SCORES_EMPTY f:1: '],
  ])('%s: %j: %s', async (grammar, text, message) => {
    await expect(GRAMMARS[grammar]!(text)).rejects.toMatchObject({
      exit: 65,
      message: expect.stringContaining(message),
    });
  });
});

describe("bob's files", () => {
  test('may hold comments and blank lines', async () => {
    const text = '# made by x\n\n  # a b c d\na b p 0.5\n \t\r\n# more\na a p 0.25\n';
    for (const step of [1, 1000]) {
      const { scores } = await GRAMMARS['bob']!(text, step);
      expect([...scores.scores]).toEqual([0.5, 0.25]);
      expect([...scores.genuine]).toEqual([0, 1]);
      await expect(GRAMMARS['bob']!(`${text}a a p\n`, step)).rejects.toThrow(
        'E_SCORES_FIELDS f:8:1: ',
      );
    }
  });
});

describe('many lines', () => {
  test('come back as they were written, in whatever pieces the bytes come', async () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).filter((text) => {
      return !/[\r\n\0\p{Cs}]/u.test(text);
    });
    const line = fc.record({
      score: fc.oneof(
        fc.double({ noDefaultInfinity: true }),
        fc.float({ noDefaultInfinity: true }),
      ),
      genuine: fc.boolean(),
      left: name,
      right: name,
    });
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1, maxLength: 50 }),
        fc.integer({ min: 1, max: 99 }),
        async (lines, step) => {
          const text = lines.map(
            ({ score, genuine, left, right }) =>
              `${quoted(left)};${Object.is(score, -0) ? '-0' : score};${genuine ? 1 : 0};${quoted(right)}\n`,
          );
          const { scores, pictures } = await csv(`left;score;label;right\n${text.join('')}`, step);
          expect([...scores.scores]).toEqual(lines.map(({ score }) => score));
          expect([...scores.genuine]).toEqual(lines.map(({ genuine }) => (genuine ? 1 : 0)));
          const { ids, left, right } = pictures!;
          expect(Array.from(left, (i) => ids[i])).toEqual(lines.map((one) => one.left));
          expect(Array.from(right, (i) => ids[i])).toEqual(lines.map((one) => one.right));
          expect(new Set(ids).size).toBe(ids.length);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('find room, however many they are', async () => {
    const count = 30_000;
    const text = Array.from(
      { length: count },
      (_, k) => `${k % 3 === 0 ? 'a' : `b${k}`} b p ${k / 8}\n`,
    );
    const { scores } = await GRAMMARS['bob']!(text.join(''), 1 << 16);
    expect(scores.scores).toHaveLength(count);
    expect(scores.scores.every((score, k) => score === k / 8)).toBe(true);
    expect(scores.persons!.count).toBe(2 + count - Math.ceil(count / 3));
  });
});
