import * as nodeFs from 'node:fs/promises';
import { basename, join } from 'node:path';
import { EXIT, UserError } from '../errors.js';
import {
  replaceFiles,
  writeBeside,
  type FileSystem as WritingCalls,
  type FileToWrite,
} from '../files/durable-file.js';
import { errorCode, messageOf } from '../files/file-failure.js';
import { makeFolder } from '../files/make-folder.js';

/** The file system calls of a writer; tests hand in ones that fail. */
export type FileSystem = WritingCalls & Pick<typeof nodeFs, 'mkdir'>;

/**
 * Resolves when the folder `dir` exists and a file can be written in it. To be called before any work, so that an hour
 * of it is not lost.
 * @throws UserError E_OUT_CREATE (exit 73); E_OUT_WRITE (exit 74) where the disk is full or broken
 */
export async function prepareOutput(dir: string, fs: FileSystem = nodeFs): Promise<void> {
  try {
    await makeFolder(dir, fs);
    const probe = join(dir, 'probe');
    const temporary = await writeBeside(probe, (all) => all(Buffer.from('magface\n')), fs);
    await fs.unlink(temporary).catch(() => undefined);
  } catch (error) {
    if (DISK_FAULTS.has(errorCode(error))) throw writeError(dir, error);
    throw new UserError(
      'E_OUT_CREATE',
      `${dir}: cannot be written to (${messageOf(error)})`,
      'name a folder that can be created and written to',
      EXIT.cannotCreate,
      { cause: error },
    );
  }
}

/** What a file is to hold: all of it, or what writes it piece by piece. */
export type Content = string | Uint8Array | FileToWrite['write'];

/**
 * Resolves when every file of `files` (name to content) lies in the folder `dir`, on the disk and not only in memory.
 *
 * All are written beside their places first and moved there only when every one is complete: where the disk fills up,
 * the report that lay there before stays whole, and at no moment is a file half written.
 * @throws UserError E_OUT_WRITE (exit 74) naming the file
 */
export async function writeFiles(
  dir: string,
  files: ReadonlyMap<string, Content>,
  fs: FileSystem = nodeFs,
): Promise<void> {
  const all = Array.from(files, ([name, content]): FileToWrite => {
    if (basename(name) !== name) throw new RangeError(`"${name}" is no plain file name`);
    const write: FileToWrite['write'] =
      typeof content === 'function' ? content : (bytes) => bytes(Buffer.from(content));
    return { path: join(dir, name), write };
  });
  await replaceFiles(all, { fs, blame: writeError });
}

const DISK_FAULTS = new Set(['ENOSPC', 'EDQUOT', 'EIO', 'EFBIG']);

function writeError(path: string, error: unknown): UserError {
  // What is written may itself be unfit, such as a name with a line break.
  if (error instanceof UserError) return error;
  return new UserError(
    'E_OUT_WRITE',
    `${path}: cannot be written (${messageOf(error)})`,
    'make room or name another folder, and run again; what lay there before is whole',
    EXIT.ioError,
    { cause: error },
  );
}
