import { FormatError } from '../../errors.js';
import { fieldsOf } from '../../files/fields.js';
import { lineBlocks, requirePlainText } from '../../files/plain-text.js';
import { quote } from '../../files/quote.js';
import type { Line } from '../../files/text-lines.js';
import { indexColumn } from '../../index-column.js';
import type { IndexColumn } from '../../types.js';
import { ijbNumber, noIjbNumber } from './ijb-number.js';

const [LF, CR, SPACE, COMMA, ZERO] = [10, 13, 32, 44, 48];

/** Above this number a table of indices would be larger than a Map. */
const DENSE = 1 << 24;

/** Comparisons of templates; entry `k` stands in line `k + 1`. */
export interface IjbPairs {
  /** Indices of templates. */
  readonly left: IndexColumn;
  readonly right: IndexColumn;
  readonly genuine: Uint8Array;
}

/**
 * What appends the usual comparisons at the beginning of a block of whole lines to `columns`, which have room for them and hold `count`
 * before, up to the first line that is none; and tells where that begins and how many comparisons there are then.
 */
export type UsualPairs = (
  block: Uint8Array,
  columns: IjbPairs,
  count: number,
) => { readonly at: number; readonly count: number };

/** How comparisons are read. */
export interface PairReading {
  /** Bytes of the file, to make room by; any number will do. */
  readonly size?: number | undefined;
  /** Another implementation of what this file does byte by byte; undefined where there is none. */
  readonly usual?: ((indices: Int32Array, labelled: boolean) => UsualPairs | undefined) | undefined;
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
  reading: PairReading = {},
): IjbPairs {
  return readPairs(chunks, file, templates, true, reading);
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
  reading: PairReading = {},
): IjbPairs {
  const pairs = readPairs(chunks, file, templates, false, reading);
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

/** Bytes of a usual line, to make room by. */
const USUAL = 12;

function readPairs(
  chunks: Iterable<Uint8Array>,
  file: string,
  templates: ReadonlyMap<number, number>,
  labelled: boolean,
  { size = 0, usual }: PairReading,
): IjbPairs {
  const indices = denseIndices(templates);
  const indexOf = lookup(templates, indices);
  const parse = blockParser(indexOf, labelled);
  const wide = indices && usual?.(indices, labelled);
  let columns = columnsOf(Math.max(1 << 16, Math.ceil(size / USUAL)), templates.size);
  let [count, offset, blank] = [0, 0, 0];
  for (const bytes of lineBlocks(chunks, file)) {
    // A line has four bytes at least.
    if (columns.left.length - count < bytes.length / 4 + 1) {
      columns = columnsOf(2 * columns.left.length + bytes.length, templates.size, columns);
    }
    const lines = count + blank;
    let at = 0;
    if (blank === 0) {
      if (wide !== undefined) ({ at, count } = wide(bytes, columns, count));
      ({ at, count } = parse(bytes, columns, count, at));
    }
    let checked = false;
    while (!isBlank(bytes, at)) {
      // What is no text at all is told before what is no comparison.
      if (!checked) requirePlainText({ bytes, lines, offset }, file);
      checked = true;
      const found = bytes.indexOf(LF, at);
      const next = found < 0 ? bytes.length : found + 1;
      const text = bytes.toString('utf8', at, next).replace(/\r?\n?$/, '');
      const line = { number: count + 1, text: blank > 0 ? '' : text };
      const [left, right, label] = comparisonIn(line, file, indexOf, labelled);
      columns.left[count] = left;
      columns.right[count] = right;
      columns.genuine[count++] = label;
      ({ at, count } = parse(bytes, columns, count, next));
    }
    blank += linesFrom(bytes, at);
    offset += bytes.length;
  }
  if (count === 0) {
    throw new FormatError(
      'E_IJB_PAIRS',
      { file, line: 1 },
      'the file holds no comparison',
      `add lines TEMPLATE${labelled ? ' TEMPLATE LABEL' : ',TEMPLATE'}`,
    );
  }
  // Room that is nearly used is kept: to copy 15 million comparisons takes as long as to read some.
  const wasted = columns.left.length > 1.25 * count + (1 << 16);
  const { left, right, genuine } = columns;
  return wasted
    ? { left: left.slice(0, count), right: right.slice(0, count), genuine: genuine.slice(0, count) }
    : {
        left: left.subarray(0, count),
        right: right.subarray(0, count),
        genuine: genuine.subarray(0, count),
      };
}

/** Whether nothing but ends of lines stands from `at` on. */
function isBlank(bytes: Uint8Array, at: number): boolean {
  for (let i = at; i < bytes.length; i++) {
    if (bytes[i] !== LF && !(bytes[i] === CR && bytes[i + 1] === LF)) return false;
  }
  return true;
}

/** How many lines end from `at` on. */
function linesFrom(bytes: Uint8Array, at: number): number {
  let lines = 0;
  for (let i = at; i < bytes.length; i++) if (bytes[i] === LF) lines++;
  return lines;
}

/**
 * The plain one of all {@link UsualPairs}, which begins at any line of a block.
 *
 * Numbers have nine digits at most here, so that they stay in registers; any other line ends the run, and is read by `comparisonIn`
 * as text is read anywhere.
 */
function blockParser(indexOf: (number: number) => number, labelled: boolean) {
  const separator = labelled ? SPACE : COMMA;
  return (
    bytes: Uint8Array,
    { left: lefts, right: rights, genuine }: IjbPairs,
    count: number,
    from: number,
  ): { at: number; count: number } => {
    const end = bytes.length;
    let at = from;
    for (;;) {
      const start = at;
      if (at >= end) return { at, count };
      let left = 0;
      let digit = bytes[at]! - ZERO;
      for (; digit >= 0 && digit <= 9; digit = bytes[++at]! - ZERO) left = (left * 10 + digit) | 0;
      const middle = at;
      let right = 0;
      digit = bytes[++at]! - ZERO;
      for (; digit >= 0 && digit <= 9; digit = bytes[++at]! - ZERO)
        right = (right * 10 + digit) | 0;
      const after = at;
      let label = 0;
      if (labelled) {
        label = bytes[after + 1]! - ZERO;
        at += 2;
      }
      if (bytes[at] === CR) at++;
      if (
        bytes[middle] !== separator ||
        middle - start - 1 > MOST_DIGITS - 1 ||
        middle === start ||
        after - middle - 2 > MOST_DIGITS - 1 ||
        after === middle + 1 ||
        (bytes[start] === ZERO && middle > start + 1) ||
        (bytes[middle + 1] === ZERO && after > middle + 2) ||
        (labelled && (bytes[after] !== SPACE || (label !== 0 && label !== 1))) ||
        (at < end ? bytes[at] !== LF : at > end || bytes[at - 1] === CR)
      ) {
        return { at: start, count };
      }
      const l = indexOf(left);
      const r = indexOf(right);
      if (l < 0 || r < 0) return { at: start, count };
      at++;
      lefts[count] = l;
      rights[count] = r;
      genuine[count++] = label;
    }
  };
}

/** So many digits are a number of 32 bits with its sign. */
const MOST_DIGITS = 9;

function columnsOf(length: number, templates: number, before?: IjbPairs): IjbPairs {
  const columns = {
    left: indexColumn(length, templates),
    right: indexColumn(length, templates),
    genuine: new Uint8Array(length),
  };
  if (before !== undefined) {
    columns.left.set(before.left);
    columns.right.set(before.right);
    columns.genuine.set(before.genuine);
  }
  return columns;
}

/** The index of each template by its number, -1 where there is none; undefined where numbers are too large for a table. */
function denseIndices(templates: ReadonlyMap<number, number>): Int32Array | undefined {
  let largest = 0;
  for (const number of templates.keys()) largest = Math.max(largest, number);
  if (largest >= DENSE) return undefined;
  const indices = new Int32Array(largest + 1).fill(-1);
  for (const [number, index] of templates) indices[number] = index;
  return indices;
}

/** The index of a template by its number, -1 where there is none. */
function lookup(
  templates: ReadonlyMap<number, number>,
  indices: Int32Array | undefined,
): (number: number) => number {
  if (indices === undefined) return (number) => templates.get(number) ?? -1;
  return (number) => (number < indices.length ? indices[number]! : -1);
}

/**
 * The comparison in a line, by fields.
 * @throws FormatError for a line that is none
 */
function comparisonIn(
  line: Line,
  file: string,
  indexOf: (number: number) => number,
  labelled: boolean,
): readonly [left: number, right: number, label: number] {
  const fields = fieldsOf(line, labelled ? ' ' : ',', file);
  if (fields.length !== (labelled ? 3 : 2)) {
    throw new FormatError(
      'E_IJB_PAIRS',
      { file, line: line.number, column: 1 },
      `expected ${labelled ? 'TEMPLATE TEMPLATE LABEL between single spaces' : 'TEMPLATE,TEMPLATE'}, found ${quote(line.text)}`,
      `give every line ${labelled ? 'three' : 'two'} fields`,
    );
  }
  const [left, right] = fields.slice(0, 2).map((field) => {
    const number = ijbNumber(field.text);
    if (Number.isNaN(number)) throw noIjbNumber(field, 'a template');
    const index = indexOf(number);
    if (index >= 0) return index;
    throw new FormatError(
      'E_IJB_PAIRS',
      field,
      `template ${number} has no picture in the file of templates and media`,
      'take both files from one pack',
    );
  }) as [number, number];
  if (!labelled) return [left, right, 0];
  const label = fields[2]!;
  if (label.text === '0' || label.text === '1') return [left, right, Number(label.text)];
  throw new FormatError('E_LABEL', label, `${quote(label.text)} is no label`, 'write 1 or 0');
}
