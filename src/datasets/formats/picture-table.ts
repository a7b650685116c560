import { FormatError } from '../../errors.js';
import type { Field } from '../../files/fields.js';
import { wholeNumber } from '../../files/integers.js';
import { quote } from '../../files/quote.js';
import type { Line } from '../../files/text-lines.js';
import { namedColumns, type TableGrammar } from './named-columns.js';
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

type Column = 'path' | 'identity' | 'group' | 'quality' | 'fold';

const GRAMMAR: TableGrammar<Column> = {
  columns: ['path', 'identity', 'group', 'quality', 'fold'],
  needed: ['path', 'identity'],
  code: 'E_PICTURE_TABLE',
};

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
  const lineOf = new Map<string, number>();
  const personOf = new Map<string, TabledPicture>();
  for (const { field } of namedColumns(lines, file, GRAMMAR)) {
    const picture = pictureOf(field);
    requireOnce(picture, lineOf);
    requireOnePerson(picture, personOf);
    yield picture;
  }
}

function pictureOf(field: (name: Column) => Field | undefined): TabledPicture {
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

function refuse(place: Field, what: string, remedy: string): FormatError {
  return new FormatError('E_PICTURE_TABLE', place, what, remedy);
}
