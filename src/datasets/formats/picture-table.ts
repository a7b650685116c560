import { FormatError } from '../../errors.js';
import { csvFields } from '../../files/csv-fields.js';
import type { Field } from '../../files/fields.js';
import { wholeNumber } from '../../files/integers.js';
import { quote } from '../../files/quote.js';
import type { Line } from '../../files/text-lines.js';
import { insidePath } from './paths.js';

/** A picture, and what a table says of it. */
export interface TabledPicture {
  readonly path: string;
  readonly identity: string;
  readonly group?: string | undefined;
  readonly quality?: number | undefined;
  readonly fold?: number | undefined;
  readonly at: Field;
}

const COLUMNS = ['path', 'identity', 'group', 'quality', 'fold'] as const;
type Columns = Partial<Record<(typeof COLUMNS)[number], number>>;

const SEPARATORS = [',', '\t', ';'] as const;

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * The pictures of a table whose first line names the columns `path`, `identity` and, where it has them, `group`, `quality` (greater
 * is better) and `fold`, in its order; other columns are passed over. Commas, tabs or semicolons set them apart.
 *
 * A picture stands once; all pictures of one person have the same group and fold, where there are such columns.
 * @throws FormatError E_PICTURE_TABLE, E_PATH_TRAVERSAL, E_NUMBER with line and column; an empty table is E_PICTURE_TABLE too
 */
export function* parsePictureTable(
  lines: Iterable<Line>,
  file: string,
): Generator<TabledPicture, void> {
  let header: { columns: Columns; separator: string; width: number } | undefined;
  const lineOf = new Map<string, number>();
  const personOf = new Map<string, TabledPicture>();
  for (const line of lines) {
    if (header === undefined) {
      header = headerOf(line, file);
      continue;
    }
    const { columns, separator, width } = header;
    const fields = csvFields(line, separator, file, 'E_PICTURE_TABLE');
    if (fields.length !== width) {
      const place = { file, line: line.number, column: 1 };
      const what = `expected ${width} fields, as the header has, found ${fields.length} in ${quote(line.text)}`;
      throw refuse(place, what, 'give every line the fields of the header');
    }
    const picture = pictureOf(fields, columns);
    requireOnce(picture, lineOf);
    requireOnePerson(picture, personOf);
    yield picture;
  }
  if (lineOf.size === 0) {
    const what = 'the table names no picture';
    throw refuse({ file, line: 1 }, what, 'write a header path,identity and a line a picture');
  }
}

function headerOf(line: Line, file: string) {
  const separator = SEPARATORS.find((one) => line.text.includes(one)) ?? SEPARATORS[0];
  const fields = csvFields(line, separator, file, 'E_PICTURE_TABLE');
  const columns: Columns = {};
  for (const [index, field] of fields.entries()) {
    const name = COLUMNS.find((column) => column === field.text.toLowerCase());
    if (name === undefined) continue;
    if (columns[name] !== undefined) throw refuse(field, `a second column ${name}`, 'keep one');
    columns[name] = index;
  }
  const missing = (['path', 'identity'] as const).find((name) => columns[name] === undefined);
  if (missing !== undefined) {
    const what = `no column is called ${missing} in ${quote(line.text)}`;
    throw refuse({ file, line: line.number, column: 1 }, what, 'write a header path,identity');
  }
  return { columns, separator, width: fields.length };
}

function pictureOf(fields: readonly Field[], columns: Columns): TabledPicture {
  const field = (name: keyof Columns) => {
    const index = columns[name];
    return index === undefined ? undefined : fields[index]!;
  };
  const [path, identity, quality, fold] = [
    field('path')!,
    field('identity')!,
    field('quality'),
    field('fold'),
  ];
  const group = field('group');
  for (const named of [identity, group]) {
    if (named?.text === '') throw refuse(named, 'an empty name', 'write one');
  }
  const value = quality === undefined ? 0 : NUMBER.test(quality.text) ? Number(quality.text) : NaN;
  if (quality !== undefined && !Number.isFinite(value)) {
    throw refuse(quality, `${quote(quality.text)} is no quality`, 'write a number');
  }
  return {
    path: insidePath(path),
    identity: identity.text,
    group: group?.text,
    quality: quality === undefined ? undefined : value,
    fold: fold === undefined ? undefined : wholeNumber(fold, 'a fold', 0),
    at: path,
  };
}

function requireOnce({ path, at }: TabledPicture, lineOf: Map<string, number>): void {
  const before = lineOf.get(path);
  if (before !== undefined) {
    throw refuse(at, `${quote(path)} stands here and in line ${before}`, 'name a picture once');
  }
  lineOf.set(path, at.line);
}

function requireOnePerson(picture: TabledPicture, personOf: Map<string, TabledPicture>): void {
  const { identity, at } = picture;
  const before = personOf.get(identity);
  personOf.set(identity, picture);
  for (const key of ['group', 'fold'] as const) {
    if (before === undefined || before[key] === picture[key]) continue;
    throw refuse(
      at,
      `${quote(identity)} is of ${key} ${picture[key] ?? ''} here and of ${before[key] ?? ''} in line ${before.at.line}`,
      `give a person one ${key}`,
    );
  }
}

function refuse(
  place: { readonly file: string; readonly line: number; readonly column?: number },
  what: string,
  remedy: string,
): FormatError {
  return new FormatError('E_PICTURE_TABLE', place, what, remedy);
}
