import type { ByteSource } from '../files/byte-source.js';
import { failing, npyHeader, readNpyHeader, requireSize } from '../files/npy-header.js';
import type { NpyHeader } from '../files/npy-header.js';
import { fillNumbers, NUMBER_TYPES, type NumberType } from '../files/npy-numbers.js';
import type { Halves } from './embedding-format.js';

/** A two-dimensional array in float32, row after row. */
export interface Matrix {
  readonly rows: number;
  readonly dim: number;
  readonly values: Float32Array;
  /** Remarks a user should hear once, such as that float64 was rounded. */
  readonly warnings: readonly string[];
}

/** The dtypes that vectors are kept in, with what is said of the loss where float32 cannot hold them. */
const FLOATS: Readonly<Record<string, { readonly warning?: string } | undefined>> = {
  '<f4': {},
  '<f8': { warning: 'float64 values were rounded to float32' },
  '<f2': {},
};

/** What is known of a matrix before its numbers are read. */
export interface MatrixHead {
  readonly rows: number;
  readonly dim: number;
  readonly type: NumberType;
  readonly warnings: readonly string[];
}

/**
 * The matrix in an .npy file, in float32.
 *
 * Values are taken as they are, NaN included: `fromRaw` names the picture.
 * @throws FormatError as readNpyHead
 */
export async function readNpyMatrix(source: ByteSource): Promise<Matrix> {
  const { rows, dim, type, warnings } = await readNpyHead(source);
  const values = new Float32Array(rows * dim);
  await fillNumbers(source, type, values);
  return { rows, dim, values, warnings };
}

/**
 * What an .npy file says of its matrix; `source` then stands at the first number.
 *
 * Float64 will be rounded to the nearest float32 (and says so in `warnings`), float16 is exact.
 * @throws FormatError E_NPY_DTYPE for what is not `<f4`, `<f8` or `<f2`; E_NPY_SHAPE for what is not (rows, dim) with
 *   dim >= 1; E_NPY_SIZE where the bytes are not exactly those of the shape; and those of readNpyHeader
 */
export async function readNpyHead(source: ByteSource): Promise<MatrixHead> {
  const header = await readNpyHeader(source);
  const fail = failing(source.file);
  const [rows, dim] = header.shape;
  if (header.shape.length !== 2 || rows === undefined || dim === undefined || dim < 1) {
    const shape = `shape (${header.shape.join(', ')})`;
    throw fail(
      'E_NPY_SHAPE',
      10,
      `${shape} is not (pictures, dimensions)`,
      header.shape.length === 3 && rows === 2
        ? 'it may hold each picture and its mirror image: magface convert --halves add'
        : 'save one row a picture',
    );
  }
  const { type, warnings } = floatsOf(source, header);
  return { rows, dim, type, warnings };
}

/**
 * The vectors in an .npy file that holds each picture twice, as it is and mirrored, in float32: of shape (2, pictures,
 * dimensions), InsightFace's `embeddings_list`, or (pictures, 2 dimensions), the `img_feats` of its IJB scripts.
 *
 * The second half is added to the first, component by component, or left out.
 * @throws FormatError E_NPY_SHAPE for any other shape, and those of readNpyMatrix
 */
export async function readNpyHalves(source: ByteSource, halves: Halves): Promise<Matrix> {
  const header = await readNpyHeader(source);
  const { shape } = header;
  const stacked = shape.length === 3 && shape[0] === 2;
  const [rows, width] = stacked ? [shape[1]!, shape[2]!] : [shape[0] ?? 0, (shape[1] ?? 0) / 2];
  if (!(stacked || shape.length === 2) || width < 1 || !Number.isInteger(width)) {
    throw failing(source.file)(
      'E_NPY_SHAPE',
      10,
      `shape (${shape.join(', ')}) is neither (2, pictures, dimensions) nor (pictures, 2 dimensions)`,
      'leave --halves out where each picture has one vector',
    );
  }
  const { values, warnings } = await readFloats(source, header);
  // Rows move to the front of the memory they lie in: what is written was read before.
  const [step, second] = stacked ? [width, rows * width] : [2 * width, width];
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < width; i++) {
      const from = row * step + i;
      const own = values[from]!;
      values[row * width + i] = halves === 'add' ? own + values[from + second]! : own;
    }
  }
  return { rows, dim: width, values: values.subarray(0, rows * width), warnings };
}

/**
 * The one-dimensional float array in an .npy file, in float32.
 * @throws FormatError as readNpyMatrix
 */
export async function readNpyVector(source: ByteSource): Promise<Float32Array> {
  const header = await readNpyHeader(source);
  if (header.shape.length !== 1) {
    const shape = `shape (${header.shape.join(', ')})`;
    throw failing(source.file)('E_NPY_SHAPE', 10, `${shape} is not one-dimensional`);
  }
  return (await readFloats(source, header)).values;
}

async function readFloats(source: ByteSource, header: NpyHeader) {
  const { type, count, warnings } = floatsOf(source, header);
  const values = new Float32Array(count);
  await fillNumbers(source, type, values);
  return { values, warnings };
}

function floatsOf(source: ByteSource, header: NpyHeader) {
  const float = FLOATS[header.dtype];
  const type = NUMBER_TYPES[header.dtype];
  if (float === undefined || type === undefined) {
    throw failing(source.file)('E_NPY_DTYPE', 10, `dtype ${header.dtype} is not <f4, <f8 or <f2`);
  }
  const count = requireSize(source, header, type.itemSize);
  const warnings = float.warning === undefined ? [] : [`${source.file}: ${float.warning}`];
  return { type, count, warnings };
}

/** Appends rows to an .npy file whose number of rows is known before the first. */
export interface NpyWriter {
  /** Resolves when `values`, whole rows, are written. */
  append(values: Float32Array): Promise<void>;
  /** @throws RangeError where not as many values came as the shape has */
  finish(): void;
}

/** A writer of float32 values of `shape`, its header already handed to `write`. */
export async function writeNpy(
  write: (bytes: Uint8Array) => Promise<unknown>,
  shape: readonly number[],
): Promise<NpyWriter> {
  const expected = shape.reduce((product, size) => product * size, 1);
  let written = 0;
  await write(npyHeader('<f4', shape));
  return {
    append: async (values) => {
      await write(bytesOf(values));
      written += values.length;
    },
    finish: () => {
      if (written !== expected)
        throw new RangeError(`${written} of ${expected} values were written`);
    },
  };
}

/** The memory of `values`, as a file holds them. */
export function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
