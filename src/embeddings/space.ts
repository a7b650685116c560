import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT, UserError } from '../errors.js';
import { createFile } from '../files/durable-file.js';
import { errorCode, messageOf, writeFailure } from '../files/file-failure.js';
import { makeFolder } from '../files/make-folder.js';

/** All that decides, besides the picture, which vector comes out: vectors of different spaces never meet. */
export interface Space {
  /** sha256 (hex) of the model's file. */
  readonly modelDigest: string;
  /** Text form of the preprocessing. */
  readonly preprocess: string;
  /** How the mirrored picture takes part, such as `none`. */
  readonly flip: string;
  /** Name and version of what ran the model. */
  readonly runtime: string;
  /** Level of graph optimisation, which moves the last bits. */
  readonly optimisation: string;
  readonly device: string;
  /** Number of components of a vector. */
  readonly dim: number;
  /** Side of the model's input in pixels. */
  readonly size: number;
}

/**
 * The folder in `store` for the vectors of `space`, made where there is none: the first 16 hex digits of the sha256 of
 * the space as JSON with sorted keys, which lies in it as `space.json`.
 * @throws UserError E_STORE_SPACE (exit 65) where the folder holds another space, E_STORE_WRITE (exit 73 or 74) where it
 *   cannot be made
 */
export async function openSpace(store: string, space: Space): Promise<string> {
  const text = canonical(space);
  const folder = join(store, createHash('sha256').update(text).digest('hex').slice(0, 16));
  const file = join(folder, 'space.json');
  const content = `${text}\n`;
  let found = await readIfThere(file);
  if (found === undefined) {
    try {
      await makeFolder(folder);
      await createFile(file, (all) => all(Buffer.from(content, 'utf8')));
    } catch (error) {
      throw writeFailure('E_STORE_WRITE', file, error);
    }
    found = await readIfThere(file);
  }
  if (found === content) return folder;
  throw new UserError(
    'E_STORE_SPACE',
    `${file} describes another model or preprocessing than its folder's name`,
    'it was changed by hand: delete that folder, its vectors cannot be trusted',
    EXIT.badData,
  );
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw storeUnreadable(file, error);
  }
}

/** The error to show when a file of the store cannot be read (exit 74). */
export function storeUnreadable(path: string, error: unknown): UserError {
  return new UserError(
    'E_STORE_READ',
    `${path}: cannot be read (${messageOf(error)})`,
    'check its permissions and the disk',
    EXIT.ioError,
    { cause: error },
  );
}

/** JSON with its keys in the order of their code units, so that one space has one text. */
function canonical(space: Space): string {
  const entries = Object.entries(space).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(Object.fromEntries(entries));
}
