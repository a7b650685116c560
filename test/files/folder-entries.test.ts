import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from '@jest/globals';
import { entriesBelow } from '../../src/files/folder-entries.js';
import { temporaryFolder } from '../support/run-cli.js';

test('the entries of a folder are all below it, links to folders among them and not what these lead to', async () => {
  const { path: root, remove } = temporaryFolder();
  mkdirSync(join(root, 'a', 'b'), { recursive: true });
  writeFileSync(join(root, 'one'), '');
  writeFileSync(join(root, 'a', 'b', 'two'), '');
  symlinkSync(root, join(root, 'a', 'round'));
  const found = (await entriesBelow(root)).map((entry) => [
    relative(root, join(entry.parentPath, entry.name)),
    entry.isDirectory(),
    entry.isSymbolicLink(),
  ]);
  expect(found.sort()).toEqual([
    ['a', true, false],
    ['a/b', true, false],
    ['a/b/two', false, false],
    ['a/round', false, true],
    ['one', false, false],
  ]);
  await expect(entriesBelow(join(root, 'one'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  remove();
  await expect(entriesBelow(root)).rejects.toMatchObject({ code: 'ENOENT' });
});
