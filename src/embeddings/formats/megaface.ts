import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EXIT, FormatError, UserError } from '../../errors.js';
import { chunksOf } from '../../files/chunks.js';
import type { FileToWrite } from '../../files/durable-file.js';
import { readFailure } from '../../files/file-failure.js';
import { entriesBelow } from '../../files/folder-entries.js';
import { quote } from '../../files/quote.js';
import { linesOf } from '../../files/text-lines.js';
import type { EmbeddingContent, EmbeddingFormat } from '../embedding-format.js';
import type { NamedEmbeddings } from '../embedding-set.js';
import { readIds, requireIds, writeIds } from '../ids-file.js';
import { bytesOf } from '../npy.js';
import { exists, requireNames, requireSingle } from './names-beside.js';

/** Rows, columns, bytes of a number, and OpenCV's name for float32. */
const HEADER = 16;
const AT_ONCE = 64;

interface VectorFile {
  readonly id: string;
  readonly path: string;
}

export const MEGAFACE: EmbeddingFormat = {
  name: 'megaface',
  summary:
    'a folder (or a text list) of .bin files, one vector each, below the names of their pictures',
  reference: "MegaFace's devkit, InsightFace's `gen_megaface.py`",
  extensions: [],
  fits: ({ folder, names, bytes, size, path }) =>
    folder
      ? !names.includes('embeddings.npy')
      : isVector(bytes, size) || (!/\.bin$/i.test(path) && listsVectors(bytes)),
  read: async (path) => readVectors(await filesOf(path)),
  write: (path, embeddings, type) => {
    requireSingle(type, 'megaface');
    const named = { ...embeddings, ids: requireNames(embeddings, 'megaface') };
    return Promise.resolve({ files: megafaceFiles(path, named), wholeFolder: true });
  },
};

function isVector(bytes: Uint8Array, size: number): boolean {
  if (bytes.length < HEADER) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, HEADER);
  const [rows, columns, width, type] = [0, 4, 8, 12].map((at) => view.getInt32(at, true));
  return columns === 1 && width === 4 && type === 5 && size === HEADER + 4 * rows!;
}

function listsVectors(bytes: Uint8Array): boolean {
  const line = /^(?:\ufeff)?([^\r\n\0]*)\r?\n/.exec(new TextDecoder().decode(bytes))?.[1];
  return line !== undefined && /^\S.*\.bin$/i.test(line) && !/\s[-+.\d]/.test(line);
}

/**
 * The files of vectors at `path`: every .bin of a folder and the folders below it, ordered by code unit, or those that an ids.txt
 * in it names; the lines of a text list; or one file alone.
 *
 * A vector is called by the path of its file without what stands behind the picture's extension: `a/1.jpg_r100.bin` is that of
 * `a/1.jpg`.
 */
async function filesOf(path: string): Promise<VectorFile[]> {
  const entries = await entriesBelow(path).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined;
    throw readFailure(path, error, 'E_EMBED_FILE');
  });
  if (entries === undefined)
    return /\.bin$/i.test(path) ? [{ id: pictureOf(path), path }] : listed(path);
  const names = join(path, 'ids.txt');
  if (await exists(names)) {
    return (await readIds(names)).map((id) => ({
      id,
      path: join(path, `${requireInside(id, names)}.bin`),
    }));
  }
  const inside = entries
    .filter((entry) => entry.isFile() && /\.bin$/i.test(entry.name))
    .map((entry) =>
      join(entry.parentPath, entry.name).slice(join(path, '/').length).replaceAll('\\', '/'),
    )
    .sort();
  if (inside.length > 0)
    return distinct(inside.map((file) => ({ id: pictureOf(file), path: join(path, file) })));
  throw new UserError(
    'E_EMBED_FILE',
    `neither embeddings.npy nor a .bin file lies in ${path}`,
    'name the folder that holds the vectors',
    EXIT.missingInput,
  );
}

function listed(path: string): VectorFile[] {
  const files: VectorFile[] = [];
  for (const { number, text } of linesOf(chunksOf(path), path)) {
    const file = text.trim();
    if (!/\.bin$/i.test(file)) {
      throw new FormatError(
        'E_MEGAFACE_LIST',
        { file: path, line: number, column: 1 },
        `${quote(text)} is no path of a .bin file`,
        'write one path a line, below the folder of the list',
      );
    }
    files.push({
      id: pictureOf(file),
      path: join(dirname(path), requireInside(file, path, number)),
    });
  }
  return distinct(files);
}

/** The name of the picture that the vector in `file` is of. */
function pictureOf(file: string): string {
  const name = file.slice(0, -'.bin'.length);
  return /^(.+\.(?:jpe?g|png|bmp|webp|tiff?))(?:_[^/]*)?$/i.exec(name)?.[1] ?? name;
}

/** @throws FormatError E_MEGAFACE_TWICE where two files are of one picture, as when two models wrote into one folder */
function distinct(files: VectorFile[]): VectorFile[] {
  const pathOf = new Map<string, string>();
  for (const { id, path } of files) {
    const before = pathOf.get(id);
    if (before !== undefined) {
      const what = `${quote(id)} has a second vector in ${before}`;
      throw new FormatError(
        'E_MEGAFACE_TWICE',
        { file: path },
        what,
        'keep the vectors of one model in a folder',
      );
    }
    pathOf.set(id, path);
  }
  return files;
}

/** @throws FormatError E_MEGAFACE_PATH for a path that leads out of the folder */
function requireInside(path: string, file: string, line?: number): string {
  if (isInside(path)) return path;
  throw new FormatError(
    'E_MEGAFACE_PATH',
    line === undefined ? { file } : { file, line, column: 1 },
    `${quote(path)} leads out of the folder`,
    'write paths below it, with forward slashes',
  );
}

function isInside(path: string): boolean {
  return (
    !path.includes('\\') &&
    path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
  );
}

async function readVectors(files: readonly VectorFile[]): Promise<EmbeddingContent> {
  let raw: Float32Array | undefined;
  let dim = 0;
  for (let start = 0; start < files.length; start += AT_ONCE) {
    const part = files.slice(start, start + AT_ONCE);
    const vectors = await Promise.all(part.map(({ path }) => readVector(path)));
    if (raw === undefined) {
      dim = vectors[0]!.length;
      raw = new Float32Array(files.length * dim);
    }
    for (const [i, vector] of vectors.entries()) {
      if (vector.length !== dim) {
        const what = `${vector.length} numbers, ${dim} in ${files[0]!.path}`;
        throw new FormatError(
          'E_MEGAFACE',
          { file: part[i]!.path },
          what,
          'write all vectors with one model',
        );
      }
      raw.set(vector, (start + i) * dim);
    }
  }
  if (raw === undefined) throw new RangeError('no files of vectors');
  return { ids: files.map(({ id }) => id), raw, dim, warnings: [] };
}

/** @throws FormatError E_MEGAFACE with the byte that is not as it should be */
async function readVector(path: string): Promise<Float32Array> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw readFailure(path, error, 'E_EMBED_FILE');
  });
  const refuse = (what: string) =>
    new FormatError('E_MEGAFACE', { file: path }, what, 'write int32 n 1 4 5, then n float32');
  if (bytes.length < HEADER) throw refuse(`byte 0: ${bytes.length} bytes are less than a header`);
  if (!isVector(bytes, bytes.length) || bytes.length === HEADER) {
    const header = [0, 4, 8, 12].map((at) => bytes.readInt32LE(at)).join(' ');
    throw refuse(`byte 0: the header ${header} does not fit a file of ${bytes.length} bytes`);
  }
  return new Float32Array(
    bytes.buffer.slice(bytes.byteOffset + HEADER, bytes.byteOffset + bytes.length),
  );
}

/**
 * What writes each vector to `ID.bin` below the folder `path`, and ids.txt, which keeps their order and their names.
 * @throws UserError E_EMBED_ID for an id that cannot be the path of a file (exit 65)
 */
function megafaceFiles(path: string, { ids, raw, dim }: NamedEmbeddings): FileToWrite[] {
  requireIds(ids, /^[^\n\r\0\p{Cs}]+$/u, 'be the name of a file');
  requireIds(
    ids.map((id) => (isInside(id) ? id : `/${id}`)),
    /^[^/]/,
    'be a path below the folder',
  );
  const header = Buffer.alloc(HEADER);
  for (const [i, value] of [dim, 1, 4, 5].entries()) header.writeInt32LE(value, 4 * i);
  const files = ids.map((id, row) => ({
    path: join(path, `${id}.bin`),
    write: async (all: (bytes: Uint8Array) => Promise<void>) => {
      await all(Buffer.concat([header, bytesOf(raw.subarray(row * dim, (row + 1) * dim))]));
    },
  }));
  return [...files, { path: join(path, 'ids.txt'), write: (all) => writeIds(ids, all) }];
}
