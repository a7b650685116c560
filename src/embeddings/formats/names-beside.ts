import { stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { EXIT, UserError } from '../../errors.js';
import type { FileToWrite } from '../../files/durable-file.js';
import { errorCode, readFailure } from '../../files/file-failure.js';
import type { RawEmbeddings } from '../embedding-set.js';
import { readIds, writeIds } from '../ids-file.js';

/** `NAME.SUFFIX` in the folder of `NAME.EXTENSION`. */
export function beside(path: string, suffix: string): string {
  return join(dirname(path), `${basename(path, extname(path))}.${suffix}`);
}

/**
 * The names of the `rows` rows of `path`: the lines of NAME.ids.txt beside it, or else of ids.txt; undefined where neither is
 * there.
 * @throws UserError E_EMBED_IDS where they are not as many as the rows, and those of readIds
 */
export async function namesBeside(path: string, rows: number): Promise<string[] | undefined> {
  const file = await namesFile(path);
  if (file === undefined) return undefined;
  const ids = await readIds(file);
  requireCount(path, rows, file, ids.length);
  return ids;
}

async function namesFile(path: string): Promise<string | undefined> {
  for (const file of [beside(path, 'ids.txt'), join(dirname(path), 'ids.txt')]) {
    if (await exists(file)) return file;
  }
  return undefined;
}

/**
 * What writes the names of the rows of `path` beside it; nothing where the rows have none.
 * @throws UserError E_EMBED_IDS where rows without names would be taken for those that lie there
 */
export async function writeNamesBeside(
  path: string,
  { ids }: RawEmbeddings,
): Promise<readonly FileToWrite[]> {
  if (ids !== undefined) {
    return [{ path: beside(path, 'ids.txt'), write: (all) => writeIds(ids, all) }];
  }
  const file = await namesFile(path);
  if (file === undefined) return [];
  throw new UserError(
    'E_EMBED_IDS',
    `${file} would name the rows of ${path}, which have no names`,
    'delete it, write elsewhere, or give names with --ids FILE',
    EXIT.badData,
  );
}

/** @throws UserError E_EMBED_IDS unless `rows`, of `file`, and `ids`, of `idsFile`, are equal */
export function requireCount(file: string, rows: number, idsFile: string, ids: number): void {
  if (rows === ids) return;
  throw new UserError(
    'E_EMBED_IDS',
    `${file} has ${rows} rows, ${idsFile} names ${ids}`,
    'put one id a line for every row',
    EXIT.badData,
  );
}

/**
 * The names of the rows, for a format that cannot do without.
 * @throws UserError E_EMBED_NAMES
 */
export function requireNames({ ids }: RawEmbeddings, format: string): readonly string[] {
  if (ids !== undefined) return ids;
  throw new UserError(
    'E_EMBED_NAMES',
    `the vectors have no names, and the format ${format} keeps none without`,
    'give one name a row with --ids FILE, or write .npy',
    EXIT.badData,
  );
}

/** @throws UserError E_EMBED_DTYPE for float16, in a format that has no place for it */
export function requireSingle(type: string, format: string): void {
  if (type === 'f32') return;
  throw new UserError(
    'E_EMBED_DTYPE',
    `the format ${format} holds float32 only`,
    'write float16 as .npy, .npz or .safetensors',
    EXIT.usage,
  );
}

export async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw readFailure(path, error, 'E_EMBED_FILE');
  }
}
