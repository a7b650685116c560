import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  MAGFACE_LIST,
  OWN_LIST,
  parsePairList,
  type PairListGrammar,
} from '../../src/datasets/formats/pair-list.js';
import { lines, messageOf } from './parsing.js';

const parse = (text: string, grammar: PairListGrammar = OWN_LIST) =>
  Array.from(parsePairList(lines(text), 'pair.list', grammar), (pair) => ({
    ...pair,
    left: pair.left.text,
    right: pair.right.text,
  }));

const NAMES = { '\t': 'tabs', ',': 'commas', ' ': 'single spaces' } as const;
const SEPARATORS = fc.constantFrom(...(Object.keys(NAMES) as (keyof typeof NAMES)[]));

describe('a list of pairs', () => {
  test.each([
    ['a.jpg b.jpg 1', 'single spaces'],
    ['a.jpg\tb.jpg\t1', 'tabs'],
    ['a.jpg,b.jpg,1', 'commas'],
  ])('%j is separated by %s', (text) => {
    expect(parse(text)).toEqual([{ line: 1, left: 'a.jpg', right: 'b.jpg', genuine: true }]);
  });

  test('may have names with spaces between tabs or commas, and with commas between tabs', () => {
    expect(parse('Al Pacino.jpg,b.jpg,0')[0]?.left).toBe('Al Pacino.jpg');
    expect(parse('Pacino, Al.jpg\tb.jpg\t0')[0]?.left).toBe('Pacino, Al.jpg');
  });

  test.each([
    ['1', true],
    ['genuine', true],
    ['same', true],
    ['true', true],
    ['True', true],
    ['0', false],
    ['-1', false],
    ['impostor', false],
    ['diff', false],
    ['different', false],
    ['FALSE', false],
  ])('may call a comparison %s', (label, genuine) => {
    expect(parse(`a b ${label}`)[0]?.genuine).toBe(genuine);
  });

  test('may begin with a header, known by its third field', () => {
    const body = 'left/1.jpg,right/1.jpg,1';
    expect(parse(`left,right,label\n${body}`)).toEqual([{ ...parse(body)[0]!, line: 2 }]);
    expect(parse(`a,b,Label,fold\n${body},3`)[0]?.fold).toBe(3);
  });

  test('reads back whatever is printed', () => {
    const path = fc.stringMatching(/^[A-Za-z0-9_./-]{1,12}$/);
    const pair = fc.record({
      left: path,
      right: path,
      genuine: fc.boolean(),
      fold: fc.integer({ min: 0, max: 999_999_999 }),
    });
    fc.assert(
      fc.property(
        fc.array(pair, { minLength: 1 }),
        SEPARATORS,
        fc.boolean(),
        fc.constantFrom(['1', '0'], ['genuine', 'impostor'], ['same', 'diff']),
        (pairs, separator, folds, [yes, no]) => {
          const text = pairs.map(({ left, right, genuine, fold }) =>
            [left, right, genuine ? yes : no, ...(folds ? [fold] : [])].join(separator),
          );
          const expected = pairs.map(({ fold, ...rest }, index) => ({
            line: index + 1,
            ...rest,
            ...(folds ? { fold } : {}),
          }));
          expect(parse(text.join('\n'))).toEqual(expected);
        },
      ),
    );
  });

  test.each([
    [
      'an empty list',
      '',
      'E_PAIR_LIST pair.list:1: the list holds no comparison; add lines PATH PATH LABEL',
    ],
    [
      'a header alone',
      'left right label',
      'E_PAIR_LIST pair.list:1: the list holds no comparison; add lines PATH PATH LABEL',
    ],
    [
      'another separator further down',
      'a b 1\nc\td\t0',
      'E_PAIR_LIST pair.list:2:1: expected 3 fields between single spaces, PATH PATH LABEL, found 1 in "c\\td\\t0"; give every line the same fields and separators',
    ],
    [
      'two spaces',
      'a b 1\nc  d 0',
      'E_PAIR_LIST pair.list:2:1: expected 3 fields between single spaces, PATH PATH LABEL, found 4 in "c  d 0"; give every line the same fields and separators',
    ],
    [
      'a fold on some lines only',
      'a b 1 0\nc d 0',
      'E_PAIR_LIST pair.list:2:1: expected 4 fields between single spaces, PATH PATH LABEL FOLD, found 3 in "c d 0"; give every line the same fields and separators',
    ],
    [
      'a fifth column',
      'a,b,1,0,9',
      'E_PAIR_LIST pair.list:1:1: expected 3 fields between commas, PATH PATH LABEL, found 5 in "a,b,1,0,9"; give every line the same fields and separators',
    ],
    [
      'a blank line within',
      'a b 1\n\nc d 0',
      'E_PAIR_LIST pair.list:2:1: expected 3 fields between single spaces, PATH PATH LABEL, found 1 in ""; give every line the same fields and separators',
    ],
    [
      'quoted fields, which would hide separators',
      '"a.jpg",b.jpg,1',
      'E_PAIR_LIST pair.list:1:1: a field in quotes, "\\"a.jpg\\""; write fields without quotes',
    ],
    [
      'an unknown label',
      'a b 1\nc d 2',
      'E_LABEL pair.list:2:5: "2" is no label; write one of 1, genuine, same, true, 0, -1, impostor, diff, different, false',
    ],
    [
      'a label that every object has',
      'a b __proto__',
      'E_LABEL pair.list:1:5: "__proto__" is no label; write one of 1, genuine, same, true, 0, -1, impostor, diff, different, false',
    ],
    [
      'a fold that is no number',
      'a b 1 x',
      'E_NUMBER pair.list:1:7: expected a fold, a whole number from 0, found "x"; write plain digits',
    ],
  ])('is refused with %s', (_, text, message) => {
    expect(messageOf(() => parse(text))).toBe(message);
  });

  test('shows the beginning of a long line', () => {
    expect(messageOf(() => parse(`a b 1\n${'x'.repeat(5000)}`))).toContain(
      `found 1 in "${'x'.repeat(80)}..."; give`,
    );
  });
});

describe("MagFace's list", () => {
  test.each([
    [
      'words for labels',
      'a b same',
      'E_LABEL pair.list:1:5: "same" is no label; write one of 1, 0',
    ],
    [
      'folds, since its last field is the label',
      'a b 1 0',
      'E_PAIR_LIST pair.list:1:1: expected 3 fields between single spaces, PATH PATH LABEL, found 4 in "a b 1 0"; give every line the same fields and separators',
    ],
    ['a header', 'a b label', 'E_LABEL pair.list:1:5: "label" is no label; write one of 1, 0'],
  ])('has no %s', (_, text, message) => {
    expect(messageOf(() => parse(text, MAGFACE_LIST))).toBe(message);
  });
});
