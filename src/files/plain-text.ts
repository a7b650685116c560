import { isUtf8 } from 'node:buffer';
import { FormatError } from '../errors.js';

/** Longer lines belong to no protocol; without a limit one file could take all memory. */
const LONGEST = 64 * 1024;

const LF = 10;
const CR = 13;

/** Bytes that hold whole lines and passed every check, with where they begin; the next block may lie in the same memory. */
export interface TextBlock {
  readonly bytes: Buffer;
  /** Lines and bytes before it. */
  readonly lines: number;
  readonly offset: number;
}

/**
 * The bytes of a UTF-8 text in blocks of whole lines, one after the other, so that a file of millions of lines takes no more
 * memory than a chunk. Lines end in LF or CRLF, the last end may be missing; a byte order mark is skipped.
 *
 * The chunks are cut after their last LF, which no other character of UTF-8 contains.
 *
 * @param chunks the bytes in any cut
 * @param file name for messages
 * @throws FormatError E_TEXT_ENCODING (UTF-16, or bytes that are not UTF-8), E_TEXT_NUL, E_TEXT_CR (a CR without LF), E_TEXT_LONG
 *   (a line above 64 KiB), each with line and column
 */
export function* plainBlocks(
  chunks: Iterable<Uint8Array>,
  file: string,
): Generator<TextBlock, void> {
  let [lines, offset] = [0, 0];
  for (const bytes of lineBlocks(chunks, file)) {
    const block = { bytes, lines, offset };
    lines = requirePlainText(block, file);
    offset += bytes.length;
    yield block;
  }
}

/**
 * The blocks of {@link plainBlocks} before any check but that for UTF-16: for a grammar whose every byte is looked at anyway, and
 * that calls {@link requirePlainText} of the block in which it finds something else.
 *
 * A line that grows beyond the longest that is allowed comes as it is, a block without an end, and nothing after it.
 */
export function* lineBlocks(chunks: Iterable<Uint8Array>, file: string): Generator<Buffer, void> {
  let room = Buffer.alloc(0);
  let begun = 0;
  for (const chunk of withoutMark(chunks, file)) {
    const filled = begun + chunk.length;
    if (filled > room.length) room = Buffer.concat([room.subarray(0, begun)], 2 * filled);
    room.set(chunk, begun);
    const end = filled === 0 ? 0 : room.lastIndexOf(LF, filled - 1) + 1;
    if (end > 0) yield room.subarray(0, end);
    room.copyWithin(0, end, filled);
    begun = filled - end;
    if (begun > LONGEST) break;
  }
  if (begun > 0) yield room.subarray(0, begun);
}

/**
 * The count of lines up to the end of `block`.
 * @throws FormatError for the first line that is not plain text
 */
export function requirePlainText(block: TextBlock, file: string): number {
  const { bytes, lines } = block;
  let count = lines;
  let start = 0;
  let sound = isUtf8(bytes) && !bytes.includes(0);
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte > CR) continue;
    if (byte === LF) {
      if (at - start > LONGEST) sound = false;
      start = at + 1;
      count++;
    } else if (byte === CR && bytes[at + 1] !== LF) sound = false;
  }
  if (bytes.length - start > LONGEST) sound = false;
  if (!sound) throw firstFault(block, file);
  return start < bytes.length ? count + 1 : count;
}

/** The error for the first line that is not plain text. */
function firstFault({ bytes, lines, offset }: TextBlock, file: string): FormatError {
  let line = lines;
  for (let start = 0; start < bytes.length;) {
    const found = bytes.indexOf(LF, start);
    const end = found < 0 ? bytes.length : found;
    line++;
    const carriage = bytes.subarray(start, end).indexOf(CR);
    // A CR belongs to the end of its line only where an LF follows it.
    const stray = carriage >= 0 && (found < 0 || start + carriage !== end - 1) ? carriage : -1;
    const fault = faultOf(bytes.subarray(start, end), stray, offset + start, { file, line });
    if (fault !== undefined) return fault;
    start = end + 1;
  }
  throw new RangeError('the block is plain text');
}

function faultOf(
  bytes: Buffer,
  stray: number,
  offset: number,
  position: { readonly file: string; readonly line: number },
): FormatError | undefined {
  const refuse = (code: `E_TEXT_${string}`, index: number, what: string, remedy: string) => {
    const column = bytes.toString('utf8', 0, index).length + 1;
    return new FormatError(code, { ...position, column }, what, remedy);
  };
  if (stray >= 0) {
    return refuse('E_TEXT_CR', stray, 'a carriage return without LF', 'end lines with LF or CRLF');
  }
  if (bytes.length > LONGEST) {
    return new FormatError(
      'E_TEXT_LONG',
      position,
      `the line is longer than ${LONGEST} bytes`,
      'check that this is the right file',
    );
  }
  const nul = bytes.indexOf(0);
  if (nul >= 0) {
    return refuse('E_TEXT_NUL', nul, 'a NUL byte', 'check that this is a text in UTF-8');
  }
  if (isUtf8(bytes)) return undefined;
  const index = firstInvalid(bytes);
  const byte = `0x${bytes[index]!.toString(16).padStart(2, '0')}`;
  return refuse(
    'E_TEXT_ENCODING',
    index,
    `byte ${byte} at offset ${offset + index} is not UTF-8`,
    'save the file as UTF-8',
  );
}

/** Index of the first byte that begins no character of UTF-8: the length of the longest valid prefix. */
function firstInvalid(bytes: Buffer): number {
  let valid = 0;
  for (let index = 1; index <= bytes.length; index++) {
    if (isUtf8(bytes.subarray(valid, index))) valid = index;
    else if (index - valid === LONGEST_CHARACTER) break;
  }
  return valid;
}

const LONGEST_CHARACTER = 4;

/** The chunks, of which the first holds at least the length of a byte order mark, without that mark. */
function* withoutMark(chunks: Iterable<Uint8Array>, file: string): Generator<Buffer, void> {
  let head: Buffer | undefined = Buffer.alloc(0);
  for (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (head === undefined) {
      yield bytes;
      continue;
    }
    head = Buffer.concat([head, bytes]);
    if (head.length < 3) continue;
    yield unmarked(head, file);
    head = undefined;
  }
  if (head !== undefined) yield unmarked(head, file);
}

function unmarked(bytes: Buffer, file: string): Buffer {
  const first = bytes.toString('latin1', 0, 3);
  if (first.startsWith('\xff\xfe') || first.startsWith('\xfe\xff')) {
    throw new FormatError(
      'E_TEXT_ENCODING',
      { file, line: 1, column: 1 },
      'the file is UTF-16',
      'save it as UTF-8',
    );
  }
  return first === '\xef\xbb\xbf' ? bytes.subarray(3) : bytes;
}
