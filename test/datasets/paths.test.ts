import { join, posix, sep, win32 } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { insidePath } from '../../src/datasets/formats/paths.js';
import { UserError } from '../../src/errors.js';
import { messageOf } from './parsing.js';

const field = (text: string) => ({ text, file: 'pair.list', line: 3, column: 7 });

describe('a path below the folder of the pictures', () => {
  test.each(['a.jpg', 'a/b.jpg', 'a b/ü,[1].jpg', '..a/b..', '...', '-x', '~/a.jpg', '__proto__'])(
    'may be %j',
    (path) => {
      expect(insidePath(field(path))).toBe(path);
    },
  );

  test.each([
    ['', 'an empty path'],
    ['/etc/passwd', 'an absolute path'],
    ['../x.jpg', 'a path that climbs with ".."'],
    ['a/../../x.jpg', 'a path that climbs with ".."'],
    ['a/..', 'a path that climbs with ".."'],
    ['..\\..\\x', 'a path with a backslash'],
    ['C:/x.jpg', 'a path with a drive'],
    ['c:x.jpg', 'a path with a drive'],
    ['a\0.jpg', 'a path with a control character'],
    ['a\n.jpg', 'a path with a control character'],
    ['./a.jpg', 'a path with an empty part or "."'],
    ['a//b.jpg', 'a path with an empty part or "."'],
    ['a/./b.jpg', 'a path with an empty part or "."'],
    ['a/', 'a path with an empty part or "."'],
    ['.', 'a path with an empty part or "."'],
  ])('is not %j: %s', (path, what) => {
    expect(messageOf(() => insidePath(field(path)))).toBe(
      `E_PATH_TRAVERSAL pair.list:3:7: ${what}, ${JSON.stringify(path)}; write paths below the folder of the pictures, with forward slashes`,
    );
  });

  test('stays there on every system, and has one spelling', () => {
    const part = fc.oneof(fc.constantFrom('..', '.', '', 'a', 'C:', '\\'), fc.string());
    const separator = fc.constantFrom('/', '\\');
    const paths = fc
      .array(fc.tuple(part, separator), { minLength: 1, maxLength: 5 })
      .map((parts) => parts.flat().slice(0, -1).join(''));
    fc.assert(
      fc.property(paths, (path) => {
        try {
          insidePath(field(path));
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
          return;
        }
        expect(posix.join('/root', path)).toBe(`/root/${path}`);
        expect(win32.resolve('D:\\root', path)).toBe(`D:\\root\\${path.replaceAll('/', '\\')}`);
        expect(join('root', path).startsWith(`root${sep}`)).toBe(true);
      }),
    );
  });
});
