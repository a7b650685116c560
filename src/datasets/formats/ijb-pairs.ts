import { FormatError } from '../../errors.js';
import { fieldsOf } from '../../files/fields.js';
import { plainBlocks } from '../../files/plain-text.js';
import { quote } from '../../files/quote.js';
import { ijbNumber, LARGEST, noIjbNumber } from './ijb-number.js';
import { LONGEST_USUAL, takeUsualLines, type FilledPairs } from './ijb-usual-lines.js';

const [LF, CR, SPACE, COMMA, ZERO] = [10, 13, 32, 44, 48];

/** Above this number a table of indices would be larger than a Map. */
const DENSE = 1 << 24;

/** Comparisons of templates; entry `k` stands in line `k + 1`. */
export interface IjbPairs {
  /** Indices of templates. */
  readonly left: Uint32Array;
  readonly right: Uint32Array;
  readonly genuine: Uint8Array;
}

/**
 * The comparisons of lines `1 11065 1`: two templates and 1 where they show one subject, else 0, apart by single spaces.
 *
 * Read byte by byte, since there are 15.66 million of them in IJB-C, and the usual lines by themselves as long as there are no others.
 *
 * @param chunks as for `linesOf`
 * @param templates the index of each template by its number
 * @throws FormatError E_IJB_PAIRS for a line of other fields, a template that is not in `templates`, and a file without lines;
 *   E_NUMBER, E_LABEL; each with line and column; and those of `plainBlocks`
 */
export function parseIjbPairs(
  chunks: Iterable<Uint8Array>,
  file: string,
  templates: ReadonlyMap<number, number>,
): IjbPairs {
  return readPairs(chunks, file, templates, true);
}

/**
 * The comparisons of lines `1,11065`: two templates, genuine where both are of one subject, as NIST lists them.
 *
 * @param identity subject of each template, -1 where it is unknown
 * @throws FormatError as `parseIjbPairs`; E_IJB_PAIRS for a template of unknown subject, too
 */
export function parseIjbMatches(
  chunks: Iterable<Uint8Array>,
  file: string,
  templates: ReadonlyMap<number, number>,
  identity: Int32Array,
): IjbPairs {
  const pairs = readPairs(chunks, file, templates, false);
  for (let k = 0; k < pairs.left.length; k++) {
    const [left, right] = [identity[pairs.left[k]!]!, identity[pairs.right[k]!]!];
    if (left < 0 || right < 0) {
      const index = (left < 0 ? pairs.left : pairs.right)[k]!;
      throw new FormatError(
        'E_IJB_PAIRS',
        { file, line: k + 1, column: 1 },
        `nothing names the subject of template ${[...templates.keys()][index]!}`,
        'put the tables of galleries and probes beside it',
      );
    }
    pairs.genuine[k] = left === right ? 1 : 0;
  }
  return pairs;
}

function readPairs(
  chunks: Iterable<Uint8Array>,
  file: string,
  templates: ReadonlyMap<number, number>,
  labelled: boolean,
): IjbPairs {
  const dense = denseLookup(templates);
  const text = chunks[Symbol.iterator]();
  const usual = readUsualLines(dense, text, labelled);
  const indexOf =
    dense === undefined
      ? (number: number) => templates.get(number) ?? -1
      : (number: number) => (number < dense.length ? dense[number]! : -1);
  const { left, right, genuine, count } = readAnyLines(usual, text, file, indexOf, labelled);
  if (count === 0) {
    throw new FormatError(
      'E_IJB_PAIRS',
      { file, line: 1 },
      'the file holds no comparison',
      `add lines TEMPLATE${labelled ? ' TEMPLATE LABEL' : ',TEMPLATE'}`,
    );
  }
  // Memory behind them that was never written to costs nothing, a copy would.
  return {
    left: left.subarray(0, count),
    right: right.subarray(0, count),
    genuine: genuine.subarray(0, count),
  };
}

/** Comparisons that were read, and the bytes that were taken from the text but not read. */
interface ReadSoFar extends FilledPairs {
  readonly rest: Uint8Array;
  /** Bytes read before them. */
  readonly offset: number;
}

/** The comparisons up to the first line that is not as all of them usually are; none where there is no table of templates. */
function readUsualLines(
  dense: Int32Array | undefined,
  text: Iterator<Uint8Array>,
  labelled: boolean,
): ReadSoFar {
  let columns = columnsOf(1 << 16);
  let rest: Uint8Array = new Uint8Array(0);
  let [count, offset] = [0, 0];
  while (dense !== undefined && rest.length < LONGEST_USUAL) {
    const next = text.next();
    if (next.done === true) break;
    const bytes = rest.length === 0 ? next.value : Buffer.concat([rest, next.value]);
    let at = 0;
    for (;;) {
      ({ at, count } = takeUsualLines(bytes, at, { ...columns, count }, dense, labelled));
      if (count < columns.left.length) break;
      columns = columnsOf(2 * count, columns);
    }
    rest = bytes.subarray(at);
    offset += at;
  }
  return { ...columns, count, rest, offset };
}

/** The comparisons of all lines, those that were read before among them. */
function readAnyLines(
  before: ReadSoFar,
  text: Iterator<Uint8Array>,
  file: string,
  indexOf: (number: number) => number,
  labelled: boolean,
): FilledPairs {
  const separator = labelled ? SPACE : COMMA;
  let columns: IjbPairs = before;
  let { count } = before;
  let blank = 0;
  const position = { lines: count, offset: before.offset };
  for (const { bytes } of plainBlocks(followedBy(before.rest, text), file, position)) {
    const end = bytes.length;
    for (let at = 0; at < end;) {
      const start = at;
      if (bytes[at] === LF || bytes[at] === CR) {
        at += bytes[at] === CR ? 2 : 1;
        blank++;
        continue;
      }
      // Blank lines may stand at the very end alone.
      if (blank > 0) throw faultOf('', count + 1, file, indexOf, labelled);
      let left = 0;
      let digit = bytes[at]! - ZERO;
      for (; digit >= 0 && digit <= 9; digit = bytes[++at]! - ZERO) left = left * 10 + digit;
      const middle = at;
      let right = 0;
      digit = bytes[++at]! - ZERO;
      for (; digit >= 0 && digit <= 9; digit = bytes[++at]! - ZERO) right = right * 10 + digit;
      const label = labelled ? bytes[at + 1]! - ZERO : 0;
      const l = isNumber(bytes, start, middle, left) ? indexOf(left) : -1;
      const r = isNumber(bytes, middle + 1, at, right) ? indexOf(right) : -1;
      const sound =
        l >= 0 &&
        r >= 0 &&
        (label === 0 || label === 1) &&
        bytes[middle] === separator &&
        (!labelled || bytes[at] === SPACE);
      if (labelled) at += 2;
      if (bytes[at] === CR) at++;
      if (!sound || (at < end && bytes[at] !== LF)) {
        const found = bytes.indexOf(LF, start);
        const text = bytes.toString('utf8', start, found < 0 ? end : found).replace(/\r$/, '');
        throw faultOf(text, count + 1, file, indexOf, labelled);
      }
      at++;
      if (count === columns.left.length) columns = columnsOf(2 * count, columns);
      columns.left[count] = l;
      columns.right[count] = r;
      columns.genuine[count++] = label;
    }
  }
  return { ...columns, count };
}

function* followedBy(rest: Uint8Array, text: Iterator<Uint8Array>): Generator<Uint8Array, void> {
  if (rest.length > 0) yield rest;
  yield* { [Symbol.iterator]: () => text };
}

function columnsOf(length: number, before?: IjbPairs): IjbPairs {
  const columns = {
    left: new Uint32Array(length),
    right: new Uint32Array(length),
    genuine: new Uint8Array(length),
  };
  if (before !== undefined) {
    columns.left.set(before.left);
    columns.right.set(before.right);
    columns.genuine.set(before.genuine);
  }
  return columns;
}

/** Whether the digits from `start` to `end` are a number of 32 bits as it is written: with no leading zero. */
function isNumber(bytes: Uint8Array, start: number, end: number, value: number): boolean {
  return end > start && (bytes[start] !== ZERO || end === start + 1) && value <= LARGEST;
}

/** The index of a template by its number, -1 where there is none; undefined where such a table would be large. */
function denseLookup(templates: ReadonlyMap<number, number>): Int32Array | undefined {
  let largest = 0;
  for (const number of templates.keys()) largest = Math.max(largest, number);
  if (largest >= DENSE) return undefined;
  const dense = new Int32Array(largest + 1).fill(-1);
  for (const [number, index] of templates) dense[number] = index;
  return dense;
}

/** The error for a line that is no comparison. */
function faultOf(
  text: string,
  line: number,
  file: string,
  indexOf: (number: number) => number,
  labelled: boolean,
): FormatError {
  const fields = fieldsOf({ number: line, text }, labelled ? ' ' : ',', file);
  const label = fields.at(-1)!;
  if (fields.length !== (labelled ? 3 : 2)) {
    return new FormatError(
      'E_IJB_PAIRS',
      { file, line, column: 1 },
      `expected ${labelled ? 'TEMPLATE TEMPLATE LABEL between single spaces' : 'TEMPLATE,TEMPLATE'}, found ${quote(text)}`,
      `give every line ${labelled ? 'three' : 'two'} fields`,
    );
  }
  for (const field of fields.slice(0, 2)) {
    const number = ijbNumber(field.text);
    if (Number.isNaN(number)) return noIjbNumber(field, 'a template');
    if (indexOf(number) >= 0) continue;
    return new FormatError(
      'E_IJB_PAIRS',
      field,
      `template ${number} has no picture in the file of templates and media`,
      'take both files from one pack',
    );
  }
  return new FormatError('E_LABEL', label, `${quote(label.text)} is no label`, 'write 1 or 0');
}
