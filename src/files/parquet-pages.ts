import type { FileHandle } from 'node:fs/promises';
import * as zlib from 'node:zlib';
import type { ColumnMetaData } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { readRuns } from './run-lengths.js';
import { snappyBytes } from './snappy.js';

/** The page header, with statistics, must lie within so many bytes. */
const HEADER = 1 << 16;
/** Bytes that a page may hold without any question of how much it was compressed. */
const HARMLESS = 1 << 22;
const LARGEST_RATIO = 300;

/** A column of a Parquet file, as its schema has it. */
export interface ParquetColumn {
  readonly path: readonly string[];
  readonly maxRepetition: number;
  readonly maxDefinition: number;
  /** Bytes of a value of fixed length. */
  readonly typeLength: number;
}

/** What a page holds. */
export interface ParquetPage {
  /** Number of entries, nulls among them. */
  readonly count: number;
  /** 0 where an entry begins a row; absent where each does. */
  readonly repetition?: Uint32Array;
  /** Index of the first entry that is null, or -1. */
  readonly firstNull: number;
  /** The values that are not null. */
  readonly values: ParquetValues;
}

export type ParquetValues = Float32Array | Float64Array | Uint16Array | readonly Uint8Array[];

type PageHeader = ReturnType<typeof parquetHeader>;

/**
 * The pages of a column chunk, read one at a time.
 *
 * Numbers, half floats (as their bits) and byte strings are decoded, plain or from a dictionary, and numbers split by bytes too; no
 * count that the file states is believed before it was held against the bytes that are there.
 * @throws Error in words, for everything that is not as Parquet has it or is of a kind that is not read
 */
export async function* pagesOf(
  handle: FileHandle,
  size: number,
  column: ParquetColumn,
  meta: ColumnMetaData,
): AsyncGenerator<ParquetPage, void> {
  const first = Number(meta.data_page_offset);
  const dictionaryAt = Number(meta.dictionary_page_offset ?? 0n);
  let at = dictionaryAt > 0 && dictionaryAt < first ? dictionaryAt : first;
  const end = at + Number(meta.total_compressed_size);
  if (!(at >= 4 && end >= at && end <= size)) throw new Error('a column lies outside of the file');
  let dictionary: ParquetValues | undefined;
  for (let left = Number(meta.num_values); left > 0 && at < end;) {
    const bytes = await readAt(handle, at, Math.min(HEADER, end - at));
    const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), offset: 0 };
    const header = parquetHeader(reader);
    at += reader.offset;
    const stored = header.compressed_page_size;
    if (!(stored >= 0 && at + stored <= end)) throw new Error('a page is longer than its column');
    requireSane(header.uncompressed_page_size, stored);
    const body = await readAt(handle, at, stored);
    at += stored;
    if (header.type === 'DICTIONARY_PAGE') {
      const count = header.dictionary_page_header?.num_values ?? -1;
      const plain = decompress(body, header.uncompressed_page_size, meta.codec);
      dictionary = plainValues(plain, count, meta.type, column.typeLength);
    } else if (header.type === 'DATA_PAGE' || header.type === 'DATA_PAGE_V2') {
      const page = dataPage(header, body, column, meta, dictionary, left);
      left -= page.count;
      yield page;
    }
  }
}

function requireSane(held: number, stored: number): void {
  if (held >= 0 && (held <= HARMLESS || held <= stored * LARGEST_RATIO)) return;
  throw new Error(`a page of ${stored} bytes would grow to ${held}`);
}

function dataPage(
  header: PageHeader,
  body: Uint8Array,
  column: ParquetColumn,
  { type, codec }: ColumnMetaData,
  dictionary: ParquetValues | undefined,
  left: number,
): ParquetPage {
  const v2 = header.data_page_header_v2;
  const { num_values: count, encoding } = (v2 ?? header.data_page_header)!;
  if (!(count >= 0 && count <= left))
    throw new Error(`a page of ${count} values, ${left} are left`);
  const held = header.uncompressed_page_size;
  const levels = [column.maxRepetition, column.maxDefinition];
  const read: (Uint32Array | undefined)[] = [];
  let rest: Uint8Array;
  if (v2 === undefined) {
    rest = decompress(body, held, codec);
    for (const max of levels) {
      if (max === 0) {
        read.push(undefined);
        continue;
      }
      const length = rest.length < 4 ? Infinity : viewOf(rest).getUint32(0, true);
      if (length > rest.length - 4) throw new Error('levels are longer than their page');
      read.push(readRuns(rest.subarray(4, 4 + length), bitsOf(max), count));
      rest = rest.subarray(4 + length);
    }
  } else {
    const sizes = [v2.repetition_levels_byte_length, v2.definition_levels_byte_length];
    let from = 0;
    for (const [i, max] of levels.entries()) {
      const to = from + sizes[i]!;
      if (!(sizes[i]! >= 0 && to <= body.length)) {
        throw new Error('levels are longer than their page');
      }
      read.push(max === 0 ? undefined : readRuns(body.subarray(from, to), bitsOf(max), count));
      from = to;
    }
    const stored = body.subarray(from);
    rest = v2.is_compressed === false ? stored : decompress(stored, held - from, codec);
  }
  const [repetition, definition] = read;
  let firstNull = -1;
  let present = count;
  if (definition !== undefined) {
    for (const [i, level] of definition.entries()) {
      if (level === column.maxDefinition) continue;
      if (firstNull < 0) firstNull = i;
      present--;
    }
  }
  const values = decode(rest, present, encoding, type, column.typeLength, dictionary);
  return { count, ...(repetition === undefined ? {} : { repetition }), firstNull, values };
}

function decode(
  bytes: Uint8Array,
  count: number,
  encoding: string,
  type: string,
  typeLength: number,
  dictionary: ParquetValues | undefined,
): ParquetValues {
  if (encoding === 'PLAIN') return plainValues(bytes, count, type, typeLength);
  if (encoding === 'RLE_DICTIONARY' || encoding === 'PLAIN_DICTIONARY') {
    if (dictionary === undefined) throw new Error('a dictionary is missing');
    const indices = readRuns(bytes.subarray(1), bytes[0] ?? 33, count);
    if (indices.some((index) => index >= dictionary.length)) {
      throw new Error('a value is not in the dictionary');
    }
    if (isTexts(dictionary)) return Array.from(indices, (index) => dictionary[index]!);
    const values = dictionary.slice(0, 0);
    const taken = new (values.constructor as Float32ArrayConstructor)(count);
    for (let i = 0; i < count; i++) taken[i] = dictionary[indices[i]!]!;
    return taken;
  }
  if (encoding === 'BYTE_STREAM_SPLIT' && type !== 'BYTE_ARRAY') {
    const width = widthOf(type, typeLength);
    if (bytes.length < count * width) throw new Error('a page ends before its last value');
    const joined = new Uint8Array(count * width);
    for (let i = 0; i < count; i++) {
      for (let b = 0; b < width; b++) joined[i * width + b] = bytes[b * count + i]!;
    }
    return plainValues(joined, count, type, typeLength);
  }
  throw new Error(`the encoding ${encoding} of ${type} is not read`);
}

function isTexts(values: ParquetValues): values is readonly Uint8Array[] {
  return Array.isArray(values);
}

function widthOf(type: string, typeLength: number): number {
  if (type === 'FLOAT') return 4;
  if (type === 'DOUBLE') return 8;
  if (type === 'FIXED_LEN_BYTE_ARRAY' && typeLength === 2) return 2;
  throw new Error(`values of type ${type} are not read`);
}

function plainValues(
  bytes: Uint8Array,
  count: number,
  type: string,
  typeLength: number,
): ParquetValues {
  if (!(count >= 0 && count <= bytes.length)) throw new Error('a page ends before its last value');
  if (type === 'BYTE_ARRAY') {
    const view = viewOf(bytes);
    let at = 0;
    return Array.from({ length: count }, () => {
      const length = at + 4 > bytes.length ? Infinity : view.getUint32(at, true);
      if (at + 4 + length > bytes.length) throw new Error('a page ends before its last value');
      const text = bytes.subarray(at + 4, at + 4 + length);
      at += 4 + length;
      return text;
    });
  }
  const width = widthOf(type, typeLength);
  if (count * width > bytes.length) throw new Error('a page ends before its last value');
  // A copy, which begins where typed arrays must.
  const { buffer } = Uint8Array.from(bytes.subarray(0, count * width));
  if (width === 8) return new Float64Array(buffer);
  return width === 4 ? new Float32Array(buffer) : new Uint16Array(buffer);
}

function decompress(bytes: Uint8Array, held: number, codec: string): Uint8Array {
  const plain = decompressed(bytes, held, codec);
  if (plain.length !== held) throw new Error(`a page of ${held} bytes has ${plain.length}`);
  return plain;
}

function decompressed(bytes: Uint8Array, held: number, codec: string): Uint8Array {
  const limit = { maxOutputLength: Math.max(1, held) };
  if (codec === 'UNCOMPRESSED') return bytes;
  if (codec === 'SNAPPY') return held === 0 ? new Uint8Array(0) : snappyBytes(bytes, held);
  if (codec === 'GZIP') return zlib.gunzipSync(bytes, limit);
  if (codec === 'BROTLI') return zlib.brotliDecompressSync(bytes, limit);
  if (codec === 'ZSTD' && 'zstdDecompressSync' in zlib) {
    const unzip = zlib.zstdDecompressSync as typeof zlib.gunzipSync;
    return unzip(bytes, limit);
  }
  throw new Error(
    codec === 'ZSTD'
      ? 'it is compressed with zstd, which needs Node 22.15 or later: write it with snappy'
      : `the compression ${codec} is not read: write it with snappy`,
  );
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length;) {
    const { bytesRead } = await handle.read(bytes, done, length - done, position + done);
    if (bytesRead === 0) throw new Error('the file became shorter as it was read');
    done += bytesRead;
  }
  return bytes;
}

/** The least number of bits that holds `max`. */
function bitsOf(max: number): number {
  return 32 - Math.clz32(max);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
