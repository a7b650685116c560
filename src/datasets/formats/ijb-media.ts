import { FormatError } from '../../errors.js';
import { fieldsOf } from '../../files/fields.js';
import { growingColumn, type GrowingColumn } from '../../files/growing-column.js';
import { NameTable } from '../../files/name-table.js';
import { lineBlocks, requirePlainText } from '../../files/plain-text.js';
import { quote } from '../../files/quote.js';
import type { Line } from '../../files/text-lines.js';
import { groupedRows } from './grouped-rows.js';
import { ijbNumber, noIjbNumber } from './ijb-number.js';
import { insidePath, plainPathEnd } from './paths.js';

const [LF, CR, SPACE, ZERO] = [10, 13, 32, 48];

/** So many digits are a number of 32 bits with its sign. */
const MOST_DIGITS = 9;

/** Bytes of a usual line, to make room by. */
const USUAL = 22;

/** Longer names are read as text, where the length of a line is looked at. */
const MOST_NAME = 1024;

/** The templates of a file `PICTURE TEMPLATE MEDIUM`. */
export interface IjbMedia {
  /** Names of the pictures, numbered in the order of first lines. */
  readonly pictures: NameTable;
  /** Index of each template by its number, in the order of first lines. */
  readonly templates: ReadonlyMap<number, number>;
  /** As those of `Templates`; members stand in the order of their lines. */
  readonly offsets: Uint32Array;
  readonly members: Uint32Array;
  readonly media: Uint32Array;
}

/** What a file of templates and media tells, line after line. */
interface Columns {
  readonly pictures: NameTable;
  readonly templates: Map<number, number>;
  /** Indices of the picture and of the template of each line. */
  readonly pictureOf: GrowingColumn;
  readonly templateOf: GrowingColumn;
  readonly mediumOf: GrowingColumn;
}

/**
 * The templates of lines `1.jpg 1 69544`: a picture, the template it belongs to, and the medium it was taken from, apart by single
 * spaces. A picture may belong to several templates.
 *
 * Read byte by byte: a name becomes text only where it is no plain path.
 *
 * @param chunks as for `lineBlocks`
 * @param size bytes of the file, to make room by; any number will do
 * @throws FormatError E_IJB_MEDIA for a line of other fields, a picture that stands twice in one template, and a file without
 *   lines; E_NUMBER, E_PATH_TRAVERSAL; each with line and column; and those of `plainBlocks`
 */
export function parseIjbMedia(chunks: Iterable<Uint8Array>, file: string, size = 0): IjbMedia {
  const columns: Columns = {
    pictures: new NameTable(size / USUAL),
    templates: new Map(),
    pictureOf: growingColumn(size / USUAL),
    templateOf: growingColumn(size / USUAL),
    mediumOf: growingColumn(size / USUAL),
  };
  let [lines, offset, blank] = [0, 0, 0];
  for (const bytes of lineBlocks(chunks, file)) {
    const before = lines;
    let checked = false;
    for (let at = 0; at < bytes.length;) {
      if (blank === 0) ({ at, lines } = usualLines(bytes, columns, at, lines));
      if (at === bytes.length) break;
      // What is no text at all is told before what is no such line.
      if (!checked) requirePlainText({ bytes, lines: before, offset }, file);
      checked = true;
      const found = bytes.indexOf(LF, at);
      const next = found < 0 ? bytes.length : found + 1;
      const text = bytes.toString('utf8', at, next).replace(/\r?\n?$/, '');
      at = next;
      lines++;
      if (text === '') blank ||= lines;
      else if (blank > 0) throw otherFields({ number: blank, text: '' }, file);
      else addLine({ number: lines, text }, columns, file);
    }
    offset += bytes.length;
  }
  const { pictures, templates } = columns;
  if (pictures.size === 0) {
    const what = 'the file names no picture';
    throw refuse({ file, line: 1 }, what, 'write a line PICTURE TEMPLATE MEDIUM for each');
  }
  return { pictures, templates, ...grouped(columns, file) };
}

/** Adds the line, read by fields. @throws FormatError where it is none */
function addLine(line: Line, columns: Columns, file: string): void {
  const fields = fieldsOf(line, ' ', file);
  if (fields.length !== 3) throw otherFields(line, file);
  const [template, medium] = [ijbNumber(fields[1]!.text), ijbNumber(fields[2]!.text)];
  if (Number.isNaN(template)) throw noIjbNumber(fields[1]!, 'a template');
  if (Number.isNaN(medium)) throw noIjbNumber(fields[2]!, 'a medium');
  const name = Buffer.from(insidePath(fields[0]!), 'utf8');
  columns.pictureOf.push(columns.pictures.numberOf(name, 0, name.length));
  columns.templateOf.push(indexOf(columns.templates, template));
  columns.mediumOf.push(medium);
}

/**
 * Adds lines of a block from `at` on, up to the first that is not of a plain path and two numbers of nine digits at most, and tells
 * where that begins and how many lines there are then.
 */
function usualLines(
  bytes: Uint8Array,
  { pictures, templates, pictureOf, templateOf, mediumOf }: Columns,
  from: number,
  before: number,
): { at: number; lines: number } {
  const end = bytes.length;
  let [at, lines] = [from, before];
  for (;;) {
    const start = at;
    if (at >= end) return { at, lines };
    const nameEnd = plainPathEnd(bytes, at);
    let template = 0;
    at = nameEnd + 1;
    let digit = bytes[at]! - ZERO;
    for (; digit >= 0 && digit <= 9; digit = bytes[++at]! - ZERO) {
      template = (template * 10 + digit) | 0;
    }
    const templateEnd = at;
    let medium = 0;
    digit = bytes[++at]! - ZERO;
    for (; digit >= 0 && digit <= 9; digit = bytes[++at]! - ZERO)
      medium = (medium * 10 + digit) | 0;
    const mediumEnd = at;
    if (bytes[at] === CR) at++;
    if (
      nameEnd === start ||
      nameEnd - start > MOST_NAME ||
      bytes[nameEnd] !== SPACE ||
      !isUsualNumber(bytes, nameEnd + 1, templateEnd) ||
      bytes[templateEnd] !== SPACE ||
      !isUsualNumber(bytes, templateEnd + 1, mediumEnd) ||
      (at < end ? bytes[at] !== LF : at > end || bytes[at - 1] === CR)
    ) {
      return { at: start, lines };
    }
    at = Math.min(at + 1, end);
    lines++;
    pictureOf.push(pictures.numberOf(bytes, start, nameEnd));
    templateOf.push(indexOf(templates, template));
    mediumOf.push(medium);
  }
}

/** Whether `bytes[from, to)`, which are digits, are a number in its one spelling that fits 32 bits with a sign. */
function isUsualNumber(bytes: Uint8Array, from: number, to: number): boolean {
  const digits = to - from;
  return digits > 0 && digits <= MOST_DIGITS && (digits === 1 || bytes[from] !== ZERO);
}

/** The index of a template by its number, which gets one where it has none yet. */
function indexOf(templates: Map<number, number>, template: number): number {
  const index = templates.get(template);
  if (index !== undefined) return index;
  templates.set(template, templates.size);
  return templates.size - 1;
}

/** The lines template after template. */
function grouped(
  { pictures, templates, ...columns }: Columns,
  file: string,
): Pick<IjbMedia, 'offsets' | 'members' | 'media'> {
  const pictureOf = columns.pictureOf.taken();
  const templateOf = columns.templateOf.taken();
  const mediumOf = columns.mediumOf.taken();
  const { offsets, rows: lineOf } = groupedRows(templateOf, templates.size);
  const members = new Uint32Array(templateOf.length);
  const media = new Uint32Array(templateOf.length);
  // Where a picture last stood, plus one: in this template if that is not before its first member.
  const last = new Uint32Array(pictures.size);
  for (let template = 0; template < templates.size; template++) {
    for (let m = offsets[template]!; m < offsets[template + 1]!; m++) {
      const row = lineOf[m]!;
      const picture = pictureOf[row]!;
      const before = last[picture]!;
      if (before > offsets[template]!) {
        const number = [...templates.keys()][template]!;
        const name = quote(pictures.name(picture));
        const same = media[before - 1] === mediumOf[row];
        const how = same
          ? 'stands twice'
          : `is of the media ${media[before - 1]!} and ${mediumOf[row]!}`;
        throw refuse(
          { file, line: row + 1, column: 1 },
          `${name} ${how} in template ${number}, first in line ${lineOf[before - 1]! + 1}`,
          'name a picture once in a template',
        );
      }
      last[picture] = m + 1;
      members[m] = picture;
      media[m] = mediumOf[row]!;
    }
  }
  return { offsets, members, media };
}

function otherFields({ number, text }: Line, file: string): FormatError {
  return refuse(
    { file, line: number, column: 1 },
    `expected PICTURE TEMPLATE MEDIUM between single spaces, found ${quote(text)}`,
    'give every line three fields',
  );
}

function refuse(
  place: { readonly file: string; readonly line: number; readonly column?: number },
  what: string,
  remedy: string,
): FormatError {
  return new FormatError('E_IJB_MEDIA', place, what, remedy);
}
