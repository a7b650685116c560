import { existsSync } from 'node:fs';
import * as nodeFs from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Resolves when the folder and those above it exist.
 *
 * Made one by one: Node's recursive mkdir never ends where a folder exists but takes no new ones, as under /proc.
 * @throws what mkdir throws for the first that cannot be made
 */
export async function makeFolder(
  dir: string,
  fs: Pick<typeof nodeFs, 'mkdir'> = nodeFs,
): Promise<void> {
  try {
    await fs.mkdir(dir);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const parent = dirname(dir);
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || parent === dir || existsSync(parent)) throw error;
    await makeFolder(parent, fs);
    // Another process may have been quicker.
    await makeFolder(dir, fs);
  }
}
