import { FormatError } from '../errors.js';
import type { ReadPart } from './file-part.js';

const MAGIC = 0xced7230a;
const WORD = 4;
/** Flag, label, id, second id. */
const IMAGE_HEADER = 24;
/** Parts of a record that holds the magic number itself: all before the last say so. */
const [WHOLE, FIRST, MIDDLE, LAST] = [0, 1, 2, 3];

/** A record of MXNet that holds a picture, or tells of others. */
export interface ImageRecord {
  readonly id: number;
  /** One number or several. */
  readonly labels: readonly number[];
  /** True where the labels are a list of their own, which is how InsightFace marks records without a picture. */
  readonly several: boolean;
  /** Encoded picture. */
  readonly data: Uint8Array;
}

/** A record's bytes, and the offset of the next one. */
export interface RawRecord {
  readonly bytes: Uint8Array;
  readonly next: number;
}

/**
 * The record at byte `offset`, put together from its parts.
 *
 * Source: dmlc-core's doc/recordio.md and include/dmlc/recordio.h: a magic number, a word of which the upper 3 bits tell the
 * part and the lower 29 the length, and bytes up to a multiple of 4. A magic number within the bytes is cut out there.
 * @throws FormatError E_RECORD, E_RECORD_LARGE with the byte; E_FILE_SHORT
 */
export async function recordAt(
  read: ReadPart,
  offset: number,
  file: string,
  largest: number,
): Promise<RawRecord> {
  const parts: Uint8Array[] = [];
  let at = offset;
  let total = 0;
  for (;;) {
    const head = viewOf(await read({ offset: at, length: 2 * WORD }));
    if (head.getUint32(0, true) !== MAGIC) {
      throw broken(file, at, 'no record begins here: the magic number is missing');
    }
    const word = head.getUint32(WORD, true);
    const [part, length] = [word >>> 29, word & 0x1fffffff];
    const expected = parts.length === 0 ? [WHOLE, FIRST] : [MIDDLE, LAST];
    if (!expected.includes(part)) throw broken(file, at, `a part ${part} out of its order`);
    total += length + (parts.length === 0 ? 0 : WORD);
    if (total > largest) {
      const what = `byte ${offset}: a record of more than ${largest} bytes`;
      throw new FormatError('E_RECORD_LARGE', { file }, what, 'give aligned faces');
    }
    if (parts.length > 0) parts.push(MAGIC_BYTES);
    parts.push(await read({ offset: at + 2 * WORD, length }));
    at += 2 * WORD + Math.ceil(length / WORD) * WORD;
    if (part === WHOLE) return { bytes: parts[0]!, next: at };
    if (part === LAST) return { bytes: Buffer.concat(parts), next: at };
  }
}

const MAGIC_BYTES = Uint8Array.of(0x0a, 0x23, 0xd7, 0xce);

/**
 * What a record says of its picture, and the picture's bytes.
 *
 * Source: MXNet's python/mxnet/recordio.py, IRHeader and unpack.
 * @throws FormatError E_RECORD with the record's byte
 */
export function imageRecord(bytes: Uint8Array, offset: number, file: string): ImageRecord {
  if (bytes.length < IMAGE_HEADER) {
    throw broken(file, offset, `a record of ${bytes.length} bytes has no header of a picture`);
  }
  const view = viewOf(bytes);
  const flag = view.getUint32(0, true);
  const id = Number(view.getBigUint64(8, true));
  if (flag === 0) {
    const labels = [view.getFloat32(WORD, true)];
    return { id, labels, several: false, data: bytes.subarray(IMAGE_HEADER) };
  }
  const dataAt = IMAGE_HEADER + flag * WORD;
  if (dataAt > bytes.length) throw broken(file, offset, `${flag} labels do not fit its record`);
  const labels = Array.from({ length: flag }, (_, i) =>
    view.getFloat32(IMAGE_HEADER + i * WORD, true),
  );
  return { id, labels, several: true, data: bytes.subarray(dataAt) };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

function broken(file: string, byte: number, what: string): FormatError {
  return new FormatError('E_RECORD', { file }, `byte ${byte}: ${what}`, 'fetch or pack it again');
}
