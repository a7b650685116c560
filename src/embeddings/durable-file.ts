import { link, open, rename, unlink } from 'node:fs/promises';
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

/**
 * Resolves when all of `files`, which share a folder, are on the disk, the old ones of their names replaced.
 *
 * Nothing old is touched before everything new is written, so that a full disk costs nothing. The last file is the one
 * that makes the others count: it is away while they change, so that whoever reads then, or after a crash, finds none
 * rather than a mixture.
 */
export async function replaceFiles(files: readonly FileToWrite[]): Promise<void> {
  const written: { path: string; temporary: string }[] = [];
  try {
    for (const { path, write } of files) {
      written.push({ path, temporary: await writeBeside(path, write) });
    }
    const last = written.at(-1);
    if (last === undefined) return;
    if (written.length > 1) await unlink(last.path).catch(ignoreAbsent);
    for (const { path, temporary } of written) await rename(temporary, path);
    await syncFolder(dirname(last.path));
  } catch (error) {
    for (const { temporary } of written) await unlink(temporary).catch(() => undefined);
    throw error;
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
  const created = await orDelete(temporary, () => linkOrRename(temporary, path));
  await unlink(temporary).catch(ignoreAbsent);
  await syncFolder(dirname(path));
  return created;
}

/** Path of a new file beside `path`, complete and on the disk, that no other process knows of. */
async function writeBeside(path: string, write: (all: WriteAll) => Promise<void>): Promise<string> {
  const { temporary, handle } = await openBeside(path);
  await orDelete(temporary, async () => {
    try {
      await write((bytes) => writeAll(handle, bytes));
      await handle.sync();
    } finally {
      await handle.close();
    }
  });
  return temporary;
}

async function openBeside(path: string): Promise<{ temporary: string; handle: FileHandle }> {
  for (let attempt = 0; ; attempt++) {
    const temporary = join(dirname(path), `.${basename(path)}.${processName()}.${attempt}.tmp`);
    try {
      return { temporary, handle: await open(temporary, 'wx') };
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
