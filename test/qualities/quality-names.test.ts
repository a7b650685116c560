import { describe, expect, test } from '@jest/globals';
import { parseQualities, PICTURE_QUALITIES, QUALITIES } from '../../src/qualities/index.js';

describe('what a text asks for', () => {
  test.each([
    ['magnitude', { kind: 'magnitude', name: 'magnitude' }],
    ['random', { kind: 'random', name: 'random' }],
    ['oracle', { kind: 'oracle', name: 'oracle' }],
    ['sharpness', { kind: 'pixels', name: 'sharpness', quality: PICTURE_QUALITIES[0] }],
    ['crfiqa=q.txt', { kind: 'file', name: 'crfiqa', path: 'q.txt' }],
    ['a-b_c.2=x/q.csv:score', { kind: 'file', name: 'a-b_c.2', path: 'x/q.csv', column: 'score' }],
    [
      'ofiq=q.csv:UnifiedQualityScore.scalar',
      { kind: 'file', name: 'ofiq', path: 'q.csv', column: 'UnifiedQualityScore.scalar' },
    ],
    ['q=C:\\faces\\q.csv', { kind: 'file', name: 'q', path: 'C:\\faces\\q.csv' }],
    ['q=a:b/c=d.csv', { kind: 'file', name: 'q', path: 'a:b/c=d.csv' }],
    ['q=a:b:', { kind: 'file', name: 'q', path: 'a:b' }],
  ])('%s', (text, wish) => {
    expect(parseQualities([text])).toEqual([wish]);
  });

  test('stands in the order of the texts', () => {
    const texts = ['random', 'a=f', 'jpeg', 'magnitude'];
    expect(parseQualities(texts).map(({ name }) => name)).toEqual([
      'random',
      'a',
      'jpeg',
      'magnitude',
    ]);
  });

  test('every quality of the list but the pattern of files can be asked for', () => {
    const names = QUALITIES.map(({ name }) => name).filter((name) => !name.includes('='));
    expect(parseQualities(names)).toHaveLength(QUALITIES.length - 1);
  });
});

describe('mistakes are told together, before anything is read', () => {
  test.each([
    [
      ['sharpnes', 'magnitude', 'bogus'],
      'E_QUALITY_UNKNOWN there is no quality "sharpnes" or "bogus"; did you mean sharpness? choose from magnitude, sharpness',
    ],
    [['scores.csv'], 'E_QUALITY_UNKNOWN there is no quality "scores.csv"; choose from magnitude'],
    [
      ['jpeg', 'a=x', 'jpeg', 'A=y'],
      'E_QUALITY_NAME "jpeg" is asked for twice; "a" is asked for twice',
    ],
    [
      ['1a=x', 'Random=x', 'b=', '=x'],
      'E_QUALITY_NAME "1a" is no name for a quality; the name "random" is taken; "b=" names no file; "" is no name for a quality',
    ],
    [['quality=x'], 'E_QUALITY_NAME the name "quality" is taken'],
  ])('%j', (texts, says) => {
    expect(() => parseQualities(texts)).toThrow(says);
  });
});
