import { appendFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { watchFile } from '../../src/files/unchanged.js';
import { temporaryFolder } from '../support/run-cli.js';

const changed = { code: 'E_FILE_CHANGED', exit: 75 };

test('a file is unchanged until it is longer, or was written at another time', async () => {
  const { path: folder, remove } = temporaryFolder();
  const path = join(folder, 'vectors.npy');
  writeFileSync(path, 'some');
  utimesSync(path, 1, 1);
  const unchanged = await watchFile(path);
  await expect(unchanged()).resolves.toBeUndefined();
  writeFileSync(path, 'same');
  await expect(unchanged()).rejects.toMatchObject(changed);
  utimesSync(path, 1, 1);
  await expect(unchanged()).resolves.toBeUndefined();
  appendFileSync(path, ' and more');
  utimesSync(path, 1, 1);
  await expect(unchanged()).rejects.toMatchObject(changed);
  remove();
  await expect(unchanged()).rejects.toMatchObject({ code: 'E_FILE_MISSING', exit: 66 });
  await expect(watchFile(path)).rejects.toMatchObject({ code: 'E_FILE_MISSING', exit: 66 });
});
