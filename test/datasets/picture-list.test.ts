import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { listedPictures } from '../../src/datasets/picture-list.js';
import { temporaryFolder } from '../support/run-cli.js';
import { refusalOf } from './parsing.js';

let folder: ReturnType<typeof temporaryFolder>;
let list: string;
beforeEach(() => {
  folder = temporaryFolder();
  list = join(folder.path, 'img.list');
});
afterEach(() => {
  folder.remove();
});

describe('a list of pictures', () => {
  test('holds one path a line, spaces and all, below its own folder', async () => {
    mkdirSync(join(folder.path, 'a b'));
    writeFileSync(join(folder.path, 'a b', '1.jpg'), 'bytes');
    writeFileSync(list, 'a b/1.jpg\n2.jpg');
    const images = await listedPictures(list, {});
    expect(images.ids).toEqual(['a b/1.jpg', '2.jpg']);
    expect(images.describe(1)).toBe(join(folder.path, '2.jpg'));
    expect(Buffer.from(await images.read(0)).toString()).toBe('bytes');
    expect(await images.missing()).toEqual([1]);
  });

  test('is seen from --images before --root before its own folder', async () => {
    writeFileSync(list, '1.jpg');
    expect((await listedPictures(list, { root: '/r' })).describe(0)).toBe(join('/r', '1.jpg'));
    const both = await listedPictures(list, { root: '/r', images: '/i' });
    expect(both.describe(0)).toBe('/i/1.jpg');
  });

  test('may name absolute paths below that folder, and calls pictures as it names them', async () => {
    writeFileSync(list, '/data/faces/1.jpg');
    const images = await listedPictures(list, { images: '/data/faces' });
    expect(images.ids).toEqual(['/data/faces/1.jpg']);
    expect(images.describe(0)).toBe('/data/faces/1.jpg');
  });

  test.each([
    ['nothing', '', 'E_PICTURE_LIST FILE:1: the list is empty; add paths'],
    [
      'a picture twice',
      'a\nb\na',
      'E_PICTURE_LIST FILE:3:1: "a" stands here and in line 1; list every picture once',
    ],
    [
      'a blank line within',
      'a\n\nb',
      'E_PATH_TRAVERSAL FILE:2:1: an empty path, ""; write paths below the folder of the pictures, with forward slashes',
    ],
  ])('is refused with %s', async (_, text, message) => {
    writeFileSync(list, text);
    const { message: found } = await refusalOf(listedPictures(list, {}));
    expect(found.replace(list, 'FILE')).toBe(message);
  });
});
