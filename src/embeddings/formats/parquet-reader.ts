import { open, type FileHandle } from 'node:fs/promises';
import type { FileMetaData } from 'hyparquet';
import { FormatError, UserError } from '../../errors.js';
import { errorCode, messageOf, readFailure } from '../../files/file-failure.js';
import type { ParquetColumn, ParquetPage } from '../../files/parquet-pages.js';
import { fromHalf } from '../../float16.js';
import type { EmbeddingContent } from '../embedding-format.js';
import { chooseColumns } from './parquet-columns.js';
import { namesBeside } from './names-beside.js';

/** Bytes of vectors that need no file of any size, and how much of the greatest sizes there is for each byte of the file. */
const HARMLESS = 1 << 26;
const LARGEST_RATIO = 300;

/**
 * The vectors of a Parquet table: its column of lists of floats, or a column for each component, named PREFIX0, PREFIX1, ...; with
 * the names in its column of texts (`id`, `name`, `path`, ..., or the only one), or in NAME.ids.txt or ids.txt beside it.
 *
 * Read a page at a time. Float64 is rounded to float32, and a remark says so.
 * @throws FormatError E_PARQUET for what is no Parquet file, is damaged, or is of a kind that is not read; E_PARQUET_COLUMNS where
 *   it is not plain which columns are meant; E_PARQUET_ROW with the row (from 0) where a list has another length or a value is null
 */
export async function readParquet(path: string): Promise<EmbeddingContent> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw readFailure(path, error, 'E_EMBED_FILE');
  });
  try {
    const { size } = await handle.stat();
    const found = await readTable(handle, path, size).catch((error: unknown) => {
      if (error instanceof UserError) throw error;
      if (errorCode(error) !== '') throw readFailure(path, error, 'E_EMBED_FILE');
      throw new FormatError(
        'E_PARQUET',
        { file: path },
        `it cannot be read as Parquet (${messageOf(error)})`,
        'write it again, with snappy or without compression',
        { cause: error },
      );
    });
    const ids = found.ids ?? (await namesBeside(path, found.raw.length / found.dim));
    const { raw, dim, warnings } = found;
    return { ...(ids === undefined ? {} : { ids }), raw, dim, warnings };
  } finally {
    await handle.close();
  }
}

async function readTable(
  handle: FileHandle,
  path: string,
  size: number,
): Promise<EmbeddingContent> {
  const { parquetMetadataAsync } = await import('hyparquet');
  const file = { byteLength: size, slice: (from: number, to = size) => sliceOf(handle, from, to) };
  const metadata = await parquetMetadataAsync(file, { geoparquet: false });
  const columns = chooseColumns(path, metadata);
  const rows = Number(metadata.num_rows);
  const stated = metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
  if (!Number.isSafeInteger(rows) || rows !== stated) {
    throw new Error(`${rows} rows, its groups have ${stated}`);
  }
  const table = { handle, path, size, metadata, rows };
  const vectors =
    columns.kind === 'list'
      ? await readLists(table, columns.list)
      : await readNumbers(table, columns.numbers);
  const ids = columns.names === undefined ? undefined : await readTexts(table, columns.names);
  const warnings = columns.double ? [`${path}: float64 values were rounded to float32`] : [];
  return { ...(ids === undefined ? {} : { ids }), ...vectors, warnings };
}

interface Table {
  readonly handle: FileHandle;
  readonly path: string;
  readonly size: number;
  readonly metadata: FileMetaData;
  readonly rows: number;
}

async function readLists(table: Table, column: ParquetColumn) {
  const total = table.metadata.row_groups.reduce(
    (sum, group) => sum + Number(metaOf(group, column).num_values),
    0,
  );
  const raw = room(table, total);
  let [row, length, dim, filled] = [-1, 0, 0, 0];
  const endRow = () => {
    if (row === 0) dim = length;
    if (length !== dim) throw atRow(table, row, `a list of ${length}, ${dim} in row 0`);
  };
  for await (const page of pages(table, column)) {
    for (const [i, level] of page.repetition!.entries()) {
      if (level === 0) {
        if (row >= 0) endRow();
        row++;
        length = 0;
      }
      if (row < 0) throw new Error('the first list has no beginning');
      if (i === page.firstNull)
        throw atRow(table, row, 'the list or a value in it is null, or it is empty');
      length++;
    }
    copyNumbers(page, raw, filled, 1);
    filled += page.count;
  }
  if (row >= 0) endRow();
  requireRows(table, row + 1);
  return { raw: raw.subarray(0, filled), dim: Math.max(1, dim) };
}

async function readNumbers(table: Table, columns: readonly ParquetColumn[]) {
  const dim = columns.length;
  const raw = room(table, table.rows * dim);
  for (const [i, column] of columns.entries()) {
    let row = 0;
    for await (const page of pages(table, column)) {
      if (page.firstNull >= 0) {
        throw atRow(table, row + page.firstNull, `${column.path.join('.')} is null`);
      }
      if (row + page.count > table.rows)
        throw new Error(`${column.path.join('.')} has too many values`);
      copyNumbers(page, raw, row * dim + i, dim);
      row += page.count;
    }
    requireRows(table, row);
  }
  return { raw, dim };
}

async function readTexts(table: Table, column: ParquetColumn): Promise<string[]> {
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const ids: string[] = [];
  for await (const page of pages(table, column)) {
    if (page.firstNull >= 0) {
      throw atRow(table, ids.length + page.firstNull, `${column.path.join('.')} is null`);
    }
    for (const text of page.values as readonly Uint8Array[]) {
      try {
        ids.push(utf8.decode(text));
      } catch {
        throw atRow(table, ids.length, `${column.path.join('.')} is not UTF-8`);
      }
    }
  }
  requireRows(table, ids.length);
  return ids;
}

async function* pages(table: Table, column: ParquetColumn): AsyncGenerator<ParquetPage, void> {
  const { pagesOf } = await import('../../files/parquet-pages.js');
  for (const group of table.metadata.row_groups) {
    yield* pagesOf(table.handle, table.size, column, metaOf(group, column));
  }
}

function metaOf(group: FileMetaData['row_groups'][number], { path }: ParquetColumn) {
  const name = path.join('\0');
  const meta = group.columns.find((chunk) => chunk.meta_data?.path_in_schema.join('\0') === name);
  if (meta?.meta_data === undefined || (meta.file_path ?? '') !== '') {
    throw new Error(`${path.join('.')} is missing, or in another file`);
  }
  return meta.meta_data;
}

/** Puts the values of `page`, none of them null, at every `step`th place from `to`. */
function copyNumbers(
  { values, count }: ParquetPage,
  raw: Float32Array,
  to: number,
  step: number,
): void {
  if (values.length !== count || to + (count - 1) * step >= raw.length) {
    throw new Error('more values than it states');
  }
  if (values instanceof Uint16Array) {
    for (let i = 0; i < count; i++) raw[to + i * step] = fromHalf(values[i]!);
    return;
  }
  const numbers = values as Float32Array | Float64Array;
  if (step === 1) raw.set(numbers, to);
  else for (let i = 0; i < count; i++) raw[to + i * step] = numbers[i]!;
}

/** @throws Error where the file is much too small for so many values */
function room({ size }: Table, values: number): Float32Array {
  if (!(values >= 0 && 4 * values <= Math.max(HARMLESS, size * LARGEST_RATIO))) {
    throw new Error(`${values} values in ${size} bytes`);
  }
  return new Float32Array(values);
}

function requireRows({ rows }: Table, found: number): void {
  if (found !== rows) throw new Error(`${found} of ${rows} rows are there`);
}

function atRow({ path }: Table, row: number, what: string): FormatError {
  const remedy = 'write one list of numbers, all of one length, a row';
  return new FormatError('E_PARQUET_ROW', { file: path }, `row ${row} (from 0): ${what}`, remedy);
}

async function sliceOf(handle: FileHandle, from: number, to: number): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(Math.max(0, to - from));
  for (let done = 0; done < bytes.length;) {
    const { bytesRead } = await handle.read(bytes, done, bytes.length - done, from + done);
    if (bytesRead === 0) throw new Error('the file became shorter as it was read');
    done += bytesRead;
  }
  return bytes.buffer;
}
