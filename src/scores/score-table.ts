import { FormatError } from '../errors.js';
import { parseDecimal } from '../files/decimal.js';
import { LABEL_WORDS } from '../files/label-words.js';
import type { TextBlock } from '../files/plain-text.js';
import { quote } from '../files/quote.js';
import type { Scores } from '../types.js';
import { assemble, type NamedColumns } from './assemble.js';
import { NameTable } from '../files/name-table.js';
import type { NamedScores, ScoreContent } from './score-file.js';
import type { ScoreSource } from './score-format.js';

/** What a field of a line tells of its comparison; `other` tells nothing. */
export type Role =
  | 'score'
  | 'genuine'
  | 'fold'
  | 'test'
  | 'quality'
  | 'left'
  | 'right'
  | 'left_person'
  | 'right_person'
  | 'other';

/** How the lines of a file are to be understood. */
export interface Layout {
  /** Of each field of a line. Where none is `genuine`, a comparison is genuine when its two persons are one. */
  readonly roles: readonly Role[];
  /** The byte between two fields; blanks and tabs in any number where it is absent. */
  readonly separator?: number | undefined;
  /** Whether fields may stand in double quotes, a quote within them doubled. */
  readonly quotes?: boolean | undefined;
  /** Whether a name that begins with an apostrophe and a character that a spreadsheet takes for a formula lost it before. */
  readonly escapedFormulas?: boolean | undefined;
  /** Whether scores and qualities are float32 where each of them is one. */
  readonly single?: boolean | undefined;
  /** Whether lines that are blank, or whose first character but blanks is `#`, are passed over. */
  readonly comments?: boolean | undefined;
  /** Words for labels, in small letters; the usual ones where absent. */
  readonly labels?: ReadonlyMap<string, boolean> | undefined;
  /** What a line looks like, for messages. */
  readonly shape: string;
}

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const HASH = 0x23;
const APOSTROPHE = 0x27;
const ZERO = 0x30;
const ONE = 0x31;

/** What a spreadsheet takes for the beginning of a formula, and what then is escaped by an apostrophe. */
export const FORMULA_STARTS = '=+-@\t\r';
const FORMULA_BYTES = new Set(Buffer.from(FORMULA_STARTS));

const MOST_FOLDS = 0x10000;
const FIRST_CAPACITY = 4096;

/**
 * Collects the comparisons of a text line by line, in typed arrays that grow: no field becomes a string, and names are kept
 * once.
 *
 * NaN scores (`nan` in any case) are failures to acquire and stay NaN.
 */
export class ScoreTable {
  #rows = 0;
  #line = 0;
  /** First of the blank lines since the last other one, which may stand at the end only; 0 for none. */
  #blank = 0;
  #bytes: Uint8Array = new Uint8Array(0);
  #lineStart = 0;
  #consumed = 0;
  #scores = new Float64Array(FIRST_CAPACITY);
  #genuine = new Uint8Array(FIRST_CAPACITY);
  #fold: Uint16Array | undefined;
  #test: Uint8Array | undefined;
  #quality: Float64Array | undefined;
  readonly #pictures: NameColumns | undefined;
  readonly #persons: NameColumns | undefined;
  readonly #byPersons: boolean;
  readonly #labels: ReadonlyMap<string, boolean>;
  /** Where a quoted field was found to end: its closing quote, and what lies in it. */
  #quoted = { bytes: new Uint8Array(0), length: 0 };

  /** @param size of the file in bytes, by which room is made */
  constructor(
    private readonly file: string,
    private readonly layout: Layout,
    private readonly size: number,
  ) {
    const has = (role: Role) => layout.roles.includes(role);
    if (has('fold')) this.#fold = new Uint16Array(FIRST_CAPACITY);
    if (has('test')) this.#test = new Uint8Array(FIRST_CAPACITY);
    if (has('quality')) this.#quality = new Float64Array(FIRST_CAPACITY);
    if (has('left')) this.#pictures = new NameColumns();
    if (has('left_person')) this.#persons = new NameColumns();
    this.#byPersons = !has('genuine') && has('left_person');
    this.#labels = layout.labels ?? LABEL_WORDS;
  }

  /**
   * Takes the lines of `block`.
   * @throws FormatError E_SCORES_FIELDS, E_SCORES_QUOTE, E_SCORES_NUMBER, E_SCORES_INFINITE, E_SCORES_LABEL, E_SCORES_TEST,
   *   E_SCORES_FOLD, E_SCORES_NAME, with line and column
   */
  take({ bytes, lines, offset }: TextBlock): void {
    const data = bytes[bytes.length - 1] === LF ? bytes : Buffer.concat([bytes, Buffer.of(LF)]);
    this.#bytes = data;
    this.#line = lines;
    for (let at = 0; at < data.length;) {
      this.#lineStart = at;
      this.#line++;
      if (this.layout.comments === true && isComment(data, at)) {
        at = data.indexOf(LF, at) + 1;
        continue;
      }
      if (data[at] === LF || (data[at] === CR && data[at + 1] === LF)) {
        if (this.#blank === 0) this.#blank = this.#line;
        at += data[at] === LF ? 1 : 2;
        continue;
      }
      if (this.#blank !== 0) throw this.#blankLine();
      if (this.#rows === this.#scores.length) {
        this.#consumed = offset + at;
        this.#grow();
      }
      at = this.layout.separator === undefined ? this.#takeBlanked(at) : this.#takeSeparated(at);
      if (this.#byPersons) {
        const { left, right } = this.#persons!;
        this.#genuine[this.#rows] = left[this.#rows] === right[this.#rows] ? 1 : 0;
      }
      this.#rows++;
    }
  }

  /**
   * The comparisons, in the order of the lines.
   * @param header number of lines before the first comparison
   * @throws FormatError those of `assemble`, with the line
   */
  finish(header: number): NamedScores {
    const rows = this.#rows;
    const columns = {
      scores: this.#narrowed(this.#scores),
      genuine: this.#genuine.subarray(0, rows),
      fold: this.#fold?.subarray(0, rows),
      test: this.#test?.subarray(0, rows),
      quality: this.#quality === undefined ? undefined : this.#narrowed(this.#quality),
      pictures: this.#pictures?.cut(rows),
      persons: this.#persons?.cut(rows),
    };
    return assemble(columns, (code, row, what, remedy) => {
      return new FormatError(code, { file: this.file, line: row + 1 + header }, what, remedy);
    });
  }

  #takeSeparated(start: number): number {
    const { roles, separator, quotes = false } = this.layout;
    const bytes = this.#bytes;
    const last = roles.length - 1;
    let at = start;
    for (let field = 0; field <= last; field++) {
      const from = at;
      if (quotes && bytes[at] === QUOTE) {
        at = this.#unquote(from);
        const { bytes: content, length } = this.#quoted;
        if (bytes[at] === CR) at++;
        this.#requireEnd(bytes[at] === LF, field === last);
        this.#put(roles[field]!, content, 0, length, from);
      } else {
        let byte = bytes[at];
        while (byte !== separator && byte !== LF) byte = bytes[++at];
        const to = byte === LF && at > from && bytes[at - 1] === CR ? at - 1 : at;
        this.#requireEnd(byte === LF, field === last);
        this.#put(roles[field]!, bytes, from, to, from);
      }
      at++;
    }
    return at;
  }

  #takeBlanked(start: number): number {
    const { roles } = this.layout;
    const bytes = this.#bytes;
    let at = start;
    for (const role of roles) {
      while (bytes[at] === SPACE || bytes[at] === TAB) at++;
      const from = at;
      let byte = bytes[at];
      while (byte !== SPACE && byte !== TAB && byte !== LF && byte !== CR) byte = bytes[++at];
      if (at === from) throw this.#fieldCount();
      this.#put(role, bytes, from, at, from);
    }
    while (bytes[at] === SPACE || bytes[at] === TAB) at++;
    if (bytes[at] === CR) at++;
    if (bytes[at] !== LF) throw this.#fieldCount();
    return at + 1;
  }

  #requireEnd(atEnd: boolean, last: boolean): void {
    if (atEnd !== last) throw this.#fieldCount();
  }

  /** Puts the content of the quoted field at `from` into `#quoted`; where the field ends. */
  #unquote(from: number): number {
    const bytes = this.#bytes;
    const lineEnd = bytes.indexOf(LF, from);
    if (this.#quoted.bytes.length < lineEnd - from) {
      this.#quoted.bytes = new Uint8Array(2 * (lineEnd - from));
    }
    // A number is read up to what is no part of one.
    const content = this.#quoted.bytes.fill(QUOTE, 0, lineEnd - from);
    let length = 0;
    for (let at = from + 1; at < lineEnd; at++) {
      if (bytes[at] !== QUOTE) {
        content[length++] = bytes[at]!;
      } else if (bytes[at + 1] === QUOTE) {
        content[length++] = QUOTE;
        at++;
      } else {
        this.#quoted.length = length;
        const next = bytes[at + 1];
        if (next === this.layout.separator || next === LF || next === CR) return at + 1;
        throw this.#errorAt('E_SCORES_QUOTE', at + 1, 'text behind a closing quote', QUOTING);
      }
    }
    throw this.#errorAt('E_SCORES_QUOTE', from, 'a quote that does not end on its line', QUOTING);
  }

  #put(role: Role, bytes: Uint8Array, from: number, to: number, place: number): void {
    const row = this.#rows;
    switch (role) {
      case 'score':
        this.#scores[row] = this.#number(bytes, from, to, place, 'a score');
        return;
      case 'genuine':
        this.#genuine[row] = this.#label(bytes, from, to, place);
        return;
      case 'left_person':
        this.#persons!.left[row] = this.#name(this.#persons!.table, bytes, from, to, place);
        return;
      case 'right_person':
        this.#persons!.right[row] = this.#name(this.#persons!.table, bytes, from, to, place);
        return;
      case 'left':
        this.#pictures!.left[row] = this.#name(this.#pictures!.table, bytes, from, to, place);
        return;
      case 'right':
        this.#pictures!.right[row] = this.#name(this.#pictures!.table, bytes, from, to, place);
        return;
      case 'quality':
        this.#quality![row] = this.#number(bytes, from, to, place, 'a quality');
        return;
      case 'fold':
        this.#fold![row] = this.#foldNumber(bytes, from, to, place);
        return;
      case 'test':
        this.#test![row] = this.#testMark(bytes, from, to, place);
        return;
      case 'other':
        return;
    }
  }

  #number(bytes: Uint8Array, from: number, to: number, place: number, what: string): number {
    const value = parseDecimal(bytes, from, to);
    if (value - value === 0) return value;
    const text = textOf(bytes, from, to);
    if (/^[+-]?nan$/i.test(text)) return NaN;
    if (value === value || /^[+-]?inf(inity)?$/i.test(text)) {
      throw this.#fail(
        'E_SCORES_INFINITE',
        place,
        `${quote(text)} is infinite`,
        'give finite numbers, and nan where a comparison failed',
      );
    }
    throw this.#fail(
      'E_SCORES_NUMBER',
      place,
      `expected ${what}, a number such as -0.25 or 1e-3, or nan, found ${quote(text)}`,
      'write plain decimals with a point',
    );
  }

  #label(bytes: Uint8Array, from: number, to: number, place: number): number {
    if (to - from === 1) {
      if (bytes[from] === ONE) return 1;
      if (bytes[from] === ZERO && this.#labels.get('0') === false) return 0;
    }
    const text = textOf(bytes, from, to);
    const genuine = this.#labels.get(text.toLowerCase());
    if (genuine !== undefined) return genuine ? 1 : 0;
    const words = [...this.#labels.keys()].join(', ');
    throw this.#fail(
      'E_SCORES_LABEL',
      place,
      `${quote(text)} is no label`,
      `write one of ${words}`,
    );
  }

  #testMark(bytes: Uint8Array, from: number, to: number, place: number): number {
    const text = textOf(bytes, from, to).toLowerCase();
    if (text === '1' || text === 'true') return 1;
    if (text === '0' || text === 'false') return 0;
    throw this.#fail(
      'E_SCORES_TEST',
      place,
      `expected whether to test, 1 or 0, found ${quote(text)}`,
      'write 1 where results are tested, 0 where thresholds are chosen only',
    );
  }

  #foldNumber(bytes: Uint8Array, from: number, to: number, place: number): number {
    let value = 0;
    let at = from;
    while (at < to && bytes[at]! >= ZERO && bytes[at]! <= ZERO + 9 && at - from < 6) {
      value = 10 * value + bytes[at]! - ZERO;
      at++;
    }
    const canonical = at === to && at > from && (bytes[from] !== ZERO || to - from === 1);
    if (canonical && value < MOST_FOLDS) return value;
    const text = quote(textOf(bytes, from, to));
    throw this.#fail(
      'E_SCORES_FOLD',
      place,
      `expected a fold, a whole number from 0 to ${MOST_FOLDS - 1}, found ${text}`,
      'write plain digits',
    );
  }

  #name(table: NameTable, bytes: Uint8Array, from: number, to: number, place: number): number {
    if (from === to) {
      throw this.#fail(
        'E_SCORES_NAME',
        place,
        'a name is empty',
        'name it, or leave the column out',
      );
    }
    const escaped =
      this.layout.escapedFormulas === true &&
      bytes[from] === APOSTROPHE &&
      to - from > 1 &&
      FORMULA_BYTES.has(bytes[from + 1]!);
    return table.numberOf(bytes, escaped ? from + 1 : from, to);
  }

  /** The column in float32 where the layout says so and nothing is lost. */
  #narrowed(column: Float64Array): Scores {
    const values = column.subarray(0, this.#rows);
    const narrow =
      this.layout.single === true && values.every((value) => Object.is(Math.fround(value), value));
    return narrow ? Float32Array.from(values) : values;
  }

  /** Makes room for the whole file, if its lines stay as long as they were. */
  #grow(): void {
    const expected = (this.#rows * this.size * 1.02) / this.#consumed;
    const length = Math.ceil(Math.max(expected, 1.25 * this.#rows));
    this.#scores = grown(this.#scores, length);
    this.#genuine = grown(this.#genuine, length);
    if (this.#fold !== undefined) this.#fold = grown(this.#fold, length);
    if (this.#test !== undefined) this.#test = grown(this.#test, length);
    if (this.#quality !== undefined) this.#quality = grown(this.#quality, length);
    this.#pictures?.grow(length);
    this.#persons?.grow(length);
  }

  #lineText(): string {
    const end = this.#bytes.indexOf(LF, this.#lineStart);
    const to = this.#bytes[end - 1] === CR ? end - 1 : end;
    return textOf(this.#bytes, this.#lineStart, to);
  }

  #blankLine(): FormatError {
    return new FormatError(
      'E_SCORES_FIELDS',
      { file: this.file, line: this.#blank, column: 1 },
      'an empty line between others',
      'take it out',
    );
  }

  #fieldCount(): FormatError {
    const { roles, shape } = this.layout;
    const text = quote(this.#lineText());
    const fields = roles.length === 1 ? 'one field' : `${roles.length} fields`;
    return this.#errorAt(
      'E_SCORES_FIELDS',
      this.#lineStart,
      `expected ${fields}, ${shape}, found ${text}`,
      'give every line the same fields',
    );
  }

  /** The error for a field, or, where the line has another number of them, for the line: that is what went wrong first. */
  #fail(code: `E_SCORES_${string}`, place: number, what: string, remedy: string): FormatError {
    const { roles, separator } = this.layout;
    const text = this.#lineText();
    const found =
      separator === undefined
        ? wordsOf(text).length
        : text.replaceAll(/"[^"]*"/g, '').split(String.fromCharCode(separator)).length;
    if (found !== roles.length) return this.#fieldCount();
    return this.#errorAt(code, place, what, remedy);
  }

  #errorAt(code: `E_SCORES_${string}`, place: number, what: string, remedy: string): FormatError {
    const column = textOf(this.#bytes, this.#lineStart, place).length + 1;
    return new FormatError(code, { file: this.file, line: this.#line, column }, what, remedy);
  }
}

/** The error to show for a file without a comparison. */
export function isEmpty(file: string): FormatError {
  const what = 'the file holds no comparison';
  return new FormatError('E_SCORES_EMPTY', { file, line: 1 }, what, 'check that it is whole');
}

/** Whether the line at `start` is blank, or begins with `#`, blanks in front of it not counted. */
function isComment(bytes: Uint8Array, start: number): boolean {
  let at = start;
  while (bytes[at] === SPACE || bytes[at] === TAB || bytes[at] === CR) at++;
  return bytes[at] === HASH || bytes[at] === LF;
}

/**
 * The comparisons of a text without a header, whose first statement tells its layout.
 *
 * @param layoutOf is given the first line that is neither blank nor begins with `#`, empty where the bytes at hand hold none;
 *   what it answers with undefined is passed over
 * @throws FormatError as ScoreTable
 */
export async function readLines(
  { path, size, text }: ScoreSource,
  layoutOf: (statement: string) => Layout | undefined,
): Promise<ScoreContent> {
  let table: ScoreTable | undefined;
  for await (const block of text()) {
    if (table === undefined) {
      const layout = layoutOf(firstStatement(block.bytes.toString('utf8')));
      if (layout === undefined) continue;
      table = new ScoreTable(path, layout, size);
    }
    table.take(block);
  }
  if (table === undefined) throw isEmpty(path);
  return { ...table.finish(0), warnings: [] };
}

/** The first line of `text` that is neither blank nor begins with `#`; empty where there is none. */
export function firstStatement(text: string): string {
  return text.split(/\r?\n/).find((line) => !/^[ \t]*(#|$)/.test(line)) ?? '';
}

/** The fields of a line between blanks and tabs. */
export function wordsOf(line: string): string[] {
  return line.split(/[ \t\r]+/).filter((word) => word !== '');
}

const QUOTING = 'close the quote before the separator, and double quotes within';

/** The two names of every comparison, as numbers. */
class NameColumns {
  readonly table = new NameTable();
  left = new Uint32Array(FIRST_CAPACITY);
  right = new Uint32Array(FIRST_CAPACITY);

  grow(length: number): void {
    this.left = grown(this.left, length);
    this.right = grown(this.right, length);
  }

  cut(rows: number): NamedColumns {
    return {
      names: this.table.names(),
      left: this.left.subarray(0, rows),
      right: this.right.subarray(0, rows),
    };
  }
}

function grown<T extends Uint8Array | Uint16Array | Uint32Array | Float64Array>(
  column: T,
  length: number,
): T {
  const larger = new (column.constructor as new (length: number) => T)(length);
  larger.set(column);
  return larger;
}

function textOf(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('utf8');
}
