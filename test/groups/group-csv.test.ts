import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FormatError } from '../../src/errors.js';
import { type GroupTable, readGroups } from '../../src/groups/index.js';

const read = (text: string | readonly string[]) =>
  readGroups([Buffer.from(typeof text === 'string' ? text : text.join('\n'))], 'g.csv');

/** What the table says of each entry, column by column, in the order of the entries. */
const rows = ({ names, attributes }: GroupTable) =>
  names.map((_, k) => attributes.map(({ values, of }) => values[of[k]!] ?? null));

/** The same by name. */
const said = (table: GroupTable) =>
  Object.fromEntries(rows(table).map((row, k) => [table.names[k]!, row]));

function messageOf(text: string | readonly string[]): string {
  try {
    read(text);
  } catch (error) {
    expect(error).toBeInstanceOf(FormatError);
    return (error as FormatError).message;
  }
  throw new Error('it was read');
}

describe('a file of groups', () => {
  test('has a line for each picture, template or person, and a column for each attribute', () => {
    const table = read(['person,sex,age', 'Ada,F,36', 'Ben,M,']);
    expect(table.key).toBe('person');
    expect(table.attributes.map(({ name }) => name)).toEqual(['sex', 'age']);
    expect(said(table)).toEqual({ Ada: ['F', '36'], Ben: ['M', null] });
    expect([...table.lines]).toEqual([2, 3]);
  });

  test.each([
    ['path,pose', 'picture'],
    ['Image;pose', 'picture'],
    ['name\tpose', 'picture'],
    ['id,pose', 'picture'],
    ['template_id,pose', 'template'],
    ['TID\tpose', 'template'],
    ['identity,pose', 'person'],
    ['subject_id;pose', 'person'],
    ['"Person","pose"', 'person'],
  ])('that begins with %j is of %ss', (header, key) => {
    const separator = /[;\t,]/.exec(header)![0];
    const table = read([header, `a${separator}left`]);
    expect(table.key).toBe(key);
    expect(said(table)).toEqual({ a: ['left'] });
  });

  test.each([
    { why: 'CRLF and a byte order mark', text: '\ufeffperson,sex\r\nAda,F\r\n' },
    { why: 'no last line end', text: 'person,sex\nAda,F' },
    { why: 'blank lines at the end', text: 'person,sex\nAda,F\n\n\n' },
    { why: 'blanks around fields', text: 'person , sex\n Ada , F \n' },
    { why: 'quotes', text: '"person","sex"\n"Ada","F"\n' },
    { why: 'a line said twice', text: 'person,sex\nAda,F\nAda,F\n' },
  ])('may have $why', ({ text }) => {
    expect(said(read(text))).toEqual({ Ada: ['F'] });
  });

  test('keeps a separator inside quotes, and two quotes as one', () => {
    expect(said(read(['person,place', '"O, ""Neil""","a,b"']))).toEqual({ 'O, "Neil"': ['a,b'] });
  });

  test('says how many lines repeat what was said', () => {
    expect(read(['person,sex', 'Ada,F', 'Ada,F', 'Ada,F']).warnings).toEqual([
      'g.csv: 2 lines repeat what was said before',
    ]);
  });

  test.each([
    {
      why: 'an unknown key',
      text: ['face,sex', 'a,F'],
      says: 'E_GROUPS_COLUMN g.csv:1:1: "face" does not say what the first column names; call it person, template or picture (path, filename, image, picture, name or id)',
    },
    {
      why: 'no attribute',
      text: ['person', 'Ada'],
      says: 'E_GROUPS_COLUMN g.csv:1:1: there is no attribute',
    },
    {
      why: 'a column twice',
      text: ['person,sex,sex', 'Ada,F,F'],
      says: 'E_GROUPS_COLUMN g.csv:1:12: a second column "sex"',
    },
    {
      why: 'a column without a name',
      text: ['person,,sex', 'Ada,F,F'],
      says: 'E_GROUPS_COLUMN g.csv:1:8: a column without a name',
    },
    {
      why: 'a field too few',
      text: ['person,sex,age', 'Ada,F'],
      says: 'E_GROUPS_FIELDS g.csv:2:1: expected 3 fields, found 2 in "Ada,F"',
    },
    {
      why: 'an empty line',
      text: ['person,sex', '', 'Ada,F'],
      says: 'E_GROUPS_FIELDS g.csv:2:1: the line is empty; take it out',
    },
    {
      why: 'nobody',
      text: ['person,sex', ',F'],
      says: 'E_GROUPS_FIELDS g.csv:2:1: no person is named',
    },
    {
      why: 'an open quote',
      text: ['person,sex', 'Ada,"F'],
      says: 'E_GROUPS_QUOTE g.csv:2:5: the quote does not end',
    },
    {
      why: 'a control character',
      text: ['person,sex', 'Ada,F\u001b[2J'],
      says: 'E_GROUPS_VALUE g.csv:2:5: a control character in "F\\u001b[2J"',
    },
    {
      why: 'a contradiction',
      text: ['person,sex,age', 'Ada,F,36', 'Ada,F,'],
      says: 'E_GROUPS_TWICE g.csv:3:7: "Ada" is unknown here and "36" in line 2; keep one of them',
    },
    { why: 'nothing', text: '', says: 'E_GROUPS_EMPTY g.csv: the file states no groups' },
    {
      why: 'a header alone',
      text: 'person,sex\n',
      says: 'E_GROUPS_EMPTY g.csv: the file states no groups',
    },
  ])('is refused with $why', ({ text, says }) => {
    expect(messageOf(text)).toContain(says);
  });

  test('is read back as it was written, whatever stands in it and however it is cut', () => {
    const field = fc
      .string({ unit: 'grapheme', maxLength: 8 })
      .filter((text) => !/[\p{Cc}\p{Cs}]/u.test(text));
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(
        fc.uniqueArray(
          fc.record({ name: field.filter((text) => text.trim() !== ''), a: field, b: field }),
          { selector: ({ name }) => name.trim(), minLength: 1, maxLength: 6 },
        ),
        fc.nat(60),
        (entries, cut) => {
          const lines = entries.map(({ name, a, b }) => [name, a, b].map(quoted).join(','));
          const bytes = Buffer.from(['person,a,b', ...lines].join('\n'));
          const table = readGroups([bytes.subarray(0, cut), bytes.subarray(cut)], 'g.csv');
          const known = (text: string) => (text.trim() === '' ? null : text.trim());
          expect(table.names).toEqual(entries.map(({ name }) => name.trim()));
          expect(rows(table)).toEqual(entries.map(({ a, b }) => [known(a), known(b)]));
        },
      ),
    );
  });
});
