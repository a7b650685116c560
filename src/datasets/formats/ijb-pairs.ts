import { FormatError } from '../../errors.js';
import { fieldsOf } from '../../files/fields.js';
import { plainBlocks } from '../../files/plain-text.js';
import { quote } from '../../files/quote.js';
import { ijbNumber, LARGEST, noIjbNumber } from './ijb-number.js';

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
 * Read byte by byte, since there are 15.66 million of them in IJB-C.
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
  const separator = labelled ? SPACE : COMMA;
  const indexOf = lookup(templates);
  let columns = columnsOf(1 << 16);
  let count = 0;
  let blank = 0;
  for (const { bytes } of plainBlocks(chunks, file)) {
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
  if (count === 0) {
    throw new FormatError(
      'E_IJB_PAIRS',
      { file, line: 1 },
      'the file holds no comparison',
      `add lines TEMPLATE${labelled ? ' TEMPLATE LABEL' : ',TEMPLATE'}`,
    );
  }
  return {
    left: columns.left.slice(0, count),
    right: columns.right.slice(0, count),
    genuine: columns.genuine.slice(0, count),
  };
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

/** The index of a template by its number, -1 where there is none. */
function lookup(templates: ReadonlyMap<number, number>): (number: number) => number {
  let largest = 0;
  for (const number of templates.keys()) largest = Math.max(largest, number);
  if (largest >= DENSE) return (number) => templates.get(number) ?? -1;
  const dense = new Int32Array(largest + 1).fill(-1);
  for (const [number, index] of templates) dense[number] = index;
  return (number) => (number <= largest ? dense[number]! : -1);
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
