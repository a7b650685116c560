import { EXIT, FormatError, UserError } from '../../errors.js';
import { withFile, type ByteSource } from '../../files/byte-source.js';
import type { WriteAll } from '../../files/durable-file.js';
import { NUMBER_TYPES, type NumberType } from '../../files/npy-numbers.js';
import { quote } from '../../files/quote.js';
import type { EmbeddingFormat, WrittenType } from '../embedding-format.js';
import { readRows, openRows, type EmbeddingRows, type RowsHead } from '../embedding-rows.js';
import type { RawEmbeddings } from '../embedding-set.js';
import { requireIds } from '../ids-file.js';
import { writeFloats, WIDTHS } from '../written-floats.js';
import { namesBeside } from './names-beside.js';

/** The bound of the reference implementation. */
const LONGEST_HEADER = 100_000_000;

const BFLOAT16: NumberType = {
  itemSize: 2,
  // The upper half of a float32.
  decode: (bytes, to) => {
    const bits = new Uint32Array(bytes.length / 2);
    for (let i = 0; i < bits.length; i++)
      bits[i] = (bytes[2 * i]! | (bytes[2 * i + 1]! << 8)) << 16;
    to.set(new Float32Array(bits.buffer));
  },
};

const TYPES: Readonly<Record<string, NumberType | undefined>> = {
  F32: NUMBER_TYPES['<f4'],
  F64: NUMBER_TYPES['<f8'],
  F16: NUMBER_TYPES['<f2'],
  BF16: BFLOAT16,
};

/** Bits of a number of each type there is, since every tensor must have as many bytes as its shape takes. */
const BITS: Readonly<Record<string, number | undefined>> = {
  ...{ BOOL: 8, U8: 8, I8: 8, F8_E4M3: 8, F8_E5M2: 8, F8_E8M0: 8, U16: 16, I16: 16, F16: 16 },
  ...{ BF16: 16, U32: 32, I32: 32, F32: 32, U64: 64, I64: 64, F64: 64, C64: 64, F4: 4 },
  ...{ F6_E2M3: 6, F6_E3M2: 6 },
};

interface Tensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Offsets behind the header. */
  readonly from: number;
  readonly to: number;
}

export const SAFETENSORS: EmbeddingFormat = {
  name: 'safetensors',
  summary:
    'the tensor `embeddings` (or `features`), F32, F16, BF16 or F64; names in its metadata `ids`',
  reference: 'Hugging Face safetensors',
  extensions: ['.safetensors'],
  fits: ({ bytes, size }) => {
    if (bytes.length < 10) return false;
    const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
    const length = view.getBigUint64(0, true);
    // Numbers may begin with zeros, but no header is shorter than {}.
    return bytes[8] === 0x7b && length >= 2n && length <= BigInt(size - 8);
  },
  open: safetensorsRows,
  read: async (path) => readRows(await safetensorsRows(path)),
  write: (path, embeddings, type) =>
    Promise.resolve({
      files: [{ path, write: (all) => writeSafetensors(embeddings, type, all) }],
    }),
};

/**
 * The vectors in a safetensors file: the tensor `embeddings` or `features`, or else the only one of two dimensions. Names are a
 * JSON list in the metadata under `ids`, or lines of NAME.ids.txt or ids.txt beside it.
 * @throws FormatError E_SAFETENSORS where header, offsets and length of the file do not fit together, with the byte or the
 *   tensor; E_SAFETENSORS_TENSOR where it is not plain which is meant, or it holds no floats; E_SAFETENSORS_IDS for names that are
 *   no list of texts or not as many as the rows
 */
async function safetensorsRows(path: string): Promise<EmbeddingRows> {
  const rows = await openRows((use) => withFile(path, use, 'E_EMBED_FILE'), readTensorHead);
  const ids = rows.ids ?? (await namesBeside(path, rows.rows));
  return { ...rows, ...(ids === undefined ? {} : { ids }) };
}

async function readTensorHead(source: ByteSource): Promise<RowsHead> {
  const { file } = source;
  const { tensors, metadata } = await readHeader(source);
  const tensor = choose(file, tensors);
  const type = TYPES[tensor.dtype];
  const [rows, dim] = tensor.shape;
  if (type === undefined || tensor.shape.length !== 2 || rows === undefined || !(dim! >= 1)) {
    const what = `${quote(tensor.name)} is ${tensor.dtype} of shape (${tensor.shape.join(', ')})`;
    const remedy = 'save a tensor (pictures, dimensions) of F32, F16, BF16 or F64';
    throw new FormatError('E_SAFETENSORS_TENSOR', { file }, what, remedy);
  }
  await skip(source, tensor.from);
  const ids = metadata?.['ids'] === undefined ? undefined : readNames(file, metadata['ids'], rows);
  const warnings =
    tensor.dtype === 'F64' ? [`${file}: float64 values were rounded to float32`] : [];
  return { ids, rows, dim: dim!, type, warnings };
}

function choose(file: string, tensors: readonly Tensor[]): Tensor {
  const named = ['embeddings', 'features'].map((name) => tensors.find((t) => t.name === name));
  const found = named.find((tensor) => tensor !== undefined);
  if (found !== undefined) return found;
  const matrices = tensors.filter(({ shape, dtype }) => shape.length === 2 && dtype in TYPES);
  if (matrices.length === 1) return matrices[0]!;
  const names = matrices.slice(0, 5).map(({ name }) => quote(name));
  throw new FormatError(
    'E_SAFETENSORS_TENSOR',
    { file },
    matrices.length === 0
      ? `none of its ${tensors.length} tensors is (pictures, dimensions) of floats`
      : `several of its tensors could be meant: ${names.join(', ')}`,
    'save the vectors as the tensor `embeddings`',
  );
}

async function readHeader(source: ByteSource) {
  const fail = (byte: number, what: string, options?: ErrorOptions) =>
    new FormatError(
      'E_SAFETENSORS',
      { file: source.file },
      `byte ${byte}: ${what}`,
      'copy or save it again',
      options,
    );
  if (source.size < 8) throw fail(0, 'the file ends before its header');
  const start = new Uint8Array(8);
  await source.fill(start);
  const length = Number(new DataView(start.buffer).getBigUint64(0, true));
  if (length > LONGEST_HEADER || length > source.size - 8) {
    throw fail(0, `a header of ${length} bytes does not fit a file of ${source.size}`);
  }
  const bytes = new Uint8Array(length);
  await source.fill(bytes);
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw fail(8, 'the header is not JSON', { cause });
  }
  if (!isRecord(header)) throw fail(8, 'the header is no JSON object');
  const tensors: Tensor[] = [];
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const tensor = asTensor(name, entry);
    if (typeof tensor === 'string') throw fail(8, `tensor ${quote(name)}: ${tensor}`);
    tensors.push(tensor);
  }
  tensors.sort((a, b) => a.from - b.from || a.to - b.to);
  let end = 0;
  for (const { name, from, to } of tensors) {
    if (from !== end) {
      const what = from < end ? 'overlaps the one before it' : 'leaves a hole before it';
      throw fail(8 + length + from, `tensor ${quote(name)} ${what}`);
    }
    end = to;
  }
  const held = source.size - 8 - length;
  if (end !== held) {
    throw fail(8 + length, `the tensors take ${end} bytes, the file holds ${held}`);
  }
  const metadata = header['__metadata__'];
  if (metadata !== undefined && !isRecord(metadata)) throw fail(8, '__metadata__ is no object');
  return { tensors, metadata };
}

/** The tensor that an entry of the header tells of, or what is wrong with it. */
function asTensor(name: string, entry: unknown): Tensor | string {
  if (!isRecord(entry)) return 'is no JSON object';
  const { dtype, shape, data_offsets: offsets } = entry;
  const bits = typeof dtype === 'string' ? BITS[dtype] : undefined;
  if (typeof dtype !== 'string' || bits === undefined) return 'its dtype is unknown';
  if (!isCounts(shape)) return 'its shape is no list of whole numbers';
  if (!isCounts(offsets) || offsets.length !== 2)
    return 'its data_offsets are not two whole numbers';
  const [from, to] = [offsets[0]!, offsets[1]!];
  const needed = (shape.reduce((product, size) => product * size, 1) * bits) / 8;
  if (to - from !== needed) {
    return `${dtype} of shape (${shape.join(', ')}) needs ${needed} bytes, its offsets span ${to - from}`;
  }
  return { name, dtype, shape, from, to };
}

function readNames(file: string, text: unknown, rows: number): string[] {
  const refuse = (what: string, options?: ErrorOptions) =>
    new FormatError(
      'E_SAFETENSORS_IDS',
      { file },
      what,
      'save json.dumps of the names, one a row',
      options,
    );
  let ids: unknown;
  try {
    ids = JSON.parse(String(text));
  } catch (cause) {
    throw refuse('the metadata `ids` is not JSON', { cause });
  }
  if (!Array.isArray(ids)) throw refuse('the metadata `ids` is no JSON list');
  const other = ids.findIndex((id) => typeof id !== 'string');
  if (other >= 0) throw refuse(`entry ${other} (from 0) of the metadata \`ids\` is no text`);
  if (ids.length !== rows) throw refuse(`${ids.length} ids for ${rows} rows`);
  return ids as string[];
}

async function skip(source: ByteSource, bytes: number): Promise<void> {
  const scratch = new Uint8Array(Math.min(bytes, 1 << 20));
  for (let left = bytes; left > 0; left -= scratch.length) {
    await source.fill(scratch.subarray(0, Math.min(left, scratch.length)));
  }
}

/**
 * Resolves when the tensor `embeddings` is written, with the names in the metadata; equal content gives equal bytes.
 * @throws UserError E_EMBED_ID for an id that is not Unicode, or where the names do not fit into a header (exit 65)
 */
async function writeSafetensors(
  { ids, raw, dim }: RawEmbeddings,
  type: WrittenType,
  write: WriteAll,
): Promise<void> {
  if (ids !== undefined) requireIds(ids, /^[^\p{Cs}]*$/u, 'stand in JSON');
  const text = JSON.stringify({
    ...(ids === undefined ? {} : { __metadata__: { ids: JSON.stringify(ids) } }),
    embeddings: {
      dtype: type === 'f32' ? 'F32' : 'F16',
      shape: [raw.length / dim, dim],
      data_offsets: [0, raw.length * WIDTHS[type]],
    },
  });
  // Spaces up to a multiple of 8, so that a tensor that is mapped into memory is aligned.
  const header = Buffer.from(text + ' '.repeat((8 - (Buffer.byteLength(text) % 8)) % 8), 'utf8');
  if (header.length > LONGEST_HEADER) {
    const what = `names of ${header.length} bytes do not fit into the header of a safetensors file`;
    throw new UserError('E_EMBED_ID', what, 'write .npy', EXIT.badData);
  }
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  await write(Buffer.concat([length, header]));
  await writeFloats(raw, type, write);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}
