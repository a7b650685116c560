import { FormatError } from '../errors.js';
import { chunksOf } from '../files/chunks.js';
import { csvFields, SEPARATORS, unquoted } from '../files/csv-fields.js';
import type { Field } from '../files/fields.js';
import { EXPECTED_PICTURE } from '../files/picture-column.js';
import { quote } from '../files/quote.js';
import { linesOf, type Line } from '../files/text-lines.js';
import type { AttributeColumn, GroupTable } from './group-table.js';
import { type GroupKey, keyOf } from './key-column.js';

/**
 * The groups that a file states: a table whose first line names its columns, apart by commas, tabs or semicolons. The first
 * column names pictures, templates or persons, which its name tells; every further column is an attribute. An empty field is
 * unknown. RFC 4180, but that no field goes beyond its line.
 *
 * Who stands several times with the same values counts once.
 *
 * @throws UserError E_FILE_MISSING (66), E_FILE_KIND, E_FILE_READ; FormatError (65) E_TEXT_... and, with line and column,
 *   E_GROUPS_COLUMN, E_GROUPS_FIELDS, E_GROUPS_QUOTE, E_GROUPS_VALUE, E_GROUPS_TWICE, E_GROUPS_EMPTY
 */
export function readGroupFile(path: string): GroupTable {
  return readGroups(chunksOf(path), path);
}

/**
 * As {@link readGroupFile}, from bytes that are there.
 * @param chunks the file in any cut
 * @param file name for messages
 */
export function readGroups(chunks: Iterable<Uint8Array>, file: string): GroupTable {
  const lines = linesOf(chunks, file);
  const first = lines.next();
  if (first.done === true) throw empty(file);
  const { separator, key, names: attributes } = readHeader(first.value, file);
  const columns = attributes.map((name) => growing(name));
  const indices = new Map<string, number>();
  const stands: number[] = [];
  let repeated = 0;
  for (const line of lines) {
    const [name, ...values] = fieldsOf(line, separator, attributes.length + 1, key, file);
    const before = indices.get(name.text);
    if (before !== undefined) {
      requireSame(name, values, columns, before, stands[before]!);
      repeated++;
      continue;
    }
    indices.set(name.text, stands.length);
    stands.push(line.number);
    columns.forEach((column, i) => {
      column.push(values[i]!.text);
    });
  }
  if (stands.length === 0) throw empty(file);
  return {
    file,
    key,
    names: [...indices.keys()],
    lines: Uint32Array.from(stands),
    attributes: columns.map((column) => column.done()),
    warnings: repeated === 0 ? [] : [`${file}: ${repeated} lines repeat what was said before`],
  };
}

interface Header {
  readonly separator: string;
  readonly key: GroupKey;
  /** Of the attributes. */
  readonly names: readonly string[];
}

function readHeader(line: Line, file: string): Header {
  const separator =
    SEPARATORS.find((one) => keyOf(unquoted(line.text.split(one)[0]!)) !== undefined) ?? ',';
  const fields = csvFields(line, separator, file, 'E_GROUPS_QUOTE');
  const refuse = (at: number, what: string, remedy: string) =>
    new FormatError('E_GROUPS_COLUMN', fields[at]!, what, remedy);
  const [first, ...others] = fields.map(({ text }) => text) as [string, ...string[]];
  const key = keyOf(first);
  if (key === undefined) {
    throw refuse(
      0,
      `${quote(first)} does not say what the first column names`,
      `call it person, template or picture (${EXPECTED_PICTURE})`,
    );
  }
  if (others.length === 0) {
    throw refuse(0, 'there is no attribute', `add a column, such as ${first},sex`);
  }
  others.forEach((name, i) => {
    if (name === '') throw refuse(i + 1, 'a column without a name', 'name the attribute');
    requirePlain(fields[i + 1]!);
    if (others.indexOf(name) < i) {
      throw refuse(i + 1, `a second column ${quote(name)}`, 'keep one of them');
    }
  });
  return { separator, key, names: others };
}

function fieldsOf(
  line: Line,
  separator: string,
  width: number,
  key: GroupKey,
  file: string,
): readonly [Field, ...Field[]] {
  const refuse = (what: string, remedy: string) =>
    new FormatError('E_GROUPS_FIELDS', { file, line: line.number, column: 1 }, what, remedy);
  if (line.text === '') throw refuse('the line is empty', 'take it out');
  const fields = csvFields(line, separator, file, 'E_GROUPS_QUOTE') as [Field, ...Field[]];
  if (fields.length !== width) {
    throw refuse(
      `expected ${width} fields, found ${fields.length} in ${quote(line.text)}`,
      'write every line like the first, unknown fields empty',
    );
  }
  if (fields[0].text === '') throw refuse(`no ${key} is named`, 'name it');
  fields.forEach(requirePlain);
  return fields;
}

/** @throws FormatError E_GROUPS_VALUE for control characters, which no name of a group can hold */
function requirePlain(field: Field): void {
  if (!/\p{Cc}/u.test(field.text)) return;
  throw new FormatError(
    'E_GROUPS_VALUE',
    field,
    `a control character in ${quote(field.text)}`,
    'write plain text',
  );
}

function requireSame(
  name: Field,
  values: readonly Field[],
  columns: readonly Growing[],
  before: number,
  line: number,
): void {
  const other = columns.findIndex((column, i) => column.at(before) !== values[i]!.text);
  if (other < 0) return;
  const said = (text: string) => (text === '' ? 'unknown' : quote(text));
  throw new FormatError(
    'E_GROUPS_TWICE',
    values[other]!,
    `${quote(name.text)} is ${said(values[other]!.text)} here and ${said(columns[other]!.at(before))} in line ${line}`,
    'keep one of them',
  );
}

function empty(file: string): FormatError {
  return new FormatError(
    'E_GROUPS_EMPTY',
    { file },
    'the file states no groups',
    'check that it is whole',
  );
}

/** A column being read. */
interface Growing {
  push(text: string): void;
  at(entry: number): string;
  done(): AttributeColumn;
}

function growing(name: string): Growing {
  const numbers = new Map<string, number>();
  const values: string[] = [];
  const of: number[] = [];
  return {
    push: (text) => {
      if (text !== '' && !numbers.has(text)) {
        numbers.set(text, values.length);
        values.push(text);
      }
      of.push(numbers.get(text) ?? -1);
    },
    at: (entry) => values[of[entry]!] ?? '',
    done: () => ({ name, values, of: Int32Array.from(of) }),
  };
}
