import { link, open, rename, unlink } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errorCode } from './file-failure.js';

/** Writes all of `bytes` or rejects: a single write may take only some of them when the disk is nearly full. */
export type WriteAll = (bytes: Uint8Array) => Promise<void>;

/**
 * Resolves when `path` holds what `write` wrote, on the disk and not only in memory. Until then whatever lay there
 * before is untouched, and when anything fails it stays.
 * @param temporary path in the same folder for the unfinished file; it must not exist
 */
export async function replaceFile(
  path: string,
  temporary: string,
  write: (all: WriteAll) => Promise<void>,
): Promise<void> {
  await writeTemporary(temporary, write);
  await orDelete(temporary, () => rename(temporary, path));
  await syncFolder(dirname(path));
}

/**
 * True when `path` now holds what `write` wrote; false when a file of that name was there first, which then is left as
 * it is. Never half a file: two processes may try at once.
 */
export async function createFile(
  path: string,
  temporary: string,
  write: (all: WriteAll) => Promise<void>,
): Promise<boolean> {
  await writeTemporary(temporary, write);
  const created = await orDelete(temporary, () => linkOrRename(temporary, path));
  await unlink(temporary).catch(ignoreAbsent);
  await syncFolder(dirname(path));
  return created;
}

async function writeTemporary(
  temporary: string,
  write: (all: WriteAll) => Promise<void>,
): Promise<void> {
  const handle = await open(temporary, 'wx');
  await orDelete(temporary, async () => {
    try {
      await write((bytes) => writeAll(handle, bytes));
      await handle.sync();
    } finally {
      await handle.close();
    }
  });
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const length = Math.min(bytes.length - done, STEP);
    done += (await handle.write(bytes, done, length)).bytesWritten;
  }
}

/** A system call writes at most 2 GiB. */
const STEP = 1 << 30;

const NO_HARD_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL']);

async function linkOrRename(temporary: string, path: string): Promise<boolean> {
  try {
    await link(temporary, path);
    return true;
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EEXIST') return false;
    if (!NO_HARD_LINKS.has(code)) throw error;
    // Writers of one name write the same bytes, so that the last one to rename does no harm.
    await rename(temporary, path);
    return true;
  }
}

async function orDelete<T>(temporary: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
}

function ignoreAbsent(error: unknown): void {
  if (errorCode(error) !== 'ENOENT') throw error;
}

/** File systems that cannot sync a folder say so in one of these ways. */
const NO_FOLDER_SYNC = new Set(['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP', 'EBADF']);

async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!NO_FOLDER_SYNC.has(errorCode(error))) throw error;
  }
}

let unfinished = 0;

/** A path beside `path` that no other process and no other call of this one uses. */
export function temporaryBeside(path: string, owner: string): string {
  const name = path.slice(dirname(path).length).replace(/^[/\\]+/, '');
  return join(dirname(path), `.${name}.${owner}.${unfinished++}.tmp`);
}
