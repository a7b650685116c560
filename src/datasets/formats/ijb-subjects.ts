import { FormatError } from '../../errors.js';
import { csvFields } from '../../files/csv-fields.js';
import { fieldsOf, type Field } from '../../files/fields.js';
import { lineBlocks, requirePlainText } from '../../files/plain-text.js';
import { quote } from '../../files/quote.js';
import type { Line } from '../../files/text-lines.js';
import { ijbNumber, noIjbNumber } from './ijb-number.js';

const [LF, CR, SPACE, QUOTE, COMMA, TILDE] = [10, 13, 32, 34, 44, 126];

/** Of longer lines the length is looked at. */
const MOST_LINE = 4096;

const COLUMNS = ['TEMPLATE_ID', 'SUBJECT_ID'] as const;

/** A template of a gallery or of the probes. */
export interface IjbSubject {
  readonly template: number;
  /** As written. */
  readonly subject: string;
  /** Where the template first stands. */
  readonly at: Field;
}

/** Which columns of a table count, and how many there are. */
interface Header {
  readonly template: number;
  readonly subject: number;
  readonly width: number;
}

/**
 * The templates of a table with a line a picture, in the order of their first lines. Of its columns `TEMPLATE_ID` and `SUBJECT_ID`
 * count, in small or capital letters.
 *
 * Most lines tell what the line before has told: those are known by their bytes, the others are read as text.
 *
 * @param chunks as for `lineBlocks`
 * @throws FormatError E_IJB_SUBJECTS for a header without these columns, a line of other fields, a template of two subjects, and a
 *   table without templates; E_NUMBER; each with line and column; and those of `plainBlocks`
 */
export function parseIjbSubjects(
  chunks: Iterable<Uint8Array>,
  file: string,
): readonly IjbSubject[] {
  const templates = new Map<number, IjbSubject>();
  let header: Header | undefined;
  let told: Told | undefined;
  let [count, offset, blank] = [0, 0, 0];
  for (const bytes of lineBlocks(chunks, file)) {
    const block = { bytes, lines: count, offset };
    let checked = false;
    // What is no text at all is told before what is no such line.
    const check = () => {
      if (!checked) requirePlainText(block, file);
      checked = true;
    };
    offset += bytes.length;
    for (let at = 0; at < bytes.length;) {
      const start = at;
      if (header !== undefined && told !== undefined && blank === 0) {
        at = repeatedEnd(bytes, start, header, told);
      }
      if (at > start) {
        count++;
        continue;
      }
      const found = bytes.indexOf(LF, at);
      at = found < 0 ? bytes.length : found + 1;
      if (!isPrintable(bytes, start, at)) check();
      const text = bytes.toString('utf8', start, at).replace(/\r?\n?$/, '');
      count++;
      if (text === '') {
        blank ||= count;
        continue;
      }
      // A blank line within the text has too few fields.
      const line = blank > 0 ? { number: blank, text: '' } : { number: count, text };
      try {
        if (header === undefined) header = headerOf(line, file);
        else told = addLine(line, header, templates, file);
      } catch (error) {
        check();
        throw error;
      }
    }
  }
  if (templates.size === 0) {
    const what = 'the table holds no template';
    throw refuse({ file, line: 1 }, what, 'write a header and a line for each picture');
  }
  return [...templates.values()];
}

/** @throws FormatError where the two columns are not there */
function headerOf(line: Line, file: string): Header {
  const fields = fieldsIn(line, file);
  const [template, subject] = COLUMNS.map((name) => {
    const index = fields.findIndex(({ text }) => text.trim().toUpperCase() === name);
    if (index >= 0) return index;
    const what = `no column is called ${name} in ${quote(line.text)}`;
    const place = { file, line: line.number, column: 1 };
    throw refuse(place, what, 'write the header TEMPLATE_ID,SUBJECT_ID,...');
  }) as [number, number];
  return { template, subject, width: fields.length };
}

/** Adds what the line tells. @throws FormatError where it is none, or says what another does not */
function addLine(
  line: Line,
  header: Header,
  templates: Map<number, IjbSubject>,
  file: string,
): Told {
  const fields = fieldsIn(line, file);
  if (fields.length !== header.width) {
    throw refuse(
      { file, line: line.number, column: 1 },
      `expected ${header.width} fields, as the header has, found ${fields.length} in ${quote(line.text)}`,
      'give every line the fields of the header',
    );
  }
  const [at, named] = [fields[header.template]!, fields[header.subject]!];
  const template = ijbNumber(at.text);
  if (Number.isNaN(template)) throw noIjbNumber(at, 'a template');
  if (named.text === '') throw refuse(named, 'no subject is named', 'name it');
  const before = templates.get(template);
  if (before === undefined) {
    templates.set(template, { template, subject: named.text, at });
  } else if (before.subject !== named.text) {
    throw refuse(
      named,
      `template ${template} is of subject ${quote(named.text)} here and of ${quote(before.subject)} in line ${before.at.line}`,
      'give a template one subject',
    );
  }
  return { template: Buffer.from(at.text), subject: Buffer.from(named.text) };
}

function fieldsIn(line: Line, file: string): Field[] {
  return line.text.includes('"')
    ? csvFields(line, ',', file, 'E_IJB_SUBJECTS')
    : fieldsOf(line, ',', file);
}

/** What counts of the last line that was read as text, in bytes. */
interface Told {
  readonly template: Uint8Array;
  readonly subject: Uint8Array;
}

/** Where the line at `at` ends if it tells what was told before, without a quote and in as many fields as the header; else `at`. */
function repeatedEnd(bytes: Uint8Array, at: number, header: Header, told: Told): number {
  let field = 0;
  let start = at;
  for (let i = at; ; i++) {
    const byte = bytes[i];
    if (byte !== undefined && byte > COMMA && byte <= TILDE) continue;
    const ended = byte === LF || byte === undefined;
    if (byte === COMMA || ended) {
      const end = byte === LF && bytes[i - 1] === CR ? i - 1 : i;
      if (field === header.template && !equals(bytes, start, end, told.template)) return at;
      if (field === header.subject && !equals(bytes, start, end, told.subject)) return at;
      field++;
      start = i + 1;
      if (!ended) continue;
      const usual = field === header.width && i - at <= MOST_LINE;
      return usual ? Math.min(start, bytes.length) : at;
    }
    const plain = byte >= SPACE && byte < COMMA && byte !== QUOTE;
    if (!plain && !(byte === CR && bytes[i + 1] === LF)) return at;
  }
}

/** Whether `bytes[from, to)` are ASCII that can be seen, spaces and an end of a line, and not very many: what needs no other check. */
function isPrintable(bytes: Uint8Array, from: number, to: number): boolean {
  let end = to;
  if (end > from && bytes[end - 1] === LF) end -= end > from + 1 && bytes[end - 2] === CR ? 2 : 1;
  if (end - from > MOST_LINE) return false;
  for (let i = from; i < end; i++) if (bytes[i]! < SPACE || bytes[i]! > TILDE) return false;
  return true;
}

function equals(bytes: Uint8Array, from: number, to: number, other: Uint8Array): boolean {
  if (to - from !== other.length) return false;
  for (let i = 0; i < other.length; i++) if (bytes[from + i] !== other[i]) return false;
  return true;
}

function refuse(
  place: { readonly file: string; readonly line: number; readonly column?: number },
  what: string,
  remedy: string,
): FormatError {
  return new FormatError('E_IJB_SUBJECTS', place, what, remedy);
}
