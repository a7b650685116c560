import { fromHalf } from '../float16.js';
import type { ByteSource } from './byte-source.js';
import { failing, requireSize, type NpyHeader } from './npy-header.js';

/** How the values of a dtype lie in a file. */
export interface NumberType {
  readonly itemSize: number;
  /** The typed array that holds in memory what the file holds; absent where there is none. */
  readonly view?: unknown;
  /** Takes values out of raw bytes that begin at a multiple of their size; `to` has room for all of them. */
  readonly decode: (bytes: Uint8Array, to: Float32Array | Float64Array) => void;
}

type Column = new (
  buffer: ArrayBufferLike,
  offset: number,
  length: number,
) => Iterable<number> & ArrayLike<number>;

/** A dtype that JavaScript has a typed array for: every machine that this runs on is little-endian. */
function plain(View: Column & { readonly BYTES_PER_ELEMENT: number }): NumberType {
  return {
    itemSize: View.BYTES_PER_ELEMENT,
    view: View,
    decode: (bytes, to) => {
      to.set(new View(bytes.buffer, bytes.byteOffset, bytes.length / View.BYTES_PER_ELEMENT));
    },
  };
}

/** A dtype of whole numbers of 64 bits. */
function wide(signed: boolean): NumberType {
  return {
    itemSize: 8,
    decode: (bytes, to) => {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      for (let at = 0; at < bytes.length; at += 8) {
        to[at / 8] = Number(signed ? view.getBigInt64(at, true) : view.getBigUint64(at, true));
      }
    },
  };
}

const HALF: NumberType = {
  itemSize: 2,
  decode: (bytes, to) => {
    for (let i = 0; i < bytes.length / 2; i++) {
      to[i] = fromHalf(bytes[2 * i]! | (bytes[2 * i + 1]! << 8));
    }
  },
};

const BYTE = plain(Uint8Array);

/** The types of numbers that are read, by their dtype. */
export const NUMBER_TYPES: Readonly<Record<string, NumberType | undefined>> = {
  '<f2': HALF,
  '<f4': plain(Float32Array),
  '<f8': plain(Float64Array),
  '|b1': BYTE,
  '|u1': BYTE,
  '|i1': plain(Int8Array),
  '<u2': plain(Uint16Array),
  '<i2': plain(Int16Array),
  '<u4': plain(Uint32Array),
  '<i4': plain(Int32Array),
  '<u8': wide(false),
  '<i8': wide(true),
};

/** Bytes decoded at a time: pages that are used again cost less than fresh ones. */
const CHUNK = 1 << 20;

/** Resolves when `to` is filled with the next values of `source`, each rounded where `to` cannot hold it. */
export async function fillNumbers(
  source: ByteSource,
  { itemSize, view, decode }: NumberType,
  to: Float32Array | Float64Array,
): Promise<void> {
  if (to.constructor === view) {
    await source.fill(new Uint8Array(to.buffer, to.byteOffset, to.byteLength));
    return;
  }
  const step = CHUNK / itemSize;
  const bytes = new Uint8Array(Math.min(CHUNK, to.length * itemSize));
  for (let done = 0; done < to.length; done += step) {
    const part = to.subarray(done, done + step);
    const filled = bytes.subarray(0, part.length * itemSize);
    await source.fill(filled);
    decode(filled, part);
  }
}

/**
 * The numbers behind the header of an .npy file, row after row: float32 where the file holds float32 or float16, else
 * float64. True is 1; whole numbers of 64 bits are rounded to float64.
 *
 * @throws FormatError E_NPY_DTYPE for what are no numbers, E_NPY_SIZE where the bytes are not those of the shape
 */
export async function numbersBehind(
  source: ByteSource,
  header: NpyHeader,
): Promise<Float32Array | Float64Array> {
  const type = NUMBER_TYPES[header.dtype];
  if (type === undefined) {
    const what = `dtype ${header.dtype} is no float, int or bool`;
    throw failing(source.file)('E_NPY_DTYPE', 10, what, 'save it as numbers');
  }
  const count = requireSize(source, header, type.itemSize);
  const single = header.dtype === '<f4' || header.dtype === '<f2';
  const values = single ? new Float32Array(count) : new Float64Array(count);
  await fillNumbers(source, type, values);
  return values;
}
