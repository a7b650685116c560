import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { EXIT, UserError } from '../errors.js';
import { withFile } from '../files/byte-source.js';
import { replaceFiles } from '../files/durable-file.js';
import type { FileToWrite } from '../files/durable-file.js';
import { errorCode, readFailure, writeFailure } from '../files/file-failure.js';
import { makeFolder } from '../files/make-folder.js';
import type { EmbeddingSet } from '../types.js';
import { toRaw } from './embedding-set.js';
import type { NamedEmbeddings, RawEmbeddings } from './embedding-set.js';
import { readFeatureList, writeFeatureList } from './feature-list.js';
import { readIds, writeIds } from './ids-file.js';
import { lengths, requireLengths, unitLengthWarning } from './magnitudes.js';
import { readNpyMatrix, readNpyVector, writeNpy } from './npy.js';
import { readNpz, writeNpz } from './npz.js';

/** Raw vectors as a file holds them, with the remarks on it that a user should hear once. */
export interface EmbeddingContent extends RawEmbeddings {
  readonly warnings: readonly string[];
}

export interface EmbeddingsFile extends EmbeddingContent {
  /** sha256 (hex) over names and values: equal vectors have equal digests, whatever the format. */
  readonly digest: string;
}

/** A way of keeping vectors on disk. */
export interface EmbeddingFormat {
  readonly name: string;
  /** With the dot, in lower case; none for folders. */
  readonly extensions: readonly string[];
  readonly summary: string;
  read(path: string): Promise<EmbeddingContent>;
  /** The files that hold `embeddings`, the one that is read first last. */
  files(path: string, embeddings: NamedEmbeddings): readonly FileToWrite[];
}

const FOLDER: EmbeddingFormat = {
  name: 'folder',
  extensions: [],
  summary: 'embeddings.npy, magnitudes.npy and ids.txt in a folder, as `magface embed` writes them',
  read: async (path) => {
    const file = join(path, 'embeddings.npy');
    const ids = await readIds(join(path, 'ids.txt'));
    const {
      values: raw,
      dim,
      rows,
      warnings,
    } = await withFile(file, readNpyMatrix, 'E_EMBED_FILE');
    requireCount(file, rows, join(path, 'ids.txt'), ids.length);
    const magnitudes = join(path, 'magnitudes.npy');
    if (await exists(magnitudes)) {
      requireLengths(
        magnitudes,
        await withFile(magnitudes, readNpyVector, 'E_EMBED_FILE'),
        file,
        raw,
        dim,
      );
    }
    return { ids, raw, dim, warnings };
  },
  files: (path, { ids, raw, dim }) => [
    { path: join(path, 'ids.txt'), write: (all) => writeIds(ids, all) },
    npyFile(join(path, 'magnitudes.npy'), lengths(raw, dim), [ids.length]),
    npyFile(join(path, 'embeddings.npy'), raw, [ids.length, dim]),
  ],
};

/** The files, name to what writes each, by which a folder holds `embeddings` for `readEmbeddings`. */
export function folderFiles(embeddings: NamedEmbeddings): Map<string, FileToWrite['write']> {
  return new Map(FOLDER.files('', embeddings).map(({ path, write }) => [path, write]));
}

const NPY: EmbeddingFormat = {
  name: 'npy',
  extensions: ['.npy'],
  summary: 'a NumPy array, one row a picture; names in NAME.ids.txt or ids.txt beside it',
  read: async (path) => {
    const {
      values: raw,
      dim,
      rows,
      warnings,
    } = await withFile(path, readNpyMatrix, 'E_EMBED_FILE');
    for (const file of [beside(path, 'ids.txt'), join(dirname(path), 'ids.txt')]) {
      if (!(await exists(file))) continue;
      const ids = await readIds(file);
      requireCount(path, rows, file, ids.length);
      return { ids, raw, dim, warnings };
    }
    return { raw, dim, warnings };
  },
  files: (path, { ids, raw, dim }) => [
    { path: beside(path, 'ids.txt'), write: (all) => writeIds(ids, all) },
    npyFile(path, raw, [ids.length, dim]),
  ],
};

const NPZ: EmbeddingFormat = {
  name: 'npz',
  extensions: ['.npz'],
  summary: 'a NumPy archive with the arrays `embeddings` and `ids`',
  read: readNpz,
  files: (path, embeddings) => [{ path, write: (all) => writeNpz(embeddings, all) }],
};

const FEATURE_LIST: EmbeddingFormat = {
  name: 'feature list',
  extensions: ['.list', '.txt'],
  summary: "MagFace's text: a path and its vector on each line",
  read: async (path) => ({
    ...(await withFile(path, readFeatureList, 'E_EMBED_FILE')),
    warnings: [],
  }),
  files: (path, embeddings) => [{ path, write: (all) => writeFeatureList(embeddings, all) }],
};

export const FORMATS: readonly EmbeddingFormat[] = [FOLDER, NPY, NPZ, FEATURE_LIST];

/**
 * The raw vectors in the file or folder `path`, by its extension; `ids` absent where nothing names the rows.
 *
 * Warns where every vector has length 1, since then the magnitude carries no quality.
 * @throws UserError E_EMBED_FILE (exit 66) where there is none, E_EMBED_FORMAT (exit 65) for an unknown extension,
 *   E_EMBED_IDS where names and rows differ in number, and those of the format
 */
export async function readEmbeddings(path: string): Promise<EmbeddingsFile> {
  const found = await stat(path).catch((error: unknown) => {
    throw readFailure(path, error, 'E_EMBED_FILE');
  });
  const content = await (found.isDirectory() ? FOLDER : formatOf(path)).read(path);
  const warning = unitLengthWarning(path, content.raw, content.dim);
  return {
    ...content,
    warnings: warning === undefined ? content.warnings : [...content.warnings, warning],
    digest: digestOf(content),
  };
}

/**
 * Resolves when the vectors are on the disk in the format of the extension of `path`, or as a folder where it has none.
 * What lay there before is kept until everything new is written.
 * @param provenance written as `provenance.json` into the folder, or as `NAME.provenance.json` beside the file
 * @throws UserError E_EMBED_WRITE (exit 73, 74 or 75), E_EMBED_FORMAT, and those of the format
 */
export async function writeEmbeddings(
  path: string,
  embeddings: EmbeddingSet | NamedEmbeddings,
  provenance?: object,
): Promise<void> {
  const named =
    'directions' in embeddings
      ? { ids: embeddings.ids, raw: toRaw(embeddings), dim: embeddings.dim }
      : embeddings;
  const format = extname(path) === '' ? FOLDER : formatOf(path);
  const described =
    format === FOLDER ? join(path, 'provenance.json') : beside(path, 'provenance.json');
  const note: FileToWrite = {
    path: described,
    write: (all) => all(Buffer.from(`${JSON.stringify(provenance, null, 2)}\n`, 'utf8')),
  };
  const files = format.files(path, named);
  try {
    await makeFolder(format === FOLDER ? path : dirname(path));
    await replaceFiles(provenance === undefined ? files : [note, ...files], { lastCounts: true });
  } catch (error) {
    throw errorCode(error) === '' ? error : writeFailure('E_EMBED_WRITE', path, error);
  }
}

function formatOf(path: string): EmbeddingFormat {
  const extension = extname(path).toLowerCase();
  const format = FORMATS.find(({ extensions }) => extensions.includes(extension));
  if (format !== undefined) return format;
  const known = FORMATS.flatMap(({ extensions }) => extensions).join(', ');
  throw new UserError(
    'E_EMBED_FORMAT',
    `${path}: embeddings are not kept in ${extension === '' ? 'files without extension' : `${extension} files`}`,
    `use ${known} or a folder`,
    EXIT.badData,
  );
}

function beside(path: string, suffix: string): string {
  return join(dirname(path), `${basename(path, extname(path))}.${suffix}`);
}

function npyFile(path: string, values: Float32Array, shape: readonly number[]): FileToWrite {
  return {
    path,
    write: async (all) => {
      const writer = await writeNpy(all, shape);
      await writer.append(values);
      writer.finish();
    },
  };
}

function requireCount(file: string, rows: number, idsFile: string, ids: number): void {
  if (rows === ids) return;
  throw new UserError(
    'E_EMBED_IDS',
    `${file} has ${rows} rows, ${idsFile} names ${ids}`,
    'put one id a line for every row',
    EXIT.badData,
  );
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw readFailure(path, error, 'E_EMBED_FILE');
  }
}

const HASHED = 1 << 24;

function digestOf({ ids, raw, dim }: RawEmbeddings): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify({ dim, ids: ids ?? null }));
  for (let at = 0; at < raw.length; at += HASHED) hash.update(raw.subarray(at, at + HASHED));
  return hash.digest('hex');
}
