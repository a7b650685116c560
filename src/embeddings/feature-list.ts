import { FormatError } from '../errors.js';
import type { ByteSource } from '../files/byte-source.js';
import { formatFloat32, parseFloats } from '../files/decimal.js';
import type { Progress } from '../files/decimal.js';
import type { WriteAll } from '../files/durable-file.js';
import type { NamedEmbeddings } from './embedding-set.js';
import { requireIds } from './ids-file.js';

const CHUNK = 1 << 22;
/** Far more than 4096 dimensions of 25 characters. */
const LONGEST_LINE = 1 << 20;

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;

/**
 * The vectors of a MagFace feature list, the text that its `inference/gen_feat.py` writes: on each line the picture's
 * path and the components of its raw vector, apart by spaces or tabs.
 *
 * Values are rounded to the nearest float32. Lines end in LF or CRLF, the last one may lack it.
 * @throws FormatError E_FEATURE_LIST with line and column for a value that is no finite number, another count of values
 *   than on the first line, an empty line, no line, or one over 1 MiB; E_FEATURE_LIST_TEXT for a path that is not UTF-8
 */
export async function readFeatureList(source: ByteSource): Promise<NamedEmbeddings> {
  const rows = new Rows(source.file, source.size);
  // One more for the line feed that the last line may lack.
  const buffer = new Uint8Array(Math.min(CHUNK, source.size) + 1);
  let held = 0;
  for (let left = source.size; left > 0;) {
    const part = buffer.subarray(held, Math.min(held + left, buffer.length - 1));
    await source.fill(part);
    left -= part.length;
    held += part.length;
    let start = 0;
    for (;;) {
      const end = buffer.indexOf(LF, start);
      if (end < 0 || end >= held) break;
      rows.take(buffer, start, end);
      start = end + 1;
    }
    if (left === 0 && start < held) {
      buffer[held] = LF;
      rows.take(buffer, start, held);
      start = held;
    }
    if (held - start > LONGEST_LINE) throw rows.tooLong();
    buffer.copyWithin(0, start, held);
    held -= start;
  }
  return rows.finish();
}

/** Collects the vectors of a list line by line. */
class Rows {
  readonly #ids: string[] = [];
  readonly #utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  readonly #progress: Progress = { at: 0, index: 0 };
  #line = 0;
  #dim = 0;
  #values = new Float32Array(0);

  constructor(
    private readonly file: string,
    private readonly size: number,
  ) {}

  /** Takes the line `bytes[start, end)`; at `end` stands its line feed. */
  take(bytes: Uint8Array, start: number, end: number): void {
    this.#line++;
    const stop = end > start && bytes[end - 1] === CR ? end - 1 : end;
    const idStart = this.#line === 1 ? afterByteOrderMark(bytes, start) : start;
    const idEnd = endOfField(bytes, idStart, stop);
    if (idEnd === idStart)
      throw this.#fail(1, stop === idStart ? 'the line is empty' : 'a path is missing');
    this.#ids.push(this.#decodeId(bytes.subarray(idStart, idEnd)));
    if (this.#line === 1) this.#begin(countFields(bytes, idEnd, stop), end - start + 1);
    const rowEnd = this.#line * this.#dim;
    if (rowEnd > this.#values.length) this.#grow(Math.ceil(this.#values.length * 1.5) + this.#dim);
    const progress = this.#progress;
    progress.at = idEnd;
    progress.index = rowEnd - this.#dim;
    parseFloats(bytes, progress, stop, this.#values, rowEnd);
    if (progress.at === stop && progress.index === rowEnd) return;
    if (progress.at < stop && progress.index < rowEnd) {
      throw this.#badValue(bytes, start, progress.at, stop);
    }
    const found = countFields(bytes, idEnd, stop);
    throw this.#fail(undefined, `${found} values, ${this.#dim} on the first line`);
  }

  finish(): NamedEmbeddings {
    if (this.#line === 0) throw this.#fail(undefined, 'the file holds no line');
    const dim = this.#dim;
    return { ids: this.#ids, raw: this.#values.subarray(0, this.#line * dim), dim };
  }

  tooLong(): FormatError {
    this.#line++;
    return this.#fail(undefined, 'the line is longer than 1 MiB');
  }

  /** Makes room for as many lines as the file has if all are as long as the first. */
  #begin(dim: number, lineLength: number): void {
    if (dim === 0) throw this.#fail(undefined, 'no value follows the path');
    this.#dim = dim;
    this.#grow(Math.ceil((this.size / lineLength) * 1.02 + 1) * dim);
  }

  #grow(length: number): void {
    const grown = new Float32Array(length);
    grown.set(this.#values);
    this.#values = grown;
  }

  #decodeId(bytes: Uint8Array): string {
    try {
      return this.#utf8.decode(bytes);
    } catch {
      throw this.#fail(1, 'the path is not UTF-8', 'E_FEATURE_LIST_TEXT', 'save the list as UTF-8');
    }
  }

  #badValue(bytes: Uint8Array, start: number, from: number, stop: number): FormatError {
    const to = endOfField(bytes, from, stop);
    const lenient = new TextDecoder();
    const column = lenient.decode(bytes.subarray(start, from)).length + 1;
    const field = JSON.stringify(lenient.decode(bytes.subarray(from, Math.min(to, from + 40))));
    return this.#fail(column, `${field} is not a finite float32 number`);
  }

  #fail(
    column: number | undefined,
    what: string,
    code: `E_${string}` = 'E_FEATURE_LIST',
    remedy = 'write `path v1 v2 ...` on each line, apart by spaces and none within the path',
  ): FormatError {
    const position = { file: this.file, line: Math.max(1, this.#line) };
    return new FormatError(
      code,
      column === undefined ? position : { ...position, column },
      what,
      remedy,
    );
  }
}

function endOfField(bytes: Uint8Array, from: number, stop: number): number {
  let at = from;
  while (at < stop && bytes[at] !== SPACE && bytes[at] !== TAB) at++;
  return at;
}

function afterSpace(bytes: Uint8Array, from: number, stop: number): number {
  let at = from;
  while (at < stop && (bytes[at] === SPACE || bytes[at] === TAB)) at++;
  return at;
}

function countFields(bytes: Uint8Array, from: number, stop: number): number {
  let count = 0;
  for (let at = afterSpace(bytes, from, stop); at < stop; count++) {
    at = afterSpace(bytes, endOfField(bytes, at, stop), stop);
  }
  return count;
}

function afterByteOrderMark(bytes: Uint8Array, start: number): number {
  return bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf
    ? start + 3
    : start;
}

const LINES_AT_A_TIME = 256;

/**
 * Resolves when the vectors are written as a MagFace feature list, each value with the fewest digits that give the same
 * float32 back.
 * @throws UserError E_EMBED_ID for an id that is empty or holds white space, which the format cannot hold (exit 65)
 */
export async function writeFeatureList(
  { ids, raw, dim }: NamedEmbeddings,
  write: WriteAll,
): Promise<void> {
  requireIds(ids, /^[^\s\0\p{Cs}]+$/u, 'stand in a feature list, whose paths hold no white space');
  for (let row = 0; row < ids.length; row += LINES_AT_A_TIME) {
    const lines = ids.slice(row, row + LINES_AT_A_TIME).map((id, i) => {
      const values = raw.subarray((row + i) * dim, (row + i + 1) * dim);
      return `${id} ${Array.from(values, formatFloat32).join(' ')}\n`;
    });
    await write(Buffer.from(lines.join(''), 'utf8'));
  }
}
