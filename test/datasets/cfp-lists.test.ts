import { describe, expect, test } from '@jest/globals';
import { parseCfpList, parseCfpSplit } from '../../src/datasets/formats/cfp-lists.js';
import { lines, messageOf } from './parsing.js';

const list = (text: string) => parseCfpList(lines(text), 'Pair_list_F.txt');

const F = list('1 ../Data/Images/001/frontal/01.jpg\n2 ../Data/Images/002/frontal/01.jpg\n');
const P = list('1 ../Data/Images/001/profile/01.jpg\n2 ../Data/Images/001/profile/02.jpg\n');
const split = (text: string, same: boolean) => [...parseCfpSplit(lines(text), 'x.txt', same, F, P)];

describe("CFP's lists of pictures", () => {
  test('give each number its path below Data/Images and its person', () => {
    expect(F).toEqual([
      { path: '001/frontal/01.jpg', person: '001' },
      { path: '002/frontal/01.jpg', person: '002' },
    ]);
    expect(list('1 ../Data/Images/001/frontal/01.jpg \r\n')).toEqual(F.slice(0, 1));
  });

  test.each([
    ['nothing', '', 'E_CFP_LIST Pair_list_F.txt:1: the list is empty; '],
    [
      'a number left out',
      '1 ../Data/Images/001/frontal/01.jpg\n3 ../Data/Images/001/frontal/03.jpg',
      'E_CFP_LIST Pair_list_F.txt:2:1: picture 3, where 2 comes next; ',
    ],
    [
      'another number of fields',
      '1 ../Data/Images/001/frontal/01.jpg 1',
      'E_CFP_LIST Pair_list_F.txt:1:1: expected NUMBER PATH, found "1 ../Data',
    ],
    [
      'a path elsewhere',
      '1 Images/001/frontal/01.jpg',
      'E_CFP_LIST Pair_list_F.txt:1:3: expected a path below ../Data/Images/, found "Images/001/frontal/01.jpg"; ',
    ],
    [
      'a path that climbs out again',
      '1 ../Data/Images/001/../../x',
      'E_PATH_TRAVERSAL Pair_list_F.txt:1:18: a path that climbs with "..", ',
    ],
    [
      'a path too short',
      '1 ../Data/Images/001/01.jpg',
      'E_CFP_LIST Pair_list_F.txt:1:18: expected PERSON/POSE/PICTURE, found "001/01.jpg"; ',
    ],
  ])('are refused with %s', (_, text, message) => {
    expect(messageOf(() => list(text))).toContain(message);
  });
});

describe("CFP's splits", () => {
  test('count the left pictures in one list and the right ones in the other, from 1', () => {
    expect(split('1,2\r\n', true)).toEqual([{ line: 1, left: F[0], right: P[1] }]);
    expect(split('2,1', false)).toEqual([{ line: 1, left: F[1], right: P[0] }]);
  });

  test.each([
    [
      'a number beyond the list',
      '1,3',
      true,
      'E_CFP_PAIRS x.txt:1:3: picture 3, where the list has 2; ',
    ],
    [
      'a number 0',
      '1,1\n0,1',
      true,
      "E_NUMBER x.txt:2:1: expected a picture's number, a whole number from 1, ",
    ],
    ['one number', '1', true, 'E_CFP_PAIRS x.txt:1:1: expected I,J, found "1"; '],
    [
      'two persons among the same',
      '2,1',
      true,
      'E_CFP_PAIRS x.txt:1:1: a comparison of persons 002 and 001 among the same; ',
    ],
    [
      'one person among the different',
      '1,1',
      false,
      'E_CFP_PAIRS x.txt:1:1: a comparison of persons 001 and 001 among the different; ',
    ],
  ])('are refused with %s', (_, text, same, message) => {
    expect(messageOf(() => split(text, same))).toContain(message);
  });
});
