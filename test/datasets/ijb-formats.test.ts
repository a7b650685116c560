import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseIjbDetector } from '../../src/datasets/formats/ijb-detector.js';
import { parseIjbMedia } from '../../src/datasets/formats/ijb-media.js';
import { parseIjbMatches, parseIjbPairs } from '../../src/datasets/formats/ijb-pairs.js';
import { parseIjbSubjects } from '../../src/datasets/formats/ijb-subjects.js';
import { NameTable } from '../../src/files/name-table.js';
import { UserError } from '../../src/errors.js';
import { messageOf } from './parsing.js';

const TEMPLATES = new Map([
  [1, 0],
  [11065, 1],
  [0, 2],
]);
const PICTURES = tableOf(['1.jpg', '2.jpg']);
const NUMBER = 'the number of a template, 0 to 4294967295';
const POINTS = '30 40 70 40 50 60 35 80 65.5 -8e1';

function tableOf(names: readonly string[]): NameTable {
  const table = new NameTable();
  for (const name of names) {
    const bytes = Buffer.from(name);
    table.numberOf(bytes, 0, bytes.length);
  }
  return table;
}

function chunks(text: string | Uint8Array, size = 1 << 16): Uint8Array[] {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const cut: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) cut.push(bytes.subarray(at, at + size));
  return cut;
}

/** So many lines that what follows is read as the rest of a long file. */
const USUAL = 1000;
const behindUsual = (text: string, line: string) => `${line}\n`.repeat(USUAL) + text;
/** The message of a fault that stands so many lines further down. */
const furtherDown = (message: string) =>
  message.replace(/(?<= f:|line )\d+/g, (line) => String(Number(line) + USUAL));

const media = (text: string | Uint8Array, size?: number) => parseIjbMedia(chunks(text, size), 'f');
const pairs = (text: string | Uint8Array, templates = TEMPLATES) =>
  parseIjbPairs(chunks(text), 'f', templates);
const detector = (text: string | Uint8Array) => parseIjbDetector(chunks(text), 'f', PICTURES);
const subjects = (text: string | Uint8Array) => parseIjbSubjects(chunks(text), 'f');

describe('templates and media', () => {
  test('stand in the order of first lines, their members together', () => {
    const read = media('b.jpg 9 5\na.jpg 1 5\r\nc.jpg 9 4294967295\nb.jpg 1 6\n\n');
    expect(read.pictures.names()).toEqual(['b.jpg', 'a.jpg', 'c.jpg']);
    expect([...read.templates.keys()]).toEqual([9, 1]);
    expect([...read.offsets]).toEqual([0, 2, 4]);
    expect([...read.members]).toEqual([0, 2, 1, 0]);
    expect([...read.media]).toEqual([5, 4294967295, 5, 6]);
  });

  test.each([
    [
      'no line',
      '',
      'E_IJB_MEDIA f:1: the file names no picture; write a line PICTURE TEMPLATE MEDIUM for each',
    ],
    [
      'two fields',
      'a 1',
      'E_IJB_MEDIA f:1:1: expected PICTURE TEMPLATE MEDIUM between single spaces, found "a 1"; give every line three fields',
    ],
    [
      'a fourth field',
      'a 1 2 3',
      'E_IJB_MEDIA f:1:1: expected PICTURE TEMPLATE MEDIUM between single spaces, found "a 1 2 3"; give every line three fields',
    ],
    [
      'a blank line within',
      'a 1 2\n\nb 1 2',
      'E_IJB_MEDIA f:2:1: expected PICTURE TEMPLATE MEDIUM between single spaces, found ""; give every line three fields',
    ],
    [
      'a second spelling of a template',
      'a 01 2',
      `E_NUMBER f:1:3: expected ${NUMBER}, found "01"; write plain digits`,
    ],
    [
      'a template beyond 32 bits',
      'a 4294967296 2',
      `E_NUMBER f:1:3: expected ${NUMBER}, found "4294967296"; write plain digits`,
    ],
    [
      'a medium below 0',
      'a 1 -2',
      'E_NUMBER f:1:5: expected the number of a medium, 0 to 4294967295, found "-2"; write plain digits',
    ],
    [
      'a path that climbs',
      '../a 1 2',
      'E_PATH_TRAVERSAL f:1:1: a path that climbs with "..", "../a"; write paths below the folder of the pictures, with forward slashes',
    ],
    [
      'a member twice',
      'a 1 2\nb 1 2\na 1 2',
      'E_IJB_MEDIA f:3:1: "a" stands twice in template 1, first in line 1; name a picture once in a template',
    ],
    [
      'a picture of two media',
      'c 7 1\na 1 2\nc 1 3\na 1 4',
      'E_IJB_MEDIA f:4:1: "a" is of the media 2 and 4 in template 1, first in line 2; name a picture once in a template',
    ],
  ])('are refused with %s', (_, text, message) => {
    expect(messageOf(() => media(text))).toBe(message);
  });
});

describe('templates and media in any cut', () => {
  const part = fc.oneof(
    fc.constantFrom('1', 'a.b', '-x_@', '9.jpg', '.hidden', 'é', '北'),
    fc.stringMatching(/^[a-z0-9]{1,12}$/),
  );
  const path = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
  const number = fc.oneof(fc.nat(5), fc.constantFrom(999_999_999, 1_000_000_000, 0xffffffff));

  test('are those of a Map of names and a list of members', () => {
    const row = fc.tuple(path, number, number, fc.constantFrom('\n', '\r\n'));
    const rows = fc.uniqueArray(row, {
      minLength: 1,
      maxLength: 40,
      selector: ([name, template]) => `${name} ${template}`,
    });
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 90 }), (rows, size) => {
        const text = rows.map(([a, b, c, end]) => `${a} ${b} ${c}${end}`).join('');
        const names = [...new Set(rows.map(([name]) => name))];
        const templates = [...new Set(rows.map(([, template]) => template))];
        const members = templates.map((template) => rows.filter((row) => row[1] === template));
        const read = media(text, size);
        expect(read.pictures.names()).toEqual(names);
        expect([...read.templates]).toEqual(templates.map((template, index) => [template, index]));
        expect([...read.members]).toEqual(members.flat().map(([name]) => names.indexOf(name)));
        expect([...read.media]).toEqual(members.flat().map(([, , medium]) => medium));
        const ends = templates.map((_, t) => members.slice(0, t + 1).flat().length);
        expect([...read.offsets]).toEqual([0, ...ends]);
      }),
    );
  });

  test("have the detector's scores that Number reads, whatever the order and the other columns", () => {
    const value = fc.oneof(
      fc.constantFrom('0', '-0.5', '5.', '.5', '1e-3', '+2', '123456789.25', '1234567890.75'),
      fc.double({ noNaN: true, min: -1e6, max: 1e6 }).map(String),
    );
    const line = fc.tuple(fc.array(value, { minLength: 11, maxLength: 11 }), fc.boolean());
    fc.assert(
      fc.property(
        fc.uniqueArray(path, { minLength: 1, maxLength: 12 }),
        fc.array(line, { minLength: 12, maxLength: 12 }),
        fc.integer({ min: 1, max: 300 }),
        (names, values, size) => {
          const order = names.toReversed();
          const text = order.map((name, i) => `${name} ${values[i]![0].join(' ')}\n`).join('');
          const kept = names.filter((_, i) => values[i]![1]);
          const read = parseIjbDetector(chunks(text, size), 'f', tableOf(kept));
          const scoreOf = (name: string) => Number(values[order.indexOf(name)]![0][10]);
          expect([...read]).toEqual(kept.map((name) => Math.fround(scoreOf(name))));
        },
      ),
    );
  });
});

describe('comparisons of templates', () => {
  test.each([
    ['a line', '1 11065 1\n'],
    ['no last end', '1 11065 1'],
    ['CRLF', '1 11065 1\r\n'],
    ['blank lines at the end', '1 11065 1\n\n\r\n'],
    ['a byte order mark', '\ufeff1 11065 1\n'],
  ])('are read with %s', (_, text) => {
    const { left, right, genuine } = pairs(text);
    expect([[...left], [...right], [...genuine]]).toEqual([[0], [1], [1]]);
  });

  test.each([
    ['no last end', '1 1 1'],
    ['CRLF', '1 1 1\r\n'],
    ['blank lines at the end', '1 1 1\n\n\r\n'],
    ['a template 0', '0 0 0\n1 1 1\n'],
  ])('are read behind many usual lines, too, with %s', (_, text) => {
    const { left, right, genuine } = pairs(behindUsual(text, '1 11065 0'));
    expect(left.length).toBe(USUAL + text.trim().split('\n').length);
    expect([left.at(-2), right.at(-2), genuine.at(-2)]).not.toEqual([0, 0, 1]);
    expect([left.at(-1), right.at(-1), genuine.at(-1)]).toEqual([0, 0, 1]);
  });

  test.each([
    [
      'no line',
      '\n',
      'E_IJB_PAIRS f:1: the file holds no comparison; add lines TEMPLATE TEMPLATE LABEL',
    ],
    [
      'two fields',
      '1 1 1\n1 0',
      'E_IJB_PAIRS f:2:1: expected TEMPLATE TEMPLATE LABEL between single spaces, found "1 0"; give every line three fields',
    ],
    [
      'a tab',
      '1\t0 1',
      'E_IJB_PAIRS f:1:1: expected TEMPLATE TEMPLATE LABEL between single spaces, found "1\\t0 1"; give every line three fields',
    ],
    [
      'a blank at the end',
      '1 0 1 \n',
      'E_IJB_PAIRS f:1:1: expected TEMPLATE TEMPLATE LABEL between single spaces, found "1 0 1 "; give every line three fields',
    ],
    [
      'a blank line within',
      '1 0 1\n\n1 0 1',
      'E_IJB_PAIRS f:2:1: expected TEMPLATE TEMPLATE LABEL between single spaces, found ""; give every line three fields',
    ],
    ['a label 2', '1 0 2', 'E_LABEL f:1:5: "2" is no label; write 1 or 0'],
    ['a label 10', '1 0 10', 'E_LABEL f:1:5: "10" is no label; write 1 or 0'],
    ['no label', '1 0 \r\n', 'E_LABEL f:1:5: "" is no label; write 1 or 0'],
    ['two spaces', '1  0', `E_NUMBER f:1:3: expected ${NUMBER}, found ""; write plain digits`],
    [
      'a second spelling',
      '1 00 1',
      `E_NUMBER f:1:3: expected ${NUMBER}, found "00"; write plain digits`,
    ],
    [
      'a number that wraps to 1',
      '4294967297 0 1',
      `E_NUMBER f:1:1: expected ${NUMBER}, found "4294967297"; write plain digits`,
    ],
    [
      'an unknown template',
      '1 0 1\n0 2 1',
      'E_IJB_PAIRS f:2:3: template 2 has no picture in the file of templates and media; take both files from one pack',
    ],
    [
      'a template above all',
      '1 0 1\n11066 1 1',
      'E_IJB_PAIRS f:2:1: template 11066 has no picture in the file of templates and media; take both files from one pack',
    ],
  ])('are refused with %s', (_, text, message) => {
    expect(messageOf(() => pairs(text))).toBe(message);
    if (text === '\n') return;
    expect(messageOf(() => pairs(behindUsual(text, '1 11065 1')))).toBe(furtherDown(message));
  });

  test.each([
    ['a byte order mark', '\ufeff1 1 1\n', 'E_NUMBER f:1001:1: expected the number of a template'],
    ['a NUL', '1 1\0 1\n', 'E_TEXT_NUL f:1001:4: a NUL byte'],
    ['a carriage return without LF', '1 1 1\r1 1 1\n', 'E_TEXT_CR f:1001:6: a carriage return'],
    ['a line of 64 KiB', '1'.repeat(70_000), 'E_TEXT_LONG f:1001: the line is longer than'],
  ])('are refused behind many usual lines with %s', (_, text, message) => {
    expect(messageOf(() => pairs(behindUsual(text, '1 11065 1')))).toContain(message);
  });

  test('are refused with a byte that is not UTF-8, told by its place in the whole text', () => {
    const bytes = Buffer.concat([
      Buffer.from(behindUsual('1 1', '1 11065 1')),
      Buffer.from([0xff, 10]),
    ]);
    expect(messageOf(() => pairs(bytes))).toContain(
      `E_TEXT_ENCODING f:1001:4: byte 0xff at offset ${10 * USUAL + 3} is not UTF-8`,
    );
  });

  test('read back whatever is printed, in any cut, whatever the numbers of templates', () => {
    const number = fc.oneof(fc.nat(9), fc.integer({ min: 0, max: 0xffffffff }));
    const row = fc.tuple(number, number, fc.constantFrom(0, 1));
    const usual = fc.tuple(fc.integer({ min: 1, max: 9999 }), fc.nat(9), fc.constantFrom(0, 1));
    const rows = fc.oneof(
      fc.array(row, { minLength: 1 }),
      fc.array(usual, { minLength: 1, maxLength: 300 }),
    );
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 200 }), (rows, size) => {
        const numbers = [...new Set(rows.flatMap(([left, right]) => [left, right]))];
        const templates = new Map(numbers.map((one, index) => [one, index]));
        const text = rows.map((one) => one.join(' ')).join('\n');
        const read = parseIjbPairs(chunks(text, size), 'f', templates);
        const back = Array.from(read.left, (l, k) => [
          numbers[l]!,
          numbers[read.right[k]!]!,
          read.genuine[k]!,
        ]);
        expect(back).toEqual(rows);
      }),
    );
  });
});

describe("NIST's comparisons of templates", () => {
  const matches = (text: string | Uint8Array) =>
    parseIjbMatches(chunks(text), 'f', TEMPLATES, Int32Array.of(5, 5, -1));

  test('are genuine where the subjects agree', () => {
    const { left, right, genuine } = matches('1,11065\r\n11065,11065');
    expect([[...left], [...right], [...genuine]]).toEqual([
      [0, 1],
      [1, 1],
      [1, 1],
    ]);
  });

  test.each([
    ['no line', '', 'E_IJB_PAIRS f:1: the file holds no comparison; add lines TEMPLATE,TEMPLATE'],
    [
      'a label',
      '1,1,1',
      'E_IJB_PAIRS f:1:1: expected TEMPLATE,TEMPLATE, found "1,1,1"; give every line two fields',
    ],
    [
      'spaces',
      '1 1',
      'E_IJB_PAIRS f:1:1: expected TEMPLATE,TEMPLATE, found "1 1"; give every line two fields',
    ],
    [
      'an end in a number',
      '1,',
      `E_NUMBER f:1:3: expected ${NUMBER}, found ""; write plain digits`,
    ],
    [
      'a template without a subject',
      '1,1\n1,0',
      'E_IJB_PAIRS f:2:1: nothing names the subject of template 0; put the tables of galleries and probes beside it',
    ],
  ])('are refused with %s', (_, text, message) => {
    expect(messageOf(() => matches(text))).toBe(message);
    if (text === '') return;
    expect(messageOf(() => matches(behindUsual(text, '1,11065')))).toBe(furtherDown(message));
  });
});

describe("the detector's scores", () => {
  test('belong to pictures by name', () => {
    const text = `2.jpg ${POINTS} 0.5\n9.jpg ${POINTS} 1\r\n1.jpg ${POINTS} 0.9999\n`;
    expect([...detector(text)]).toEqual([Math.fround(0.9999), 0.5]);
  });

  const expected = 'expected NAME X1 Y1 .. X5 Y5 SCORE, found';
  const remedy = 'give every line a name and eleven numbers';
  test.each([
    [
      'no score',
      `1.jpg ${POINTS}`,
      `E_IJB_DETECTOR f:1:1: ${expected} "1.jpg ${POINTS}"; ${remedy}`,
    ],
    [
      'a number more',
      `1.jpg ${POINTS} 1 2`,
      `E_IJB_DETECTOR f:1:1: ${expected} "1.jpg ${POINTS} 1 2"; ${remedy}`,
    ],
    [
      'a score that is no number',
      `1.jpg ${POINTS} nan`,
      `E_IJB_DETECTOR f:1:1: ${expected} "1.jpg ${POINTS} nan"; ${remedy}`,
    ],
    [
      'a blank line within',
      `1.jpg ${POINTS} 1\n\n2.jpg ${POINTS} 1`,
      `E_IJB_DETECTOR f:2:1: ${expected} ""; ${remedy}`,
    ],
    [
      'a picture twice',
      `1.jpg ${POINTS} 1\n1.jpg ${POINTS} 1`,
      'E_IJB_DETECTOR f:2:1: "1.jpg" stands here and in line 1; name a picture once',
    ],
    [
      'a picture left out',
      `1.jpg ${POINTS} 1`,
      'E_IJB_DETECTOR f: no line names the picture "2.jpg"; take all files from one pack',
    ],
  ])('are refused with %s', (_, text, message) => {
    expect(messageOf(() => detector(text))).toBe(message);
  });
});

describe('subjects of templates', () => {
  test('stand once for each template, whatever the other columns', () => {
    const read = subjects(
      'FILENAME,subject_id,TEMPLATE_ID\n"a,b.jpg",5,9\nc.jpg,5,9\nd.jpg,__proto__,1\n',
    );
    expect(read.map(({ template, subject, at }) => [template, subject, at.line])).toEqual([
      [9, '5', 2],
      [1, '__proto__', 4],
    ]);
  });

  test('are those of all lines, in any cut, however often a line repeats the one before', () => {
    const row = fc.tuple(fc.nat(3), fc.constantFrom('a', 'é', '"b"', ' '), fc.nat(2));
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1 }),
        fc.integer({ min: 1, max: 90 }),
        (rows, size) => {
          const subjectOf = new Map<number, string>();
          for (const [template, subject] of rows) {
            if (!subjectOf.has(template)) subjectOf.set(template, subject);
          }
          const text = rows.flatMap(([template, , times]) =>
            Array<string>(1 + times).fill(`x,${template},${subjectOf.get(template)!}\r\n`),
          );
          const whole = `FILENAME,TEMPLATE_ID,SUBJECT_ID\n${text.join('')}`;
          const read = parseIjbSubjects(chunks(whole, size), 'f');
          expect(read.map(({ template, subject }) => [template, subject])).toEqual(
            Array.from(subjectOf, ([template, subject]) => [template, subject.replaceAll('"', '')]),
          );
          expect(read.map(({ at }) => at.line)).toEqual(
            Array.from(subjectOf.keys(), (template) => {
              return 2 + text.findIndex((line) => line.startsWith(`x,${template},`));
            }),
          );
        },
      ),
    );
  });

  const header = 'TEMPLATE_ID,SUBJECT_ID';
  test.each([
    [
      'no line',
      '',
      'E_IJB_SUBJECTS f:1: the table holds no template; write a header and a line for each picture',
    ],
    [
      'a header alone',
      header,
      'E_IJB_SUBJECTS f:1: the table holds no template; write a header and a line for each picture',
    ],
    [
      'no header',
      '1,2,a.jpg',
      'E_IJB_SUBJECTS f:1:1: no column is called TEMPLATE_ID in "1,2,a.jpg"; write the header TEMPLATE_ID,SUBJECT_ID,...',
    ],
    [
      'a field more',
      `${header}\n1,2,3`,
      'E_IJB_SUBJECTS f:2:1: expected 2 fields, as the header has, found 3 in "1,2,3"; give every line the fields of the header',
    ],
    [
      'a template that is no number',
      `${header}\nx,2`,
      `E_NUMBER f:2:1: expected ${NUMBER}, found "x"; write plain digits`,
    ],
    ['no subject', `${header}\n1,`, 'E_IJB_SUBJECTS f:2:3: no subject is named; name it'],
    [
      'two subjects of a template',
      `${header}\n1,2\n1,3`,
      'E_IJB_SUBJECTS f:3:3: template 1 is of subject "3" here and of "2" in line 2; give a template one subject',
    ],
    [
      'another subject behind lines that repeat the first',
      `${header}\n1,2\n1,2\n1,2\n1,22`,
      'E_IJB_SUBJECTS f:5:3: template 1 is of subject "22" here and of "2" in line 2; give a template one subject',
    ],
    [
      'a field more behind lines that repeat the first',
      `${header}\n1,2\n1,2\n1,2,`,
      'E_IJB_SUBJECTS f:4:1: expected 2 fields, as the header has, found 3 in "1,2,"; give every line the fields of the header',
    ],
    [
      'a quote that does not end',
      `${header}\n1,"2`,
      'E_IJB_SUBJECTS f:2:3: the quote does not end; write two quotes for one inside',
    ],
  ])('are refused with %s', (_, text, message) => {
    expect(messageOf(() => subjects(text))).toBe(message);
  });
});

describe('any bytes', () => {
  const near = fc.string({
    unit: fc.constantFrom(...Array.from('01 9.jpg\n\r\t,"-e\0é'), 'TEMPLATE_ID,SUBJECT_ID\n'),
  });
  const text = fc.oneof(
    fc.uint8Array(),
    near.map((one) => new TextEncoder().encode(one)),
  );
  test.each(Object.entries({ media, pairs, detector, subjects }))(
    'are %s, or are refused with a place',
    (_, parse) => {
      fc.assert(
        fc.property(text, (bytes) => {
          try {
            parse(bytes);
          } catch (error) {
            if (!(error instanceof UserError)) throw error;
            expect(error.message).toMatch(/^E_[A-Z_]+ f(ile.txt)?(:\d+)*: /);
          }
        }),
      );
    },
  );
});
