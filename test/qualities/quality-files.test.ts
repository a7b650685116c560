import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FormatError } from '../../src/errors.js';
import { QUALITY_FORMATS, readQualities, readQualityFile } from '../../src/qualities/index.js';

function read(text: string, column?: string) {
  return readQualities([Buffer.from(text)], 'q.txt', column);
}

/** The pairs of picture and quality in a text. */
function pairs(text: string, column?: string) {
  const { pictures, values } = read(text, column);
  return pictures.map((picture, i) => [picture, values[i]]);
}

const A = 'a/1.jpg';
const B = 'b/2.jpg';

describe('the grammars', () => {
  test.each([
    { why: 'a CSV', text: 'path,quality\na/1.jpg,0.5\nb/2.jpg,-1e-2\n' },
    {
      why: 'columns in any order and case, others passed over',
      text: 'Score,x,File\n.5,,a/1.jpg\n-.01,9,b/2.jpg\n',
    },
    {
      why: 'semicolons, as OFIQ writes',
      text: 'Filename;UnifiedQualityScore;Sharpness;UnifiedQualityScore.scalar\na/1.jpg;0.5;3;50\nb/2.jpg;-0.01;4;-1',
    },
    { why: 'tabs and CRLF', text: 'image\tvalue\r\na/1.jpg\t0.5\r\nb/2.jpg\t-0.01\r\n' },
    { why: 'quotes', text: '"name","quality"\n"a/1.jpg","0.5"\nb/2.jpg,-0.01\n' },
    {
      why: 'blanks behind commas',
      text: 'image_path, quality score\na/1.jpg, 0.5\nb/2.jpg, -0.01\n',
    },
    {
      why: 'one column beside the picture, whatever its name',
      text: 'id,crfiqa\na/1.jpg,0.5\nb/2.jpg,-0.01\n',
    },
    { why: 'a byte order mark', text: '\ufeffpath,quality\na/1.jpg,0.5\nb/2.jpg,-0.01\n' },
    {
      why: 'a column by name',
      text: 'path,score,quality\na/1.jpg,7,0.5\nb/2.jpg,8,-0.01\n',
      column: 'Quality',
    },
    { why: 'a list of CR-FIQA or SER-FIQ', text: 'a/1.jpg 0.5\nb/2.jpg -0.01\n' },
    { why: 'many blanks and tabs', text: '  a/1.jpg \t 0.5  \nb/2.jpg\t-0.01' },
    { why: 'a list with a header', text: 'path score\na/1.jpg 0.5\nb/2.jpg -0.01\n' },
    { why: 'a list that was appended to', text: 'a/1.jpg 0.5\nb/2.jpg -0.01\na/1.jpg 0.50\n' },
  ])('reads $why', ({ text, column }) => {
    expect(pairs(text, column)).toEqual([
      [A, 0.5],
      [B, -0.01],
    ]);
  });

  test.each([
    { why: 'blanks', text: 'ID Num Score\nAda_A 1 0.25\nBen_B 12 1\n' },
    { why: 'tabs', text: 'ID\tNum\tScore\nAda_A\t1\t0.25\nBen_B\t12\t1.0\n' },
    { why: 'commas', text: 'id,num,score\nAda_A,1,0.25\nBen_B,12,1\n' },
  ])('makes the pictures of LFW from the numbers of XQLFW, between $why', ({ text }) => {
    expect(pairs(text)).toEqual([
      ['Ada_A/Ada_A_0001.jpg', 0.25],
      ['Ben_B/Ben_B_0012.jpg', 1],
    ]);
  });

  test('a path of a list may hold blanks', () => {
    expect(pairs('my faces/a 1.jpg 0.5\nx 1\n')).toEqual([
      ['my faces/a 1.jpg', 0.5],
      ['x', 1],
    ]);
  });

  test('quotes inside quotes are one', () => {
    expect(pairs('name,quality\n"a ""b"", c.jpg",1\n')).toEqual([['a "b", c.jpg', 1]]);
  });

  test('repeated lines are told', () => {
    expect(read('a 1\nb 2\na 1.0\n').warnings).toEqual([
      'q.txt: 1 lines repeat what was said before',
    ]);
  });

  test('the column that names pictures is told where there are several', () => {
    const { pictures, warnings } = read('id,filename,quality\n0,a/1.jpg,0.5\n');
    expect(pictures).toEqual([A]);
    expect(warnings).toEqual(['q.txt: pictures are told by the column "filename"']);
  });

  test('each has a record', () => {
    expect(QUALITY_FORMATS.map(({ name }) => name)).toEqual(['xqlfw', 'csv', 'list']);
  });
});

describe('what is wrong is said with its place', () => {
  test.each([
    ['', 'E_QUALITY_EMPTY q.txt: the file names no picture'],
    ['path,quality\n', 'E_QUALITY_EMPTY q.txt: the file names no picture'],
    ['\na 1\n', 'E_QUALITY_FORMAT q.txt:1:1: the first line is empty'],
    ['a.jpg\nb.jpg\n', 'E_QUALITY_FORMAT q.txt:1:1: "a.jpg" is neither'],
    ['a.jpg,0.5\n', 'E_QUALITY_FORMAT q.txt:1:1: "a.jpg,0.5" is neither'],
    [
      '171707 187569 0 1.79\n',
      'E_QUALITY_FORMAT q.txt:1:1: "171707 187569 0 1.79" is a comparison',
    ],
    ['\x80\x03}q', 'E_QUALITY_FORMAT q.txt: the file is a Python pickle'],
    [
      'path,quality,score\na,1,2\n',
      'E_QUALITY_COLUMN q.txt:1:14: several columns are qualities; name one with NAME=FILE:COLUMN, from "quality", "score"',
    ],
    ['path,yaw,roll\na,1,2\n', 'E_QUALITY_COLUMN q.txt:1:1: no column is known to be the quality'],
    ['path,path,score\na,b,2\n', 'E_QUALITY_COLUMN q.txt:1:6: a second column "path"'],
    ['path,quality\na\n', 'E_QUALITY_FIELDS q.txt:2:1: expected 2 fields, found 1 in "a"'],
    ['path,quality\n\na,1\n', 'E_QUALITY_FIELDS q.txt:2:1: the line is empty'],
    ['path,quality\n,1\n', 'E_QUALITY_FIELDS q.txt:2:1: no picture is named'],
    ['a 1\n\nb 2\n', 'E_QUALITY_FIELDS q.txt:2:1: the line is empty'],
    ['a 1\nb\n', 'E_QUALITY_FIELDS q.txt:2:1: expected 2 fields, found 1'],
    [
      'a 1\nb nan\n',
      'E_QUALITY_NUMBER q.txt:2:3: expected a quality, a finite number, found "nan"; leave out',
    ],
    ['a 1\nb -inf\n', 'E_QUALITY_NUMBER q.txt:2:3'],
    ['a 1\nb 1e999\n', 'E_QUALITY_NUMBER q.txt:2:3'],
    [
      'a 1\nb 0,5\n',
      'E_QUALITY_NUMBER q.txt:2:3: expected a quality, a finite number, found "0,5"; write digits',
    ],
    ['a 1\nb 0x1\n', 'E_QUALITY_NUMBER q.txt:2:3'],
    ['path,quality\na,\n', 'E_QUALITY_NUMBER q.txt:2:3'],
    [
      'a 1\nbb 2\na 1.5\n',
      'E_QUALITY_TWICE q.txt:3:1: "a" has the quality 1.5 here and 1 in line 1',
    ],
    ['path,quality\n"a,1\n', 'E_QUALITY_QUOTE q.txt:2:1: the quote does not end'],
    ['path,quality\n"a"b,1\n', 'E_QUALITY_QUOTE q.txt:2:1: the quote ends before its field'],
    [
      'ID Num Score\nAda 01 0.5\n',
      'E_QUALITY_NUMBER q.txt:2:5: expected the number of a picture, found "01"',
    ],
    ['ID Num Score\nAda 1\n', 'E_QUALITY_FIELDS q.txt:2:1: expected 3 fields, found 2'],
    ['a 1\rb 2', 'E_TEXT_CR q.txt:1:4'],
  ])('%j', (text, says) => {
    // A pickle is no UTF-8: its bytes are meant.
    const bytes = text.startsWith('\x80') ? Buffer.from(text, 'latin1') : Buffer.from(text);
    expect(() => readQualities([bytes], 'q.txt')).toThrow(says);
  });

  test('of a column that is not there', () => {
    expect(() => read('path,a,b\nx,1,2\n', 'c')).toThrow(
      'E_QUALITY_COLUMN q.txt:1:1: there is no column "c"; choose from "a", "b"',
    );
    expect(() => read('x 1\n', 'c')).toThrow('E_QUALITY_COLUMN q.txt:1:1: there is no column "c"');
  });

  test('of a file that is not there', () => {
    expect(() => readQualityFile('/nowhere/q.txt')).toThrow('E_FILE_MISSING');
  });
});

const piece = fc.oneof(
  fc.constantFrom(
    ...[
      'path',
      'quality',
      'score',
      'ID',
      'Num',
      'Score',
      'a/1.jpg',
      '0.5',
      'nan',
      '1e9',
      '"',
      '""',
    ],
    ...[',', ';', '\t', ' ', '\n', '\r\n', '\n\n', '.', '\x80\x04', '\0', '\u2028', '\ufeff', '='],
  ),
  fc.string({ maxLength: 6, unit: 'binary' }),
);

test('any text gives finite qualities of distinct pictures, or an error with the file in it', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 24 }), fc.option(piece), (parts, column) => {
      const text = parts.join('');
      try {
        const { pictures, values, lines } = read(text, column ?? undefined);
        expect(new Set(pictures).size).toBe(pictures.length);
        expect([values.length, lines.length]).toEqual([pictures.length, pictures.length]);
        expect(values.every((value) => Number.isFinite(value))).toBe(true);
        expect(pictures.length).toBeGreaterThan(0);
      } catch (error) {
        expect(error).toBeInstanceOf(FormatError);
        expect(String(error)).toMatch(/E_(QUALITY|TEXT)_[A-Z]+ q\.txt/);
      }
    }),
    { numRuns: 3000 },
  );
});

test('any bytes give the same in any cut, or are refused in any', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 12 }), { maxLength: 6 }), (chunks) => {
      const attempt = (cut: readonly Uint8Array[]) => {
        try {
          return JSON.stringify(readQualities(cut, 'q.txt').pictures);
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
          // Of several mistakes the cut may decide which is met first.
          return 'refused';
        }
      };
      expect(attempt(chunks)).toBe(attempt([Buffer.concat(chunks)]));
    }),
    { numRuns: 1000 },
  );
});

test('what is written as a CSV or a list is read back', () => {
  const name = fc.stringMatching(/^[A-Za-z0-9_.-]{1,8}(\/[A-Za-z0-9_.-]{1,8}){0,3}$/);
  const values = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(name, values), { selector: ([one]) => one, minLength: 1 }),
      (rows) => {
        const expected = rows.map(([one, value]) => [one, value === 0 ? expect.closeTo(0) : value]);
        const csv = ['quality,path', ...rows.map(([one, value]) => `${value},${one}`)].join('\n');
        expect(pairs(csv)).toEqual(expected);
        expect(pairs(rows.map(([one, value]) => `${one} ${value}\n`).join(''))).toEqual(expected);
      },
    ),
  );
});

test('lines of blanks take no longer than others', () => {
  // A pattern that tries every cut of 60,000 blanks would take minutes.
  const blanks = ' '.repeat(60_000);
  expect(() => read(`a 1\n${blanks}\nb 2\n`)).toThrow('E_QUALITY_FIELDS');
  expect(pairs(`a${blanks}1\n`)).toEqual([['a', 1]]);
  expect(() => read(`path,quality\n${blanks}\n`)).toThrow('E_QUALITY_FIELDS');
  expect(() => read(blanks)).toThrow('E_QUALITY_FORMAT');
});
