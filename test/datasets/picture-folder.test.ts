import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { folderPictures } from '../../src/datasets/picture-folder.js';
import { temporaryFolder } from '../support/run-cli.js';

const folder = temporaryFolder();
afterAll(folder.remove);

function make(...paths: string[]): string {
  const root = join(folder.path, `case-${paths.length}-${paths[0] ?? 'none'}`.replace(/\W/g, '-'));
  mkdirSync(root);
  for (const path of paths) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), path);
  }
  return root;
}

describe('the pictures of a folder', () => {
  test('are all in it and below, in the order of code units', async () => {
    const root = make('b/2.jpg', 'B/1.PNG', 'a.jpeg', 'b/10.webp', 'b/c/d.jpg');
    const images = await folderPictures(root);
    expect(images.ids).toEqual(['B/1.PNG', 'a.jpeg', 'b/10.webp', 'b/2.jpg', 'b/c/d.jpg']);
    expect(Buffer.from(await images.read(3)).toString()).toBe('b/2.jpg');
  });

  test('are neither hidden files nor other files', async () => {
    const root = make('kept.jpg', '.hidden.jpg', '.thumbs/a.jpg', 'notes.txt', 'b.gif', 'jpg');
    expect((await folderPictures(root)).ids).toEqual(['kept.jpg']);
  });

  test('may be links, which are not followed out of the folder', async () => {
    const root = make('real.jpg', 'other/x.md');
    const outside = make('secret.jpg');
    symlinkSync(join(root, 'real.jpg'), join(root, 'link.jpg'));
    symlinkSync(join(outside, 'secret.jpg'), join(root, 'out.jpg'));
    symlinkSync(root, join(root, 'other', 'round'));
    const images = await folderPictures(root);
    expect(images.ids).toEqual(['link.jpg', 'out.jpg', 'real.jpg']);
    expect(Buffer.from(await images.read(0)).toString()).toBe('real.jpg');
    await expect(images.read(1)).rejects.toMatchObject({ code: 'E_PATH_ESCAPE' });
  });

  test.each([
    { why: 'there is no folder', path: 'nowhere', code: 'E_FILE_MISSING' },
    { why: 'it is a file', path: 'file', code: 'E_FILE_KIND' },
    { why: 'no picture is in it', path: 'bare', code: 'E_PICTURES_NONE' },
  ])('are refused where $why', async ({ path, code }) => {
    writeFileSync(join(folder.path, 'file'), '');
    mkdirSync(join(folder.path, 'bare'), { recursive: true });
    await expect(folderPictures(join(folder.path, path))).rejects.toMatchObject({ code });
  });

  test('must have names that a list can hold', async () => {
    const root = make('line\nbreak.jpg');
    await expect(folderPictures(root)).rejects.toMatchObject({ code: 'E_PATH_TRAVERSAL' });
  });
});
