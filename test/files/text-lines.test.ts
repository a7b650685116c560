import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { linesOf } from '../../src/files/text-lines.js';
import { lines, messageOf } from '../datasets/parsing.js';

const texts = (text: string | Uint8Array, size?: number) =>
  Array.from(lines(text, size), (line) => line.text);

describe('lines', () => {
  test.each([
    ['a\nb\n', ['a', 'b'], 'the last end may be there'],
    ['a\nb', ['a', 'b'], 'or missing'],
    ['a\r\nb\r\n', ['a', 'b'], 'CRLF ends a line too'],
    ['a\r\nb\n', ['a', 'b'], 'also beside LF'],
    ['a\n\r\nb', ['a', '', 'b'], 'a blank line within the text is kept for the grammar to refuse'],
    ['a\n\n\r\n\n', ['a'], 'blank lines at the end are left out'],
    [' a\t\n \n', [' a\t', ' '], 'spaces are text'],
    ['\ufeffa\nb', ['a', 'b'], 'a byte order mark is skipped'],
    ['a\n\ufeffb', ['a', '\ufeffb'], 'only at the start'],
    ['a\u2028b\u0085c\u000bd\n', ['a\u2028b\u0085c\u000bd'], 'nothing else ends a line'],
    ['Zoë\n北京\n𝒜', ['Zoë', '北京', '𝒜'], 'UTF-8 of every length'],
    ['', [], 'an empty file has no lines'],
    ['\ufeff', [], 'nor has a mark alone'],
    ['\n\n', [], 'nor have line ends'],
  ])('%j holds %j: %s', (text, expected) => {
    expect(texts(text)).toEqual(expected);
    expect(texts(text, 1)).toEqual(expected);
  });

  test('are numbered from 1, blank ones counted', () => {
    expect([...lines('a\n\n\nb')]).toEqual([
      { number: 1, text: 'a' },
      { number: 2, text: '' },
      { number: 3, text: '' },
      { number: 4, text: 'b' },
    ]);
  });

  test('do not depend on how the bytes are cut', () => {
    const text = fc
      .array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\n', '\r\n')))
      .map((parts) => parts.join('').replaceAll('\0', ''));
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 9 }), (whole, size) => {
        const outcome = (cut: number | undefined) => {
          try {
            return texts(whole, cut);
          } catch (error) {
            return String(error);
          }
        };
        expect(outcome(size)).toEqual(outcome(undefined));
      }),
    );
  });

  test('equal a plain split wherever only LF ends lines', () => {
    const line = fc.string({ unit: 'grapheme' }).map((text) => `${text.replace(/[\r\n\0]/g, '')}.`);
    fc.assert(
      fc.property(fc.array(line), (all) => {
        expect(texts(all.join('\n'), 7)).toEqual(all);
      }),
    );
  });
});

describe('what is no text is refused', () => {
  const latin1 = (text: string) => Buffer.from(text, 'latin1');
  test.each([
    [
      'UTF-16 by its name',
      Buffer.from('\ufeffa', 'utf16le'),
      'E_TEXT_ENCODING file.txt:1:1: the file is UTF-16; save it as UTF-8',
    ],
    [
      'in either order',
      latin1('\xfe\xff\x00a'),
      'E_TEXT_ENCODING file.txt:1:1: the file is UTF-16; save it as UTF-8',
    ],
    [
      'Latin-1, with the column in characters and the offset in bytes',
      latin1('Ada\nZo\xc3\xabZo\xeb\t1'),
      'E_TEXT_ENCODING file.txt:2:6: byte 0xeb at offset 10 is not UTF-8; save the file as UTF-8',
    ],
    [
      'a character cut short by the end',
      latin1('a\n\xe5\x8c'),
      'E_TEXT_ENCODING file.txt:2:1: byte 0xe5 at offset 2 is not UTF-8; save the file as UTF-8',
    ],
    [
      'a surrogate',
      latin1('\xed\xa0\x80'),
      'E_TEXT_ENCODING file.txt:1:1: byte 0xed at offset 0 is not UTF-8; save the file as UTF-8',
    ],
    [
      'an overlong slash',
      latin1('\xc0\xaf'),
      'E_TEXT_ENCODING file.txt:1:1: byte 0xc0 at offset 0 is not UTF-8; save the file as UTF-8',
    ],
    [
      'NUL, at which other programs end a name',
      latin1('good\nba\0d'),
      'E_TEXT_NUL file.txt:2:3: a NUL byte; check that this is a text in UTF-8',
    ],
    [
      'CR within a line',
      latin1('a\rb\nc'),
      'E_TEXT_CR file.txt:1:2: a carriage return without LF; end lines with LF or CRLF',
    ],
    [
      'CR at the end',
      latin1('a\nb\r'),
      'E_TEXT_CR file.txt:2:2: a carriage return without LF; end lines with LF or CRLF',
    ],
    [
      'CR twice',
      latin1('a\r\r\n'),
      'E_TEXT_CR file.txt:1:2: a carriage return without LF; end lines with LF or CRLF',
    ],
    [
      'a line without end',
      latin1(`a\n${'x'.repeat(65_537)}`),
      'E_TEXT_LONG file.txt:2: the line is longer than 65536 bytes; check that this is the right file',
    ],
    [
      'or with a late one',
      latin1(`${'x'.repeat(65_537)}\na`),
      'E_TEXT_LONG file.txt:1: the line is longer than 65536 bytes; check that this is the right file',
    ],
  ])('%s', (_, bytes, message) => {
    expect(messageOf(() => texts(bytes))).toBe(message);
    if (bytes.length < 100) expect(messageOf(() => texts(bytes, 1))).toBe(message);
  });

  test('a line of just 64 KiB, its CR counted, is none too long', () => {
    expect(texts(`${'x'.repeat(65_536)}\n`, 1000)).toHaveLength(1);
    expect(texts(`${'x'.repeat(65_535)}\r\n`)).toHaveLength(1);
  });

  test('without end is given up after the limit, not after the end', () => {
    let given = 0;
    function* endless() {
      for (;;) {
        given++;
        yield Buffer.alloc(1024, 'x');
      }
    }
    expect(messageOf(() => [...linesOf(endless(), 'file.txt')])).toMatch(/^E_TEXT_LONG/);
    expect(given).toBeLessThan(70);
  });
});
