import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FormatError } from '../../src/errors.js';
import { LANDMARKS_FORMATS, pointsOf, readLandmarks } from '../../src/landmarks/index.js';

function read(text: string) {
  return readLandmarks([Buffer.from(text)], 'l.txt');
}

function facts(text: string) {
  const table = read(text);
  return table.pictures.map((picture, i) => [picture, ...pointsOf(table, i)]);
}

const A = ['a/1.jpg', 101.15, 110.5, 142, 108, 134, 133, 111, -3, 140, 157];
const B = ['b 2.jpg', 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const line = (entry: readonly (string | number)[], by: string) => entry.join(by);
const NAMES = 'x1,y1,x2,y2,x3,y3,x4,y4,x5,y5';

describe('the grammars', () => {
  test.each([
    { why: "insightface's list with scores", text: `${line(A, ' ')} 0.99\n${line(B, ' ')} 1\n` },
    { why: 'a list without scores', text: `${line(A, ' ')}\n${line(B, ' ')}` },
    {
      why: 'tabs, many blanks, CRLF',
      text: `  ${line(A, '\t ')} .5 \r\n${line(B, '  ')}\t1e-3\r\n`,
    },
    { why: 'a byte order mark', text: `\ufeff${line(A, ' ')}\n${line(B, ' ')}\n` },
    { why: 'a list that was appended to', text: [A, B, A].map((e) => line(e, ' ')).join('\n') },
    { why: 'a CSV', text: `path,${NAMES}\n${line(A, ',')}\n${line(B, ',')}\n` },
    {
      why: "CelebA's names, semicolons",
      text: `image_id;lefteye_x;lefteye_y;righteye_x;righteye_y;nose_x;nose_y;leftmouth_x;leftmouth_y;rightmouth_x;rightmouth_y\n${line(A, ';')}\n${line(B, ';')}`,
    },
    {
      why: 'other columns, quotes, capitals',
      text: `Score,Name,${NAMES.toUpperCase()}\n0.5,${line(A, ',')}\n,"b 2.jpg",${line(B.slice(1), ',')}\n`,
    },
    {
      why: 'columns in any order',
      text: `Mouth Right Y,Mouth Right X,filename,left_eye_x,left_eye_y,right_eye_x,right_eye_y,nose_tip_x,nose_tip_y,mouth_left_x,mouth_left_y\n157,140,${line(A.slice(0, 9), ',')}\n10,9,${line(B.slice(0, 9), ',')}\n`,
    },
  ])('reads $why', ({ text }) => {
    expect(facts(text)).toEqual([A, B]);
  });

  test('a picture whose name is a number is told from its coordinates by the count', () => {
    expect(facts(`1 ${line(B.slice(1), ' ')}\n`)).toEqual([['1', ...B.slice(1)]]);
    expect(facts(`1 ${line(B.slice(1), ' ')} 0.5\n`)).toEqual([['1', ...B.slice(1)]]);
  });

  test('repeated lines are told of', () => {
    expect(read([A, A, A].map((e) => line(e, ' ')).join('\n')).warnings).toEqual([
      'l.txt: 2 lines repeat what was said before',
    ]);
  });

  const good = line(A, ' ');
  test.each([
    { why: 'nothing', text: '', error: 'E_LANDMARKS_EMPTY l.txt: the file names no picture' },
    { why: 'a header alone', text: `path,${NAMES}\n`, error: 'E_LANDMARKS_EMPTY l.txt:' },
    { why: 'no known grammar', text: 'hello\n', error: 'E_LANDMARKS_FORMAT l.txt:1:1: "hello" is' },
    { why: 'nine numbers', text: 'a 1 2 3 4 5 6 7 8 9\n', error: 'E_LANDMARKS_FORMAT l.txt:1:1' },
    {
      why: 'an empty first line',
      text: `\n${good}`,
      error: 'E_LANDMARKS_FORMAT l.txt:1:1: the first',
    },
    {
      why: 'an empty line between',
      text: `${good}\n\n${good}`,
      error: 'E_LANDMARKS_FIELDS l.txt:2:1: the line is empty; take it out',
    },
    {
      why: 'a number too few',
      text: `${good}\nb 1 2 3 4 5 6 7 8 9`,
      error: 'E_LANDMARKS_FIELDS l.txt:2:1: expected 11 fields, found 10',
    },
    {
      why: 'a word for a number',
      text: `${good}\nb 1 2 3 4 five 6 7 8 9 10`,
      error: 'E_LANDMARKS_NUMBER l.txt:2:11: expected a coordinate in pixels, found "five"',
    },
    {
      why: 'no number of a detector',
      text: `${good}\nb 1 2 3 4 nan 6 7 8 9 10`,
      error: 'E_LANDMARKS_NUMBER l.txt:2:11',
    },
    {
      why: 'a coordinate beyond any picture',
      text: `${good}\nb 1 2 3 4 70000 6 7 8 9 10`,
      error: 'E_LANDMARKS_NUMBER l.txt:2:11: expected a coordinate in pixels, found "70000"; none',
    },
    {
      why: 'a score that is none',
      text: `${good} 1\nb 1 2 3 4 5 6 7 8 9 10 good`,
      error: 'E_LANDMARKS_NUMBER l.txt:2:24: expected the score of the detection, found "good"',
    },
    {
      why: 'two faces of one picture',
      text: `${good}\n${line([A[0]!, ...B.slice(1)], ' ')}`,
      error: 'E_LANDMARKS_TWICE l.txt:2:1: "a/1.jpg" has other landmarks here than in line 1',
    },
    {
      why: 'a missing column',
      text: 'path,x1,y1,x2,y2,x3,y3,x4,y4,x5\n',
      error: 'E_LANDMARKS_COLUMN l.txt:1:1: of 10 coordinates no column gives y5',
    },
    {
      why: 'a column twice',
      text: `path,${NAMES},left_eye_x\n`,
      error: 'E_LANDMARKS_COLUMN l.txt:1:36: a second column "left_eye_x"',
    },
    {
      why: 'an open quote',
      text: `path,${NAMES}\n"a,1`,
      error: 'E_LANDMARKS_QUOTE l.txt:2:1: the quote does not end',
    },
    {
      why: 'an empty name',
      text: `path,${NAMES}\n,${line(B.slice(1), ',')}`,
      error: 'E_LANDMARKS_FIELDS l.txt:2:1: no picture is named',
    },
    {
      why: 'a row that is too short',
      text: `path,${NAMES}\na,1,2`,
      error: 'E_LANDMARKS_FIELDS l.txt:2:1: expected 11 fields, found 3',
    },
    { why: 'UTF-16', text: '\xff\xfe', error: 'E_TEXT_ENCODING l.txt:1:1' },
  ])('refuses $why', ({ text, error }) => {
    const bytes = Buffer.from(text, text.startsWith('\xff') ? 'latin1' : 'utf8');
    expect(() => readLandmarks([bytes], 'l.txt')).toThrow(error);
  });

  test('any text gives landmarks or an error with its place', () => {
    const word = fc.constantFrom(
      ...['a.jpg', 'b c.jpg', '1', '-2.5', '1e999', 'nan', '', ' ', '\t', '"', 'path', 'x1', ','],
      ...[NAMES, 'path,', ';', '\r\n', '\n', '\u00a0', '\ufeff', '\0', good, ` ${line(B, ' ')}`],
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(word, { maxLength: 40 }).map((words) => words.join('')),
      fc.array(word, { maxLength: 40 }).map((words) => words.join(' ')),
      fc.array(word, { maxLength: 30 }).map((words) => `path,${NAMES}\n${words.join(',')}`),
      fc.array(word, { maxLength: 30 }).map((words) => `${good}\n${words.join(' ')}`),
    );
    fc.assert(
      fc.property(text, (some) => {
        try {
          const { pictures, points, lines } = read(some);
          expect(pictures.length).toBeGreaterThan(0);
          expect(points).toHaveLength(10 * pictures.length);
          expect(lines).toHaveLength(pictures.length);
          expect(points.every((value) => Math.abs(value) <= 65_535)).toBe(true);
        } catch (error) {
          if (!(error instanceof FormatError)) throw error;
          expect(error.code).toMatch(/^E_(LANDMARKS|TEXT)_[A-Z]+$/);
          expect(error.position.file).toBe('l.txt');
          if (error.code !== 'E_LANDMARKS_EMPTY') expect(error.position.line).toBeGreaterThan(0);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('every grammar is told of', () => {
    for (const { name, summary, reference } of LANDMARKS_FORMATS) {
      expect([name, summary, reference].every((text) => text.length > 2)).toBe(true);
    }
  });
});
