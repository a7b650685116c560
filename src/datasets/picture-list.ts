import { dirname } from 'node:path';
import { FormatError } from '../errors.js';
import type { ImageCollection } from '../types.js';
import { pathBelow } from './listed-pairs.js';
import { picturePlace } from './picture-place.js';
import { protocolLines } from './protocol-file.js';

/**
 * The pictures a text file lists, one path a line, below `images`, `root`, or the folder of the list; called as the list writes
 * them.
 *
 * @throws UserError E_FILE_MISSING; FormatError E_PICTURE_LIST, E_PATH_TRAVERSAL with line and column; those of `picturePlace`
 */
export async function listedPictures(
  path: string,
  place: { readonly root?: string | undefined; readonly images?: string | undefined },
): Promise<ImageCollection> {
  const root = place.images ?? place.root ?? dirname(path);
  const paths = new Map<string, string>();
  const lineOf = new Map<string, number>();
  for (const { number, text } of protocolLines(path)) {
    const picture = { text, file: path, line: number, column: 1 };
    const before = lineOf.get(text);
    if (before !== undefined) {
      const what = `${JSON.stringify(text)} stands here and in line ${before}`;
      throw new FormatError('E_PICTURE_LIST', picture, what, 'list every picture once');
    }
    paths.set(text, pathBelow(picture, { root }));
    lineOf.set(text, number);
  }
  if (paths.size === 0) {
    throw new FormatError(
      'E_PICTURE_LIST',
      { file: path, line: 1 },
      'the list is empty',
      'add paths',
    );
  }
  return (await picturePlace(root)).pictures([...paths.keys()], [...paths.values()]);
}
