import * as nodeFs from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errorCode } from './file-failure.js';
import { processName } from './process-name.js';

/** Writes all of `bytes` or rejects: a single write may take only some of them when the disk is nearly full. */
export type WriteAll = (bytes: Uint8Array) => Promise<void>;

export interface FileToWrite {
  readonly path: string;
  readonly write: (all: WriteAll) => Promise<void>;
}

/** The file system calls of a writer; tests hand in ones that fail. */
export type FileSystem = Pick<typeof nodeFs, 'open' | 'rename' | 'unlink'>;

/**
 * Resolves when all of `files`, which share a folder, are on the disk, the old ones of their names replaced.
 *
 * Nothing old is touched before everything new is complete, so that a full disk costs nothing, and at no moment is a file
 * half written.
 *
 * @param lastCounts whether the last file is the one that makes the others count: then it is away while they change, so
 *   that whoever reads then, or after a crash, finds none rather than a mixture
 * @param blame makes the error to throw from what failed and the path it failed at
 */
export async function replaceFiles(
  files: readonly FileToWrite[],
  {
    lastCounts = false,
    fs = nodeFs,
    blame,
  }: {
    readonly lastCounts?: boolean | undefined;
    readonly fs?: FileSystem | undefined;
    readonly blame?: ((path: string, error: unknown) => Error) | undefined;
  } = {},
): Promise<void> {
  const written: { path: string; temporary: string }[] = [];
  let current = '';
  try {
    for (const { path, write } of files) {
      current = path;
      written.push({ path, temporary: await writeBeside(path, write, fs) });
    }
    const last = written.at(-1);
    if (last === undefined) return;
    if (lastCounts && written.length > 1) await fs.unlink(last.path).catch(ignoreAbsent);
    for (const { path, temporary } of written) {
      current = path;
      await fs.rename(temporary, path);
    }
    current = dirname(last.path);
    await syncFolder(current, fs);
  } catch (error) {
    for (const { temporary } of written) await fs.unlink(temporary).catch(() => undefined);
    throw blame === undefined ? error : blame(current, error);
  }
}

/**
 * True when `path` now holds what `write` wrote; false when a file of that name was there first, which then is left as
 * it is. Never half a file: two processes may try at once.
 */
export async function createFile(
  path: string,
  write: (all: WriteAll) => Promise<void>,
): Promise<boolean> {
  const temporary = await writeBeside(path, write);
  const created = await orDelete(temporary, nodeFs, () => linkOrRename(temporary, path));
  await nodeFs.unlink(temporary).catch(ignoreAbsent);
  await syncFolder(dirname(path), nodeFs);
  return created;
}

/** Path of a new file beside `path`, complete and on the disk, that no other process knows of. */
export async function writeBeside(
  path: string,
  write: (all: WriteAll) => Promise<void>,
  fs: FileSystem = nodeFs,
): Promise<string> {
  const { temporary, handle } = await openBeside(path, fs);
  await orDelete(temporary, fs, async () => {
    try {
      await write((bytes) => writeAll(handle, bytes));
      await handle.sync();
    } finally {
      await handle.close();
    }
  });
  return temporary;
}

async function openBeside(
  path: string,
  fs: FileSystem,
): Promise<{ temporary: string; handle: FileHandle }> {
  for (let attempt = 0; ; attempt++) {
    const temporary = join(dirname(path), `.${basename(path)}.${processName()}.${attempt}.tmp`);
    try {
      return { temporary, handle: await fs.open(temporary, 'wx') };
    } catch (error) {
      // Another call of this process, or one that had our number before us and was killed.
      if (errorCode(error) !== 'EEXIST') throw error;
    }
  }
}

/** Host and process that left `name` behind, when it is the name of an unfinished file; else undefined. */
export function ownerOfTemporary(name: string): string | undefined {
  return /^\..*\.([A-Za-z0-9-]+\.\d+)\.\d+\.tmp$/.exec(name)?.[1];
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const length = Math.min(bytes.length - done, STEP);
    const { bytesWritten } = await handle.write(bytes, done, length);
    if (bytesWritten === 0) throw new Error('the system takes no more bytes');
    done += bytesWritten;
  }
}

/** A system call writes at most 2 GiB. */
const STEP = 1 << 30;

const NO_HARD_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL']);

async function linkOrRename(temporary: string, path: string): Promise<boolean> {
  try {
    await nodeFs.link(temporary, path);
    return true;
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EEXIST') return false;
    if (!NO_HARD_LINKS.has(code)) throw error;
    // Writers of one name write the same bytes, so that the last one to rename does no harm.
    await nodeFs.rename(temporary, path);
    return true;
  }
}

async function orDelete<T>(temporary: string, fs: FileSystem, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await fs.unlink(temporary).catch(() => undefined);
    throw error;
  }
}

function ignoreAbsent(error: unknown): void {
  if (errorCode(error) !== 'ENOENT') throw error;
}

/** File systems that cannot sync a folder say so in one of these ways. */
const NO_FOLDER_SYNC = new Set(['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP', 'EBADF']);

async function syncFolder(folder: string, fs: FileSystem): Promise<void> {
  try {
    const handle = await fs.open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!NO_FOLDER_SYNC.has(errorCode(error))) throw error;
  }
}
