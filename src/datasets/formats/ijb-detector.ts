import { FormatError } from '../../errors.js';
import { parseDecimal, parseFloats } from '../../files/decimal.js';
import type { NameTable } from '../../files/name-table.js';
import { lineBlocks, requirePlainText } from '../../files/plain-text.js';
import { quote } from '../../files/quote.js';
import { PATH_BEGINS, plainPathEnd } from './paths.js';

const [LF, CR, SPACE, MINUS, POINT, ZERO] = [10, 13, 32, 45, 46, 48];

/** Five points, and the score behind them. */
const NUMBERS = 11;

/** Digits in front of a point that are far below what float32 holds. */
const MOST_DIGITS = 9;

/** Longer lines are read as text, where their length is looked at. */
const MOST_LINE = 4096;

/** Lines of a block, up to the first that is not usual: `at` is where that begins, and `count` are before it. */
export interface UsualScores {
  readonly at: number;
  readonly count: number;
  /** What `starts` and `ends` call the first byte of the block. */
  readonly origin: number;
  /** Where the name of each line begins and ends. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly scores: Float32Array;
}

/** Another implementation of what this file does byte by byte; undefined where there is none. @param begins as `PATH_BEGINS` */
export type ScoreReading = (begins: Uint8Array) => ((block: Uint8Array) => UsualScores) | undefined;

/** What is known of each picture by the lines so far. */
interface Found {
  readonly pictures: NameTable;
  readonly scores: Float32Array;
  /** The line that named the picture, 0 where none did. */
  readonly lineOf: Uint32Array;
}

/**
 * The detector's score of each picture, out of lines `NAME X1 Y1 .. X5 Y5 SCORE`; other pictures are passed over.
 *
 * Read byte by byte: of the points nothing is made, so that they are only looked at, digit after digit.
 *
 * @param chunks as for `lineBlocks`
 * @param pictures the names of the pictures
 * @throws FormatError E_IJB_DETECTOR for a line that is not of a name and eleven numbers, a name that stands twice, and a picture
 *   that no line names; each with its place; and those of `plainBlocks`
 */
export function parseIjbDetector(
  chunks: Iterable<Uint8Array>,
  file: string,
  pictures: NameTable,
  usual?: ScoreReading,
): Float32Array {
  const wide = usual?.(PATH_BEGINS);
  const scores = new Float32Array(pictures.size);
  const lineOf = new Uint32Array(pictures.size);
  const found: Found = { pictures, scores, lineOf };
  let [lines, offset, blank] = [0, 0, 0];
  for (const bytes of lineBlocks(chunks, file)) {
    const before = lines;
    let checked = false;
    let at = 0;
    if (wide !== undefined && blank === 0) ({ at, lines } = told(bytes, wide(bytes), found, lines));
    while (at < bytes.length) {
      if (blank === 0) ({ at, lines } = usualLines(bytes, found, at, lines));
      if (at === bytes.length) break;
      // What is no text at all is told before what is no such line.
      if (!checked) requirePlainText({ bytes, lines: before, offset }, file);
      checked = true;
      const ended = bytes.indexOf(LF, at);
      const next = ended < 0 ? bytes.length : ended;
      const end = next > at && bytes[next - 1] === CR ? next - 1 : next;
      lines++;
      if (end === at) blank ||= lines;
      else if (blank > 0) throw otherFields({ file, line: blank }, '');
      else addLine(bytes, at, end, found, { file, line: lines });
      at = Math.min(next + 1, bytes.length);
    }
    offset += bytes.length;
  }
  const lacking = lineOf.indexOf(0);
  if (lacking < 0) return scores;
  const name = quote(pictures.name(lacking));
  throw refuse({ file }, `no line names the picture ${name}`, 'take all files from one pack');
}

/** Adds the line `bytes[start, end)`. @throws FormatError where it is none, or its picture stood before */
function addLine(
  bytes: Buffer,
  start: number,
  end: number,
  { pictures, scores, lineOf }: Found,
  place: { readonly file: string; readonly line: number },
): void {
  const numbers = new Float32Array(NUMBERS);
  const space = bytes.indexOf(SPACE, start);
  const progress = { at: space, index: 0 };
  const named = space > start && space < end;
  if (named) parseFloats(bytes, progress, end, numbers, NUMBERS);
  if (!named || progress.index < NUMBERS || progress.at < end) {
    throw otherFields(place, bytes.toString('utf8', start, end));
  }
  const picture = pictures.find(bytes, start, space);
  if (picture < 0) return;
  if (lineOf[picture] !== 0) {
    const name = quote(pictures.name(picture));
    const what = `${name} stands here and in line ${lineOf[picture]!}`;
    throw refuse({ ...place, column: 1 }, what, 'name a picture once');
  }
  lineOf[picture] = place.line;
  scores[picture] = numbers[NUMBERS - 1]!;
}

/**
 * Adds lines of a block from `at` on, up to the first that is not of a plain path and eleven numbers without an exponent, or is of a
 * picture that stood before; tells where that begins and how many lines there are then.
 */
function usualLines(
  bytes: Uint8Array,
  { pictures, scores, lineOf }: Found,
  from: number,
  before: number,
): { at: number; lines: number } {
  const end = bytes.length;
  let [at, lines, next] = [from, before, 0];
  for (;;) {
    const start = at;
    const space = plainPathEnd(bytes, start);
    if (space === start) return { at: start, lines };
    at = space;
    let last = at;
    for (let number = 0; number < NUMBERS; number++) {
      if (bytes[at] !== SPACE) return { at: start, lines };
      last = at + 1;
      at = plainNumberEnd(bytes, last);
      if (at === last) return { at: start, lines };
    }
    const stop = at;
    if (bytes[at] === CR) at++;
    if (
      at - start > MOST_LINE ||
      (at < end ? bytes[at] !== LF : at > end || bytes[at - 1] === CR)
    ) {
      return { at: start, lines };
    }
    // Both files of a pack have one order.
    const picture = pictures.is(next, bytes, start, space)
      ? next
      : pictures.find(bytes, start, space);
    if (picture >= 0) {
      if (lineOf[picture] !== 0) return { at: start, lines };
      lineOf[picture] = lines + 1;
      scores[picture] = parseDecimal(bytes, last, stop);
      next = picture + 1;
    }
    at = Math.min(at + 1, end);
    lines++;
  }
}

/** Adds what was told of a block, as {@link usualLines} does. */
function told(
  bytes: Uint8Array,
  { at, count, origin, starts, ends, scores: read }: UsualScores,
  { pictures, scores, lineOf }: Found,
  before: number,
): { at: number; lines: number } {
  let next = 0;
  for (let line = 0; line < count; line++) {
    const [start, end] = [starts[line]! - origin, ends[line]! - origin];
    const picture = pictures.is(next, bytes, start, end) ? next : pictures.find(bytes, start, end);
    if (picture < 0) continue;
    if (lineOf[picture] !== 0) return { at: start, lines: before + line };
    lineOf[picture] = before + line + 1;
    scores[picture] = read[line]!;
    next = picture + 1;
  }
  return { at, lines: before + count };
}

/** Where the number `[-]digits[.digits]` that begins at `at` ends, up to nine digits before its point; `at` where none begins there. */
function plainNumberEnd(bytes: Uint8Array, at: number): number {
  let i = bytes[at] === MINUS ? at + 1 : at;
  const first = i;
  let digit = bytes[i]! - ZERO;
  while (digit >= 0 && digit <= 9) digit = bytes[++i]! - ZERO;
  if (i === first || i - first > MOST_DIGITS) return at;
  if (bytes[i] === POINT) {
    digit = bytes[++i]! - ZERO;
    while (digit >= 0 && digit <= 9) digit = bytes[++i]! - ZERO;
  }
  return i;
}

function otherFields(
  place: { readonly file: string; readonly line: number },
  text: string,
): FormatError {
  return refuse(
    { ...place, column: 1 },
    `expected NAME X1 Y1 .. X5 Y5 SCORE, found ${quote(text)}`,
    'give every line a name and eleven numbers',
  );
}

function refuse(
  place: { readonly file: string; readonly line?: number; readonly column?: number },
  what: string,
  remedy: string,
): FormatError {
  return new FormatError('E_IJB_DETECTOR', place, what, remedy);
}
