import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseFlatJson } from '../../src/files/flat-json.js';
import { messageOf } from '../datasets/parsing.js';

const read = (text: string | Uint8Array) =>
  parseFlatJson(typeof text === 'string' ? new TextEncoder().encode(text) : text, 'f', 'E_X');

const values = (text: string) =>
  Object.fromEntries(Array.from(read(text), ([key, all]) => [key, all.map(({ value }) => value)]));

describe('a flat JSON object', () => {
  test('is read as JSON.parse reads it, whatever its blanks', () => {
    const scalar = fc.oneof(
      fc.string(),
      fc.double({ noNaN: true }),
      fc.boolean(),
      fc.constant(null),
    );
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.array(scalar)),
        fc.constantFrom(0, 2, '\t'),
        (object, indent) => {
          const text = JSON.stringify(object, undefined, indent);
          expect(values(text)).toEqual(JSON.parse(text));
        },
      ),
    );
  });

  test('tells where a value stands', () => {
    const text = '{\n "a": ["x",\n  "y"]}';
    expect(
      read(text)
        .get('a')!
        .map(({ at }) => text.slice(at, at + 3)),
    ).toEqual(['"x"', '"y"']);
  });

  test.each([
    ['nothing', '', 'E_X f:1:1: expected {, found the end; take the file as distributed'],
    ['an array', '[1]', 'E_X f:1:1: expected {, found "[1]"; take the file as distributed'],
    [
      'an object within',
      '{"a":{}}',
      'E_X f:1:6: expected a string or a number, found "{}}"; take the file as distributed',
    ],
    [
      'an array within',
      '{"a":[\n[1]]}',
      'E_X f:2:1: expected a string or a number, found "[1]]}"; take the file as distributed',
    ],
    [
      'no end',
      '{"a":["b"',
      'E_X f:1:10: expected a comma or ], found the end; take the file as distributed',
    ],
    ['more behind', '{} x', 'E_X f:1:4: expected the end, found "x"; take the file as distributed'],
    [
      'a leading zero',
      '{"a":[01]}',
      'E_X f:1:8: expected a comma or ], found "1]}"; take the file as distributed',
    ],
    [
      'a comma at the end',
      '{"a":[1,]}',
      'E_X f:1:9: expected a string or a number, found "]}"; take the file as distributed',
    ],
    [
      'a string without end',
      '{"a',
      'E_X f:1:2: expected a string in quotes, found "\\"a"; take the file as distributed',
    ],
    [
      'an escape that is none',
      '{"a":"\\q"}',
      'E_X f:1:6: expected a string in quotes, found "\\"\\\\q\\"}"; take the file as distributed',
    ],
  ])('is refused with %s', (_, text, message) => {
    expect(messageOf(() => read(text))).toBe(message);
  });

  test('is refused in another encoding', () => {
    expect(() => read(Uint8Array.of(0x7b, 0xff))).toThrow('E_X f: the file is no UTF-8');
  });
});
