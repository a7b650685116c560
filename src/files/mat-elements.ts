import { inflateSync } from 'node:zlib';
import { FormatError } from '../errors.js';

/** Bytes a file may hold, and all that is compressed in it together may grow to. */
export const MOST_BYTES = 64 * 1024 * 1024;

const HEADER = 128;
const TAG = 8;

/** Numbers of MATLAB's data types, "MAT-File Level 5 File Format", table 1-1. */
export const MI = { matrix: 14, compressed: 15, utf8: 16, utf16: 17, utf32: 18 } as const;

/** How the values of each numeric type are read. */
const NUMERIC: Readonly<Record<number, { readonly size: number; readonly read: Read }>> = {
  1: { size: 1, read: (view, at) => view.getInt8(at) },
  2: { size: 1, read: (view, at) => view.getUint8(at) },
  3: { size: 2, read: (view, at, little) => view.getInt16(at, little) },
  4: { size: 2, read: (view, at, little) => view.getUint16(at, little) },
  5: { size: 4, read: (view, at, little) => view.getInt32(at, little) },
  6: { size: 4, read: (view, at, little) => view.getUint32(at, little) },
  7: { size: 4, read: (view, at, little) => view.getFloat32(at, little) },
  9: { size: 8, read: (view, at, little) => view.getFloat64(at, little) },
  12: { size: 8, read: (view, at, little) => Number(view.getBigInt64(at, little)) },
  13: { size: 8, read: (view, at, little) => Number(view.getBigUint64(at, little)) },
};

type Read = (view: DataView, at: number, little: boolean) => number;

/** Part of a file that is read from front to back. */
export interface MatBytes {
  readonly bytes: Buffer;
  readonly little: boolean;
  /** Where the next element begins; moved on by those who read. */
  at: number;
  readonly end: number;
  /** The error for the byte `at` of this part. */
  readonly refuse: (code: `E_MAT_${string}`, at: number, what: string) => FormatError;
}

/** One element: a type and its bytes. */
export interface MatElement {
  readonly type: number;
  /** Where its tag and where its bytes begin. */
  readonly tag: number;
  readonly start: number;
  readonly size: number;
}

/**
 * The bytes behind the header of a MATLAB v5 file.
 * @throws FormatError E_MAT_HEADER, E_MAT_VERSION with the byte
 */
export function matBytes(bytes: Buffer, file: string): MatBytes {
  const refuse = refusal(file, '');
  if (bytes.length < HEADER) {
    throw refuse('E_MAT_HEADER', bytes.length, `the file ends within its header of ${HEADER}`);
  }
  const mark = bytes.toString('latin1', 126, HEADER);
  if (mark !== 'IM' && mark !== 'MI') {
    throw refuse('E_MAT_HEADER', 126, 'expected IM or MI, as MATLAB writes since version 5');
  }
  const little = mark === 'IM';
  const version = little ? bytes.readUInt16LE(124) : bytes.readUInt16BE(124);
  if (version !== 0x0100) {
    const name = version === 0x0200 ? 'version 7.3, which is HDF5' : `version ${version}`;
    throw refuse('E_MAT_VERSION', 124, `${name}; only version 5 (also called 6 and 7) is read`);
  }
  return { bytes, little, at: HEADER, end: bytes.length, refuse };
}

/** The remedies: what to do about each code. */
const REMEDIES: Readonly<Record<string, string>> = {
  E_MAT_VERSION: "save it in MATLAB with save(..., '-v7')",
  E_MAT_KIND: 'save cells, structures, text and real numbers only',
  E_MAT_LARGE: 'check that this is the right file',
};

function refusal(file: string, inside: string): MatBytes['refuse'] {
  return (code, at, what) =>
    new FormatError(
      code,
      { file },
      `byte ${at}${inside}: ${what}`,
      REMEDIES[code] ?? 'fetch the file again',
    );
}

/**
 * The next element of `from`, which then stands behind it.
 * @throws FormatError E_MAT_SHORT for one that goes on past the end
 */
export function nextElement(from: MatBytes): MatElement {
  const { bytes, little, at: tag, end, refuse } = from;
  if (end - tag < TAG)
    throw refuse('E_MAT_SHORT', tag, `expected an element, ${end - tag} bytes are left`);
  const word = (at: number) => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const first = word(tag);
  const small = first >>> 16;
  if (small > 0) {
    // Up to four bytes share the tag.
    if (small > 4) throw refuse('E_MAT_SHORT', tag, `a small element of ${small} bytes`);
    from.at = tag + TAG;
    return { type: first & 0xffff, tag, start: tag + 4, size: small };
  }
  const size = word(tag + 4);
  const start = tag + TAG;
  if (size > end - start) {
    throw refuse('E_MAT_SHORT', tag, `an element of ${size} bytes, ${end - start} are left`);
  }
  // Whatever is compressed is followed at once by the next; all else is padded to eight bytes, at the very end not always.
  const padded = first === MI.compressed ? size : Math.ceil(size / TAG) * TAG;
  from.at = Math.min(end, start + padded);
  return { type: first, tag, start, size };
}

/** The inside of a matrix element, or of another that holds elements. */
export function within(from: MatBytes, { start, size }: MatElement): MatBytes {
  return { ...from, at: start, end: start + size };
}

/**
 * What a compressed element holds.
 *
 * @param left bytes that may still come of it
 * @throws FormatError E_MAT_ZLIB, E_MAT_LARGE at the byte of its tag
 */
export function inflated(
  from: MatBytes,
  file: string,
  element: MatElement,
  left: number,
): MatBytes {
  const { tag, start, size } = element;
  try {
    const bytes = inflateSync(from.bytes.subarray(start, start + size), {
      maxOutputLength: Math.max(1, left),
    });
    const refuse = refusal(file, ` of what is compressed at byte ${tag}`);
    return { bytes, little: from.little, at: 0, end: bytes.length, refuse };
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw code === 'ERR_BUFFER_TOO_LARGE'
      ? from.refuse('E_MAT_LARGE', tag, `it grows to more than ${MOST_BYTES} bytes`)
      : from.refuse('E_MAT_ZLIB', tag, `it cannot be decompressed (${message})`);
  }
}

/**
 * The numbers of an element, of whatever numeric type they are stored in.
 * @throws FormatError E_MAT_TYPE for another type, E_MAT_SHAPE for half a number or another count than `count`, E_MAT_NUMBER for
 *   a whole number beyond 2^53
 */
export function numbersOf(from: MatBytes, element: MatElement, count?: number): Float64Array {
  const { type, tag, start, size } = element;
  const kind = NUMERIC[type];
  if (kind === undefined)
    throw from.refuse('E_MAT_TYPE', tag, `expected numbers, found type ${type}`);
  const found = size / kind.size;
  if (found !== (count ?? Math.floor(found))) {
    const expected = count === undefined ? 'whole numbers' : `${count} numbers`;
    throw from.refuse(
      'E_MAT_SHAPE',
      tag,
      `expected ${expected} of ${kind.size} bytes, found ${size} bytes`,
    );
  }
  const { buffer, byteOffset, byteLength } = from.bytes;
  const view = new DataView(buffer, byteOffset, byteLength);
  const values = new Float64Array(found);
  for (let i = 0; i < found; i++) {
    const value = kind.read(view, start + i * kind.size, from.little);
    if ((type === 12 || type === 13) && !Number.isSafeInteger(value)) {
      throw from.refuse('E_MAT_NUMBER', start + i * kind.size, `${value} is beyond 2^53`);
    }
    values[i] = value;
  }
  return values;
}
