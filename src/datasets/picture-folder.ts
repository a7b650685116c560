import type { Dirent } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { EXIT, UserError } from '../errors.js';
import { entriesBelow } from '../files/folder-entries.js';
import { quote } from '../files/quote.js';
import type { ImageCollection } from '../types.js';
import { insidePath } from './formats/paths.js';
import { folderImages } from './image-folder.js';
import { isPictureName } from './picture-name.js';

/**
 * Every picture in the folder `root` and in the folders below it, called by its path from there with forward slashes, in the
 * order of the code units of those names. Names that begin with a dot are passed over, links to folders not followed.
 *
 * @throws UserError E_FILE_MISSING (66) where there is no such folder, E_PICTURES_NONE (66) where no picture is in it;
 *   FormatError E_PATH_TRAVERSAL for a name that no list could hold
 */
export async function folderPictures(root: string): Promise<ImageCollection> {
  const entries = await entriesBelow(root).catch((cause: unknown) => {
    throw unreadable(root, cause as NodeJS.ErrnoException);
  });
  const paths = entries
    .filter((entry) => isFileOrLink(entry) && isPictureName(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !path.split('/').some((part) => part.startsWith('.')))
    .map((text) => insidePath({ text, file: root, line: 1, column: 1 }))
    .sort();
  if (paths.length === 0) {
    throw new UserError(
      'E_PICTURES_NONE',
      `no picture (.jpg, .jpeg, .png, .webp) is in ${root} or below it`,
      'name the folder that holds them',
      EXIT.missingInput,
    );
  }
  return folderImages(root, paths);
}

function isFileOrLink(entry: Dirent): boolean {
  return entry.isFile() || entry.isSymbolicLink();
}

function unreadable(root: string, cause: NodeJS.ErrnoException): UserError {
  const { code, message } = cause;
  if (code === 'ENOENT') {
    return new UserError(
      'E_FILE_MISSING',
      `there is no folder ${quote(root)}, and no dataset of that name`,
      'name pictures, folders, lists (.txt, .list), or a dataset (magface list datasets)',
      EXIT.missingInput,
      { cause },
    );
  }
  const what = code === 'ENOTDIR' ? 'is no folder' : `cannot be read (${message})`;
  return new UserError(
    'E_FILE_KIND',
    `${root} ${what}`,
    'name pictures (.jpg, .png, .webp), folders, or lists (.txt, .list)',
    EXIT.badData,
    { cause },
  );
}
