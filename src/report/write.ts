import { randomBytes } from 'node:crypto';
import * as nodeFs from 'node:fs/promises';
import { basename, join } from 'node:path';
import { EXIT, UserError } from '../errors.js';
import { makeFolder } from '../make-folder.js';

/** The file system calls of a writer; tests hand in ones that fail. */
export type FileSystem = Pick<typeof nodeFs, 'mkdir' | 'open' | 'rename' | 'unlink'>;

/**
 * Resolves when the folder `dir` exists and a file can be written in it. To be called before any work, so that an hour
 * of it is not lost.
 * @throws UserError E_OUT_CREATE (exit 73); E_OUT_WRITE (exit 74) where the disk is full or broken
 */
export async function prepareOutput(dir: string, fs: FileSystem = nodeFs): Promise<void> {
  try {
    await makeFolder(dir, fs);
    const probe = temporaryIn(dir, 'probe');
    try {
      await writeTemporary(probe, Buffer.from('magface\n'), fs);
    } finally {
      await fs.unlink(probe).catch(() => undefined);
    }
  } catch (error) {
    if (DISK_FAULTS.has(codeOf(error))) throw writeError(dir, error);
    throw new UserError(
      'E_OUT_CREATE',
      `${dir}: cannot be written to (${reason(error)})`,
      'name a folder that can be created and written to',
      EXIT.cannotCreate,
      { cause: error },
    );
  }
}

/**
 * Resolves when every file of `files` (name to content) lies in the folder `dir`, on the disk and not only in memory.
 *
 * All are written beside their places first and moved there only when every one is complete: where the disk fills up,
 * the report that lay there before stays whole, and at no moment is a file half written.
 * @throws UserError E_OUT_WRITE (exit 74) naming the file
 */
export async function writeFiles(
  dir: string,
  files: ReadonlyMap<string, string | Uint8Array>,
  fs: FileSystem = nodeFs,
): Promise<void> {
  const temporaries = new Map<string, string>();
  let current = dir;
  try {
    for (const [name, content] of files) {
      if (basename(name) !== name) throw new RangeError(`"${name}" is no plain file name`);
      current = join(dir, name);
      const temporary = temporaryIn(dir, name);
      temporaries.set(temporary, current);
      await writeTemporary(temporary, Buffer.from(content), fs);
    }
    for (const [temporary, path] of temporaries) {
      current = path;
      await fs.rename(temporary, path);
      temporaries.delete(temporary);
    }
    current = dir;
    await syncFolder(dir, fs);
  } catch (error) {
    for (const temporary of temporaries.keys()) await fs.unlink(temporary).catch(() => undefined);
    if (error instanceof RangeError) throw error;
    throw writeError(current, error);
  }
}

function temporaryIn(dir: string, name: string): string {
  return join(dir, `.${name}.${randomBytes(6).toString('hex')}.tmp`);
}

async function writeTemporary(path: string, bytes: Uint8Array, fs: FileSystem): Promise<void> {
  const handle = await fs.open(path, 'wx');
  try {
    // One call may take only some of the bytes when the disk is nearly full.
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await handle.write(bytes, done);
      if (bytesWritten === 0) throw new Error('the system takes no more bytes');
      done += bytesWritten;
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** File systems that cannot sync a folder say so in one of these ways. */
const NO_FOLDER_SYNC = new Set(['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP', 'EBADF']);

async function syncFolder(dir: string, fs: FileSystem): Promise<void> {
  try {
    const handle = await fs.open(dir, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!NO_FOLDER_SYNC.has(codeOf(error))) throw error;
  }
}

const DISK_FAULTS = new Set(['ENOSPC', 'EDQUOT', 'EIO', 'EFBIG']);

function writeError(path: string, error: unknown): UserError {
  return new UserError(
    'E_OUT_WRITE',
    `${path}: cannot be written (${reason(error)})`,
    'make room or name another folder, and run again; what lay there before is whole',
    EXIT.ioError,
    { cause: error },
  );
}

function codeOf(error: unknown): string {
  const code: unknown = Object(error) === error ? (error as { code?: unknown }).code : undefined;
  return typeof code === 'string' ? code : '';
}

function reason(error: unknown): string {
  // Not instanceof: a test's realm has an Error of its own.
  return Object(error) === error && 'message' in (error as object)
    ? String((error as { message: unknown }).message)
    : String(error);
}
