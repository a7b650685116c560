import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The entries of the folder `root` and of the folders below it, in no order; links to folders are entries and are not followed.
 *
 * Node's own recursive reading follows links in some versions, and without end where one leads back.
 * @throws the system's error, such as ENOENT and ENOTDIR
 */
export async function entriesBelow(root: string): Promise<Dirent[]> {
  const entries: Dirent[] = [];
  const open = [root];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      entries.push(entry);
      if (entry.isDirectory()) open.push(join(folder, entry.name));
    }
  }
  return entries;
}
