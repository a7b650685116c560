import { FormatError } from '../errors.js';
import type { ByteSource } from './byte-source.js';

/** What a .npy file says of itself before its values begin. */
export interface NpyHeader {
  /** Type of a value, such as `<f4`: little-endian float of 4 bytes. */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Offset of the first value. */
  readonly dataOffset: number;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY
/** NumPy itself reads no longer header than 10,000 bytes unless told to. */
const LONGEST_HEADER = 65_536;

/**
 * The header of an .npy file in format 1, 2 or 3; `source` then stands at the first value.
 *
 * Format as in numpy/lib/format.py. Values in Fortran order, big-endian values, objects and records are refused here, so
 * that no reader has to.
 * @throws FormatError E_NPY_MAGIC, E_NPY_VERSION, E_NPY_HEADER, E_NPY_DTYPE, E_NPY_ORDER with the byte offset
 */
export async function readNpyHeader(source: ByteSource): Promise<NpyHeader> {
  const fail = failing(source.file);
  const start = new Uint8Array(Math.min(8, source.size));
  await source.fill(start);
  if (MAGIC.some((byte, i) => start[i] !== byte) || start.length < 8) {
    throw fail('E_NPY_MAGIC', 0, `not an .npy file${guess(start)}`);
  }
  const [major, minor] = [start[6]!, start[7]!];
  if (major < 1 || major > 3 || minor !== 0) {
    throw fail('E_NPY_VERSION', 6, `format ${major}.${minor} is not 1.0, 2.0 or 3.0`);
  }
  const sizeBytes = new Uint8Array(major === 1 ? 2 : 4);
  await source.fill(sizeBytes);
  const size = sizeBytes.reduceRight((sum, byte) => sum * 256 + byte, 0);
  const textOffset = 8 + sizeBytes.length;
  const dataOffset = textOffset + size;
  if (size > LONGEST_HEADER || dataOffset > source.size) {
    throw fail('E_NPY_HEADER', 8, `a header of ${size} bytes does not fit`);
  }
  const bytes = new Uint8Array(size);
  await source.fill(bytes);
  const text = decode(bytes, major === 3 ? 'utf-8' : 'latin1');
  if (text === undefined) throw fail('E_NPY_HEADER', textOffset, 'the header is not UTF-8');
  const { descr, fortran, shape } = parseDictionary(text, (at, what) =>
    fail('E_NPY_HEADER', textOffset + at, what),
  );
  const refusal = refuseDtype(descr);
  if (refusal !== undefined) throw fail('E_NPY_DTYPE', textOffset, refusal);
  if (fortran && shape.length > 1) {
    throw fail(
      'E_NPY_ORDER',
      textOffset,
      'the values are in Fortran order',
      'save numpy.ascontiguousarray(a)',
    );
  }
  return { dtype: descr, shape, dataOffset };
}

/** The bytes before the values of an .npy file, format 1.0, padded to a multiple of 64 as NumPy does. */
export function npyHeader(dtype: string, shape: readonly number[]): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]!},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '${dtype}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const size = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const header = Buffer.alloc(10 + size, ' ');
  header.set([...MAGIC, 1, 0], 0);
  header.writeUInt16LE(size, 8);
  header.write(text, 10, 'latin1');
  header[header.length - 1] = 0x0a;
  return header;
}

interface Dictionary {
  readonly descr: string;
  readonly fortran: boolean;
  readonly shape: readonly number[];
}

const TOKEN =
  /[ \t]*(?:'([^'\\\n]*)'|"([^"\\\n]*)"|(True|False)|(\d{1,15})L?(?!\d)|([{}:,()[\]]))/y;

/** The three entries of the Python dictionary that is an .npy header; `refuse` makes the error for an offset in it. */
function parseDictionary(text: string, refuse: (at: number, what: string) => Error): Dictionary {
  let at = 0;
  const next = (): Token => {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null)
      throw refuse(at, `${JSON.stringify(text.slice(at, at + 20))} is no part of a header`);
    at = TOKEN.lastIndex;
    const [, single, double, bool, digits, mark] = match;
    const quoted = single ?? double;
    if (quoted !== undefined) return { kind: 'text', value: quoted };
    if (bool !== undefined) return { kind: 'bool', value: bool === 'True' };
    if (digits !== undefined) return { kind: 'number', value: Number(digits) };
    return { kind: 'mark', value: mark! };
  };
  const expect = (mark: string) => {
    const before = at;
    const token = next();
    if (token.value !== mark || token.kind !== 'mark') throw refuse(before, `"${mark}" is missing`);
  };
  const shapeTuple = (): number[] => {
    expect('(');
    const sizes: number[] = [];
    for (;;) {
      const before = at;
      const token = next();
      if (token.kind === 'mark' && token.value === ')' && sizes.length === 0) return sizes;
      if (token.kind !== 'number')
        throw refuse(before, 'the shape is not a tuple of whole numbers');
      sizes.push(token.value);
      const end = next();
      if (end.kind === 'mark' && end.value === ')' && sizes.length > 1) return sizes;
      if (end.kind !== 'mark' || end.value !== ',')
        throw refuse(before, 'the shape is not a tuple');
      if (/^ *\)/.test(text.slice(at))) {
        expect(')');
        return sizes;
      }
    }
  };
  let descr: string | undefined;
  let fortran: boolean | undefined;
  let shape: readonly number[] | undefined;
  expect('{');
  for (;;) {
    const before = at;
    const key = next();
    if (key.kind === 'mark' && key.value === '}') break;
    expect(':');
    const valueAt = at;
    if (key.value === 'descr' && descr === undefined) {
      const value = next();
      // A list of fields; refuseDtype says what it is.
      if (value.kind === 'mark' && value.value === '[')
        return { descr: '[', fortran: false, shape: [] };
      if (value.kind !== 'text') throw refuse(valueAt, 'descr is not text');
      descr = value.value;
    } else if (key.value === 'fortran_order' && fortran === undefined) {
      const value = next();
      if (value.kind !== 'bool') throw refuse(valueAt, 'fortran_order is not True or False');
      fortran = value.value;
    } else if (key.value === 'shape' && shape === undefined) {
      shape = shapeTuple();
    } else {
      throw refuse(before, `the entry ${JSON.stringify(key.value)} is unknown or stands twice`);
    }
    const end = next();
    if (end.kind === 'mark' && end.value === '}') break;
    if (end.kind !== 'mark' || end.value !== ',')
      throw refuse(at, 'entries are not set apart by commas');
  }
  if (/[^ \n]/.test(text.slice(at))) throw refuse(at, 'something follows the header');
  if (descr === undefined || fortran === undefined || shape === undefined) {
    throw refuse(0, 'descr, fortran_order or shape is missing');
  }
  return { descr, fortran, shape };
}

type Token =
  | { readonly kind: 'text' | 'mark'; readonly value: string }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'number'; readonly value: number };

function refuseDtype(descr: string): string | undefined {
  if (descr === '[') return 'the values are records of several fields, not numbers';
  if (descr.includes('O'))
    return `dtype ${descr} is a pickled object, which could run code and is never read`;
  if (descr.startsWith('>')) return `dtype ${descr} is big-endian`;
  return undefined;
}

function decode(bytes: Uint8Array, encoding: 'utf-8' | 'latin1'): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function guess(start: Uint8Array): string {
  if (start.length === 0) return ': it is empty';
  if (start[0] === 0x50 && start[1] === 0x4b) return ': it is a zip archive, so name it .npz';
  if (start[0] === 0x80 && start[1]! <= 5)
    return ': it is a Python pickle, which could run code and is never read';
  if (new TextDecoder('latin1').decode(start) === 'version ')
    return ': it is a Git LFS pointer, so run `git lfs pull`';
  return '';
}

/** Makes the error for a byte of `file`. */
export function failing(file: string) {
  return (
    code: `E_${string}`,
    byte: number,
    what: string,
    remedy = 'save it with numpy.save as a float32 array',
  ): FormatError => new FormatError(code, { file }, `byte ${byte}: ${what}`, remedy);
}

/**
 * Number of values of an .npy file whose bytes behind the header are exactly those of its shape.
 * @throws FormatError E_NPY_SIZE
 */
export function requireSize(source: ByteSource, header: NpyHeader, itemSize: number): number {
  const count = header.shape.reduce((product, size) => product * size, 1);
  const expected = count * itemSize;
  const found = source.size - header.dataOffset;
  if (expected === found) return count;
  throw failing(source.file)(
    'E_NPY_SIZE',
    header.dataOffset,
    `shape (${header.shape.join(', ')}) of ${header.dtype} needs ${expected} bytes, found ${found}`,
    'copy or save it again',
  );
}
