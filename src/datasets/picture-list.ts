import { dirname } from 'node:path';
import { FormatError } from '../errors.js';
import type { ImageCollection } from '../types.js';
import { insidePath } from './formats/fields.js';
import { readLines } from './formats/text-lines.js';
import { folderImages } from './image-folder.js';

/**
 * The pictures a text file lists, one path a line, below `images`, `root`, or the folder of the list.
 * @throws UserError E_FILE_MISSING; FormatError E_PICTURE_LIST, E_PATH with line and column
 */
export async function listedPictures(
  path: string,
  { root, images }: { readonly root?: string | undefined; readonly images?: string | undefined },
): Promise<ImageCollection> {
  const { lines } = await readLines(path);
  const seen = new Map<string, number>();
  for (const { number, text } of lines) {
    const position = { file: path, line: number, column: 1 };
    const id = insidePath({ text, position });
    const before = seen.get(id);
    if (before !== undefined) {
      const what = `${JSON.stringify(id)} stands here and in line ${before}`;
      throw new FormatError('E_PICTURE_LIST', position, what, 'list every picture once');
    }
    seen.set(id, number);
  }
  if (seen.size === 0) {
    throw new FormatError(
      'E_PICTURE_LIST',
      { file: path, line: 1 },
      'the list is empty',
      'add paths',
    );
  }
  return folderImages(images ?? root ?? dirname(path), [...seen.keys()]);
}
