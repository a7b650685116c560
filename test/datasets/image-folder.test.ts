import { execFileSync } from 'node:child_process';
import {
  linkSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { absentImages, folderImages } from '../../src/datasets/image-folder.js';
import { EXIT, UserError } from '../../src/errors.js';
import { temporaryFolder } from '../support/run-cli.js';
import { refusalOf } from './parsing.js';

let folder: ReturnType<typeof temporaryFolder>;
let top: string;
let root: string;

beforeEach(() => {
  folder = temporaryFolder();
  // Where the temporary folder is itself a link, messages name what it leads to.
  top = realpathSync(folder.path);
  root = join(top, 'root');
  mkdirSync(root);
});
afterEach(() => {
  folder.remove();
});

function put(path: string, text = path): string {
  const full = join(root, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text);
  return full;
}

const read = (id: string) => folderImages(root, [id]).read(0);
const text = async (id: string) => Buffer.from(await read(id)).toString();

describe('a picture', () => {
  test('is read by its path below the folder, whatever its name', async () => {
    for (const id of [
      'a.jpg',
      'x/y/z.jpg',
      'a b/[1]*.jpg',
      '-rf',
      '__proto__/__proto__.jpg',
      'ü',
    ]) {
      put(id);
      expect(await text(id)).toBe(id);
    }
  });

  test('is called by its id and found by its path', async () => {
    put('b.jpg', 'bytes');
    const images = folderImages(root, ['/somewhere/a.jpg'], ['b.jpg']);
    expect(images.ids).toEqual(['/somewhere/a.jpg']);
    expect(images.describe(0)).toBe(join(root, 'b.jpg'));
    expect(Buffer.from(await images.read(0)).toString()).toBe('bytes');
    expect(await images.missing()).toEqual([]);
  });

  test('may be a link, or lie behind one, that stays below the folder', async () => {
    const real = put('real/a.jpg', 'bytes');
    symlinkSync(real, join(root, 'link.jpg'));
    symlinkSync(join(root, 'real'), join(root, 'alias'));
    linkSync(real, join(root, 'hard.jpg'));
    expect(await text('link.jpg')).toBe('bytes');
    expect(await text('alias/a.jpg')).toBe('bytes');
    expect(await text('hard.jpg')).toBe('bytes');
  });

  test('may lie below a folder that is a link itself', async () => {
    put('a.jpg', 'bytes');
    symlinkSync(root, join(top, 'data'));
    const images = folderImages(join(top, 'data'), ['a.jpg']);
    expect(Buffer.from(await images.read(0)).toString()).toBe('bytes');
  });

  test('may be given from the root of the file system', async () => {
    const path = put('a.jpg', 'bytes');
    const images = folderImages('/', [path.slice(1)]);
    expect(Buffer.from(await images.read(0)).toString()).toBe('bytes');
  });
});

describe('no picture is read', () => {
  test.each([
    [
      'where there is nothing',
      () => undefined,
      'E_IMAGE_MISSING',
      'is not there; point --images at the folder that holds it',
      EXIT.missingInput,
    ],
    [
      'behind a link to nothing',
      (path: string) => {
        symlinkSync('nowhere', path);
      },
      'E_IMAGE_MISSING',
      'is not there; point --images at the folder that holds it',
      EXIT.missingInput,
    ],
    [
      'behind a link to itself',
      (path: string) => {
        symlinkSync('a.jpg', path);
      },
      'E_IMAGE_MISSING',
      'is not there; point --images at the folder that holds it',
      EXIT.missingInput,
    ],
    [
      'from an empty file',
      (path: string) => {
        writeFileSync(path, '');
      },
      'E_IMAGE_EMPTY',
      'is empty; fetch it again',
      EXIT.badData,
    ],
    [
      'from a folder',
      (path: string) => {
        mkdirSync(path);
      },
      'E_IMAGE_DIR',
      'is a folder; put the picture there',
      EXIT.badData,
    ],
    [
      'from a named pipe, which would never end',
      (path: string) => {
        execFileSync('mkfifo', [path]);
      },
      'E_IMAGE_NOT_FILE',
      'is not a regular file; put the picture there',
      EXIT.badData,
    ],
  ] as const)('%s', async (_, make, code, what, exit) => {
    const path = join(root, 'a.jpg');
    make(path);
    const error = await refusalOf(read('a.jpg'));
    expect(error.message).toBe(`${code} ${path} ${what}`);
    expect(error.exit).toBe(exit);
  });

  test('through a link out of the folder, though its name begins like the folder', async () => {
    const outside = join(top, 'root-of-another');
    mkdirSync(outside);
    writeFileSync(join(outside, 'secret'), 'secret');
    symlinkSync(join(outside, 'secret'), join(root, 'a.jpg'));
    symlinkSync(outside, join(root, 'people'));
    for (const id of ['a.jpg', 'people/secret']) {
      expect((await refusalOf(read(id))).message).toBe(
        `E_PATH_ESCAPE ${join(root, id)} is a link to ${join(outside, 'secret')}, outside ${root}; copy it inside`,
      );
    }
  });

  test('through a link to a device', async () => {
    symlinkSync('/dev/zero', join(root, 'a.jpg'));
    expect((await refusalOf(read('a.jpg'))).code).toBe('E_PATH_ESCAPE');
    const device = await refusalOf(folderImages('/dev', ['zero']).read(0));
    expect(device.code).toBe('E_IMAGE_NOT_FILE');
  });

  test('by a name with NUL, at which another program would end it', async () => {
    put('a.jpg');
    expect((await refusalOf(read('a.jpg\0.png'))).code).toBe('E_IMAGE_READ');
  });
});

describe('missing pictures', () => {
  test('are those that are not there, ascending', async () => {
    const ids = Array.from({ length: 300 }, (_, i) => `p${i % 7}/${i % 3 === 0 ? 'x/' : ''}${i}`);
    const gone = ids.flatMap((_, i) => (i % 5 === 0 ? [i] : []));
    ids.forEach((id, i) => i % 5 === 0 || put(id));
    ids.push('flat.jpg', 'nofolder/a.jpg', 'p1/1/below-a-file.jpg');
    expect(await folderImages(root, ids).missing()).toEqual([...gone, 300, 301, 302]);
  });

  test('are all when the folder is not there', async () => {
    expect(await folderImages(join(root, 'none'), ['a', 'b/c']).missing()).toEqual([0, 1]);
  });

  test('are none where there are none', async () => {
    expect(await folderImages(root, []).missing()).toEqual([]);
  });

  test('are asked for anew each time', async () => {
    const images = folderImages(root, ['a.jpg']);
    expect(await images.missing()).toEqual([0]);
    renameSync(put('b.jpg'), join(root, 'a.jpg'));
    expect(await images.missing()).toEqual([]);
    rmSync(join(root, 'a.jpg'));
    expect(await images.missing()).toEqual([0]);
  });

  test('that are nowhere give the reason to whoever asks', async () => {
    const reason = new UserError('E_IMAGE_MISSING', 'none', 'look', EXIT.missingInput);
    const images = absentImages(['a.jpg'], reason);
    expect(images.describe(0)).toBe('a.jpg');
    expect(await refusalOf(images.missing())).toBe(reason);
    expect(await refusalOf(images.read(0))).toBe(reason);
  });
});
