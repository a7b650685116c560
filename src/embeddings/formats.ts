import { createHash } from 'node:crypto';
import { open, readdir, stat } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { EXIT, UserError } from '../errors.js';
import { replaceFiles, type FileToWrite } from '../files/durable-file.js';
import { errorCode, readFailure, writeFailure } from '../files/file-failure.js';
import { makeFolder } from '../files/make-folder.js';
import { createFolder } from '../files/whole-folder.js';
import type { EmbeddingSet } from '../types.js';
import type {
  EmbeddingContent,
  EmbeddingFormat,
  EmbeddingsHead,
  ReadWish,
  WrittenType,
} from './embedding-format.js';
import { rowsInMemory, type EmbeddingRows } from './embedding-rows.js';
import { toRaw, type NamedEmbeddings, type RawEmbeddings } from './embedding-set.js';
import { FEATURE_LIST } from './formats/feature-list.js';
import { FOLDER, folderParts } from './formats/folder.js';
import { MEGAFACE } from './formats/megaface.js';
import { beside } from './formats/names-beside.js';
import { NPY } from './formats/npy.js';
import { NPZ } from './formats/npz.js';
import { PARQUET } from './formats/parquet.js';
import { RAW } from './formats/raw.js';
import { SAFETENSORS } from './formats/safetensors.js';
import { unitLengthWarning } from './magnitudes.js';

export interface EmbeddingsFile extends EmbeddingContent {
  /** sha256 (hex) over names and values: equal vectors have equal digests, whatever the format. */
  readonly digest: string;
  /** Name of the format it was read as. */
  readonly format: string;
}

/** Every way of keeping vectors; the first that fits the content is taken, else the one of the extension. */
export const EMBEDDING_FORMATS: readonly EmbeddingFormat[] = [
  FOLDER,
  NPY,
  NPZ,
  FEATURE_LIST,
  SAFETENSORS,
  PARQUET,
  MEGAFACE,
  RAW,
];

/** The files, name to what writes each, by which a folder holds `embeddings` for `readEmbeddings`. */
export function folderFiles(embeddings: NamedEmbeddings): Map<string, FileToWrite['write']> {
  return new Map(folderParts('', embeddings).map(({ path, write }) => [path, write]));
}

/**
 * The raw vectors in the file or folder `path`, by its content or else its extension; `ids` absent where nothing names the rows.
 *
 * Warns where every vector has length 1, since then the magnitude carries no quality.
 * @param from name of the format, where it is not to be told from the file
 * @throws UserError E_EMBED_FILE (exit 66) where there is none, E_EMBED_FORMAT (exit 65) for what is of no format, E_EMBED_IDS
 *   where names and rows differ in number, and those of the format
 */
export async function readEmbeddings(
  path: string,
  { from, ...wish }: ReadWish & { readonly from?: string | undefined } = {},
): Promise<EmbeddingsFile> {
  const head = await headOf(path);
  const format = from === undefined ? formatOf(head) : formatNamed(from);
  const content = await format.read(path, wish);
  const warning = unitLengthWarning(path, content.raw, content.dim);
  return {
    ...content,
    warnings: warning === undefined ? content.warnings : [...content.warnings, warning],
    digest: digestOf(content),
    format: format.name,
  };
}

/**
 * The raw vectors in the file or folder `path`, to be read a few at a time: by a format that lets them, or else from memory.
 * @throws as {@link readEmbeddings}
 */
export async function openEmbeddings(path: string): Promise<EmbeddingRows> {
  const head = await headOf(path);
  const format = formatOf(head);
  if (format.open !== undefined) return format.open(path, {});
  const content = await format.read(path, {});
  return { ...rowsInMemory(content), warnings: content.warnings };
}

/**
 * Resolves when the vectors are on the disk in the format `to`, or that of the extension of `path`, or as a folder where it has
 * none. What lay there before is kept until everything new is written.
 * @param provenance written as `provenance.json` into the folder, or as `NAME.provenance.json` beside the file
 * @throws UserError E_EMBED_WRITE (exit 73, 74 or 75), E_EMBED_FORMAT, and those of the format
 */
export async function writeEmbeddings(
  path: string,
  embeddings: EmbeddingSet | RawEmbeddings,
  provenance?: object,
  { to, type = 'f32' }: { readonly to?: string | undefined; readonly type?: WrittenType } = {},
): Promise<void> {
  const raw =
    'directions' in embeddings
      ? { ids: embeddings.ids, raw: toRaw(embeddings), dim: embeddings.dim }
      : embeddings;
  const format = writtenFormat(path, to);
  const { files, wholeFolder } = await format.write!(path, raw, type);
  const folder = format.extensions.length === 0;
  const note: FileToWrite = {
    path: folder ? join(path, 'provenance.json') : beside(path, 'provenance.json'),
    write: (all) => all(Buffer.from(`${JSON.stringify(provenance, null, 2)}\n`, 'utf8')),
  };
  const all = provenance === undefined ? files : [note, ...files];
  try {
    if (wholeFolder === true) {
      await createFolder(path, all);
      return;
    }
    await makeFolder(folder ? path : dirname(path));
    await replaceFiles(all, { lastCounts: true });
  } catch (error) {
    throw errorCode(error) === '' ? error : writeFailure('E_EMBED_WRITE', path, error);
  }
}

/**
 * The format in which `path` would be written.
 * @throws UserError E_EMBED_FORMAT
 */
export function writtenFormat(path: string, to?: string): EmbeddingFormat {
  if (to !== undefined) return formatNamed(to);
  return extname(path) === '' ? FOLDER : byExtension(path);
}

/** @throws UserError E_EMBED_FORMAT (usage) where there is none of that name */
function formatNamed(name: string): EmbeddingFormat {
  const format = EMBEDDING_FORMATS.find((known) => known.name === name);
  if (format !== undefined) return format;
  const names = EMBEDDING_FORMATS.map((known) => known.name).join(', ');
  throw new UserError(
    'E_EMBED_FORMAT',
    `there is no format of embeddings called ${JSON.stringify(name)}`,
    `name one of ${names}`,
    EXIT.usage,
  );
}

function formatOf(head: EmbeddingsHead): EmbeddingFormat {
  return EMBEDDING_FORMATS.find((format) => format.fits(head)) ?? byExtension(head.path);
}

function byExtension(path: string): EmbeddingFormat {
  const extension = extname(path).toLowerCase();
  const format = EMBEDDING_FORMATS.find(({ extensions }) => extensions.includes(extension));
  if (format !== undefined) return format;
  const known = EMBEDDING_FORMATS.flatMap(({ extensions }) => extensions).join(', ');
  throw new UserError(
    'E_EMBED_FORMAT',
    `${path}: embeddings are not kept in ${extension === '' ? 'files without extension' : `${extension} files`}`,
    `use ${known} or a folder`,
    EXIT.badData,
  );
}

const HEAD = 4096;

async function headOf(path: string): Promise<EmbeddingsHead> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) {
      const names = await readdir(path);
      return { path, folder: true, names, size: 0, bytes: new Uint8Array(0) };
    }
    const none = { path, folder: false, names: [], size: found.size, bytes: new Uint8Array(0) };
    // A pipe would wait for whoever writes into it.
    if (!found.isFile()) return none;
    const handle = await open(path, 'r');
    try {
      const bytes = new Uint8Array(Math.min(HEAD, found.size));
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
      return { ...none, bytes: bytes.subarray(0, bytesRead) };
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw readFailure(path, error, 'E_EMBED_FILE');
  }
}

const HASHED = 1 << 24;

function digestOf({ ids, raw, dim }: RawEmbeddings): string {
  const hash = createHash('sha256').update(digestHead({ ids, dim }));
  for (let at = 0; at < raw.length; at += HASHED) hash.update(raw.subarray(at, at + HASHED));
  return hash.digest('hex');
}

/** What is hashed in front of the values of vectors: equal names and values have equal digests, whatever the format. */
export function digestHead({ ids, dim }: Pick<EmbeddingRows, 'ids' | 'dim'>): Uint8Array {
  return Buffer.from(JSON.stringify({ dim, ids: ids ?? null }), 'utf8');
}
