import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parsePictureTable } from '../../src/datasets/formats/picture-table.js';
import { UserError } from '../../src/errors.js';
import { lines, messageOf } from './parsing.js';

const parse = (text: string | Uint8Array) => [...parsePictureTable(lines(text), 'file.txt')];
const plain = (text: string) =>
  parse(text).map(({ path, identity, group, quality, fold }) => ({
    path,
    identity,
    group,
    quality,
    fold,
  }));

describe('a table of pictures', () => {
  test.each([
    {
      why: 'columns in any order, others passed over',
      text: 'age,Identity,PATH\n7,Ann,a/1.jpg\n8,Ann,a/2.jpg\n',
      expected: [
        { path: 'a/1.jpg', identity: 'Ann' },
        { path: 'a/2.jpg', identity: 'Ann' },
      ],
    },
    {
      why: 'every column, between semicolons',
      text: 'path;identity;group;quality;fold\na.jpg;Ann;x;-1.5e1;3\n',
      expected: [{ path: 'a.jpg', identity: 'Ann', group: 'x', quality: -15, fold: 3 }],
    },
    {
      why: 'quotes',
      text: 'path,identity\n"a,b.jpg","the ""one"""\n',
      expected: [{ path: 'a,b.jpg', identity: 'the "one"' }],
    },
    {
      why: 'a person called as a property of objects',
      text: 'path\tidentity\na.jpg\t__proto__\n',
      expected: [{ path: 'a.jpg', identity: '__proto__' }],
    },
  ])('is read: $why', ({ text, expected }) => {
    expect(plain(text)).toEqual(expected);
  });

  test.each([
    ['no header', 'a.jpg,Ann\n', 'E_PICTURE_TABLE file.txt:1:1: no column is called path'],
    ['no person', 'path,group\n', 'E_PICTURE_TABLE file.txt:1:1: no column is called identity'],
    ['no picture', 'path,identity\n', 'E_PICTURE_TABLE file.txt:1: the table names no picture'],
    ['nothing', '', 'E_PICTURE_TABLE file.txt:1: the table names no picture'],
    [
      'two of a column',
      'path,identity,Path\n',
      'E_PICTURE_TABLE file.txt:1:15: a second column path',
    ],
    [
      'a field too few',
      'path,identity\na.jpg\n',
      'E_PICTURE_TABLE file.txt:2:1: expected 2 fields, as the header has, found 1 in "a.jpg"',
    ],
    [
      'a picture twice',
      'path,identity\na.jpg,A\nb.jpg,A\na.jpg,B\n',
      'E_PICTURE_TABLE file.txt:4:1: "a.jpg" stands here and in line 2',
    ],
    [
      'a person in two groups',
      'path,identity,group\na.jpg,A,x\nb.jpg,A,y\n',
      'E_PICTURE_TABLE file.txt:3:1: "A" is of group y here and of x in line 2',
    ],
    [
      'a person in two folds',
      'fold,path,identity\n1,a.jpg,A\n2,b.jpg,A\n',
      'E_PICTURE_TABLE file.txt:3:3: "A" is of fold 2 here and of 1 in line 2',
    ],
    [
      'a quality that is none',
      'path,identity,quality\na.jpg,A,0x1\n',
      'E_PICTURE_TABLE file.txt:2:9: "0x1" is no quality',
    ],
    ['a quality without end', 'path,identity,quality\na.jpg,A,1e999\n', 'is no quality'],
    ['a nameless person', 'path,identity\na.jpg,\n', 'E_PICTURE_TABLE file.txt:2:7: an empty name'],
    [
      'a way out',
      'path,identity\n../a.jpg,A\n',
      'E_PATH_TRAVERSAL file.txt:2:1: a path that climbs',
    ],
    [
      'a fold with a sign',
      'path,identity,fold\na,A,-1\n',
      'E_NUMBER file.txt:2:5: expected a fold',
    ],
    ['an open quote', 'path,identity\n"a.jpg,A\n', 'file.txt:2:1: the quote does not end'],
  ])('is refused: %s', (_, text, message) => {
    expect(messageOf(() => parse(text))).toContain(message);
  });

  test('of any bytes is read or refused with a place', () => {
    const piece = fc.constantFrom(
      ...['path', 'identity', 'quality', 'fold', 'group', ',', '\t', ';', '"', '\n', '\r\n'],
      ...['a.jpg', 'A', '1', '-', '..', '/', '\0', '\ufeff', 'é'],
    );
    const text = fc.array(piece, { maxLength: 30 }).map((parts) => parts.join(''));
    const bytes = fc.uint8Array({ maxLength: 40 });
    const headed = text.map((rest) => `path,identity\n${rest}`);
    fc.assert(
      fc.property(fc.oneof(text, headed, bytes), (input) => {
        try {
          parse(input);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
          expect((error as UserError).message).toMatch(/^E_[A-Z_]+ file\.txt(:\d+)*: /);
        }
      }),
      { numRuns: 500 },
    );
  });
});
