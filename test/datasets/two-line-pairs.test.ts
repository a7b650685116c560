import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  parseLabelledPairs,
  parsePersonPairs,
  type TwoLinePair,
} from '../../src/datasets/formats/two-line-pairs.js';
import { lines, messageOf } from './parsing.js';

const labelled = (text: string) => [...parseLabelledPairs(lines(text), 'pairs_CPLFW.txt')];
const ofPersons = (text: string) => [...parsePersonPairs(lines(text), 'pair_SLLFW.txt')];

const shown = ({ line, left, right, genuine }: TwoLinePair) =>
  `${line} ${genuine ? 'genuine' : 'impostor'} ${left} ${right}`;

describe("CALFW's and CPLFW's lists", () => {
  test.each([
    ['1 is genuine, 0 is not', 'a_1.jpg 1\na_2.jpg 1\na_1.jpg 0\nb_1.jpg 0\n'],
    ['any label but 0 is genuine', 'a_1.jpg 10\na_2.jpg 10\na_1.jpg 0\nb_1.jpg 0\n'],
    ['ends may be CRLF', 'a_1.jpg 1\r\na_2.jpg 1\r\na_1.jpg 0\r\nb_1.jpg 0\r\n'],
    ['blanks may be many, or tabs', 'a_1.jpg  1 \na_2.jpg\t1\na_1.jpg 0\nb_1.jpg 0'],
  ])('%s', (_, text) => {
    expect(labelled(text).map(shown)).toEqual([
      '1 genuine a_1.jpg a_2.jpg',
      '3 impostor a_1.jpg b_1.jpg',
    ]);
  });

  test('may have been given a header, which moves the lines', () => {
    expect(labelled('name same_person\na 1\nb 1\n').map(shown)).toEqual(['2 genuine a b']);
  });

  test.each([
    ['nothing', '', ':1: the list holds no comparison; fetch the file again'],
    [
      'a header alone',
      'name same_person\n',
      ':1: the list holds no comparison; fetch the file again',
    ],
    [
      'an odd number of pictures',
      'a 1\nb 1\nc 0\n',
      ':3: the last picture has none to be compared with; fetch the file again',
    ],
    [
      'two labels',
      'a 1\nb  0\n',
      ':2:4: the label 0, where the line before has 1; give both pictures of a comparison one label',
    ],
    [
      'no label',
      'a 1\nb\n',
      ':2:1: expected PICTURE LABEL, found "b"; use the file as distributed',
    ],
    [
      'a header further down',
      'a 1\nb 1\nname same_person\n',
      'E_NUMBER pairs_CPLFW.txt:3:6: expected a label, a whole number from 0, found "same_person"; write plain digits',
    ],
    [
      'a negative label',
      'a -1\nb -1\n',
      'E_NUMBER pairs_CPLFW.txt:1:3: expected a label, a whole number from 0, found "-1"; write plain digits',
    ],
    [
      'a path that climbs',
      'a 1\n../b 1\n',
      'E_PATH_TRAVERSAL pairs_CPLFW.txt:2:1: a path that climbs with "..", "../b"; write paths below the folder of the pictures, with forward slashes',
    ],
  ])('are refused with %s', (_, text, message) => {
    const whole = message.startsWith('E_') ? message : `E_PAIR_LINES pairs_CPLFW.txt${message}`;
    expect(messageOf(() => labelled(text))).toBe(whole);
  });

  test('are read back, whatever is written', () => {
    const picture = fc.stringMatching(/^[A-Za-z_]{1,9}_[0-9]{1,4}\.jpg$/);
    const pair = fc.record({ left: picture, right: picture, label: fc.nat({ max: 10 }) });
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1 }), fc.constantFrom('\n', '\r\n'), (pairs, end) => {
        const text = pairs.flatMap(({ left, right, label }) => [
          `${left} ${label}`,
          `${right} ${label}`,
        ]);
        expect(labelled(text.join(end))).toEqual(
          pairs.map(({ left, right, label }, k) => {
            return { line: 2 * k + 1, left, right, genuine: label > 0 };
          }),
        );
      }),
      { numRuns: 100 },
    );
  });
});

describe("SLLFW's list", () => {
  test('is genuine where both lines name one person', () => {
    const text = 'Ada/Ada_0001.jpg\nAda/Ada_0002.jpg\nAda/Ada_0001.jpg\nMary/Mary_0001.jpg\n';
    expect(ofPersons(text).map(shown)).toEqual([
      '1 genuine Ada/Ada_0001.jpg Ada/Ada_0002.jpg',
      '3 impostor Ada/Ada_0001.jpg Mary/Mary_0001.jpg',
    ]);
    expect(ofPersons(text.replaceAll('\n', ' \r\n'))).toEqual(ofPersons(text));
  });

  test.each([
    [
      'nothing',
      '',
      'E_PAIR_LINES pair_SLLFW.txt:1: the list holds no comparison; fetch the file again',
    ],
    [
      'a picture without a person',
      'Ada_0001.jpg\n',
      'E_PAIR_LINES pair_SLLFW.txt:1:1: expected PERSON/PICTURE, found "Ada_0001.jpg"; use the file as distributed',
    ],
    [
      'an odd number of pictures',
      'A/1.jpg\nA/2.jpg\nB/1.jpg',
      'E_PAIR_LINES pair_SLLFW.txt:3: the last picture has none to be compared with; fetch the file again',
    ],
    [
      'a blank line',
      'A/1.jpg\n\nA/2.jpg',
      'E_PATH_TRAVERSAL pair_SLLFW.txt:2:1: an empty path, ""; write paths below the folder of the pictures, with forward slashes',
    ],
  ])('is refused with %s', (_, text, message) => {
    expect(messageOf(() => ofPersons(text))).toBe(message);
  });
});
