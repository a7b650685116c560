import { describe, expect, test } from '@jest/globals';
import { parseAgedbMat } from '../../src/datasets/formats/agedb-mat.js';
import { readMat } from '../../src/files/mat-file.js';
import { matFile, type MatValue } from '../support/mat-writer.js';
import { messageOf } from './parsing.js';

const picture = (name: string): MatValue => ({ structs: [{ name: { text: name }, age: one(30) }] });
const one = (...numbers: number[]): MatValue => ({ numbers, shape: [1, numbers.length] });
const cells = (shape: readonly number[], ...values: MatValue[]): MatValue => ({
  cells: values,
  shape,
});

const read = (splits: MatValue, name = 'splits') =>
  parseAgedbMat(readMat(matFile({ [name]: splits }), 'p.mat'), 'p.mat');
const shown = (splits: MatValue) =>
  read(splits).map(
    ({ left, right, genuine, fold }) =>
      `${fold} ${genuine ? 'genuine' : 'impostor'} ${left} ${right}`,
  );

const [a1, a2, b1] = ['Ada_1_30_f_x', 'Ada_2_60_f_x', 'Ben_1_40_m_x'].map(picture) as [
  MatValue,
  MatValue,
  MatValue,
];
const pictures = cells([2, 2], a1, a2, a1, b1);
const split = (labels?: MatValue, shape = pictures): MatValue => ({
  structs: [labels === undefined ? { pairs: shape } : { pairs: shape, labels }],
});

describe("AgeDB's protocol", () => {
  const expected = [
    '0 genuine Ada_1_30_f_x Ada_2_60_f_x',
    '0 impostor Ada_1_30_f_x Ben_1_40_m_x',
    '1 genuine Ada_1_30_f_x Ada_2_60_f_x',
    '1 impostor Ada_1_30_f_x Ben_1_40_m_x',
  ];

  test.each([
    ['labels 1 and -1', split(one(1, -1))],
    ['labels 1 and 0', split(one(1, 0))],
    ['no labels: persons are told from the names', split()],
    ['cells around the structure', cells([1, 1], split(one(1, -1)))],
    ['a split that is its pictures alone', pictures],
  ])('is read with %s', (_, one) => {
    expect(shown(cells([2, 1], one, one))).toEqual(expected);
  });

  test('is read with comparisons as rows, which four pictures are not: there each column is one', () => {
    const rows = split(undefined, cells([3, 2], a1, a1, b1, a2, b1, b1));
    expect(shown(cells([1, 1], rows))).toEqual([
      '0 genuine Ada_1_30_f_x Ada_2_60_f_x',
      '0 impostor Ada_1_30_f_x Ben_1_40_m_x',
      '0 genuine Ben_1_40_m_x Ben_1_40_m_x',
    ]);
  });

  test('believes labels, not names', () => {
    expect(read(cells([1, 1], split(one(-1, 1)))).map(({ genuine }) => genuine)).toEqual([
      false,
      true,
    ]);
  });

  test.each([
    [
      'no splits',
      () => read(cells([1, 1], split()), 'other'),
      'E_AGEDB p.mat: no variable splits; there are: other; ',
    ],
    [
      'splits of numbers',
      () => read(one(1)),
      'E_AGEDB p.mat: byte 128: splits are no cell array; ',
    ],
    ['no split', () => read(cells([0, 0])), 'E_AGEDB p.mat: byte 128: splits are no cell array; '],
    [
      'a split without pictures',
      () => read(cells([1, 1], { structs: [{ labels: one(1) }] })),
      'a split without pictures; ',
    ],
    ['a split of text', () => read(cells([1, 1], { text: 'x' })), 'a split that is no structure; '],
    [
      'three pictures a comparison',
      () => read(cells([1, 1], split(undefined, cells([3, 1], a1, a2, b1)))),
      'pictures of the shape 3x1, where one side is to be 2; ',
    ],
    ['too few labels', () => read(cells([1, 1], split(one(1)))), '1 labels of 2 comparisons; '],
    ['another label', () => read(cells([1, 1], split(one(1, 2)))), 'E_LABEL p.mat: byte '],
    [
      'a picture without a name',
      () => read(cells([1, 1], split(one(1), cells([2, 1], a1, one(7))))),
      'an element that does not begin with the name of a picture; ',
    ],
    [
      'a name that climbs',
      () => read(cells([1, 1], split(one(1), cells([2, 1], a1, picture('../x'))))),
      'a path that climbs with ".."',
    ],
    [
      'nothing to compare',
      () => read(cells([1, 1], split(undefined, cells([2, 0])))),
      'splits without a comparison; ',
    ],
  ])('is refused with %s', (_, run, message) => {
    expect(messageOf(run)).toContain(message);
  });
});
