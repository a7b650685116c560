import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import type { FileToWrite } from './durable-file.js';
import { makeFolder } from './make-folder.js';
import { processName } from './process-name.js';

/**
 * Resolves when the folder `path` is there and holds `files`, however many, some perhaps in folders below it. It appears with its
 * last file: until then everything lies in a folder beside it that is deleted when something fails.
 * @throws what the system answers, such as ENOTEMPTY or ENOTDIR where something else is called `path`
 */
export async function createFolder(path: string, files: readonly FileToWrite[]): Promise<void> {
  await makeFolder(dirname(path));
  const temporary = join(dirname(path), `.${basename(path)}.${processName()}.tmp`);
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary);
  try {
    const made = new Set<string>([temporary]);
    for (const { path: file, write } of files) {
      const target = join(temporary, relative(path, file));
      const folder = dirname(target);
      if (!made.has(folder)) await makeFolder(folder);
      made.add(folder);
      const handle = await open(target, 'wx');
      try {
        await write((bytes) => handle.writeFile(bytes));
      } finally {
        await handle.close();
      }
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
}
