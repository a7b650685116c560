import { createHash } from 'node:crypto';
import { resolve, sep } from 'node:path';
import { FormatError } from '../errors.js';
import type { Field } from '../files/fields.js';
import { quote } from '../files/quote.js';
import type { LoadedDataset } from '../types.js';
import type { DatasetSource } from './dataset.js';
import { parsePairList, type PairListGrammar } from './formats/pair-list.js';
import { insidePath } from './formats/paths.js';
import { pairBuilder } from './pair-builder.js';
import { picturePlace } from './picture-place.js';
import { protocolLines } from './protocol-file.js';

/**
 * The dataset of the list at `path`: its pictures are called as the list writes them, its folds are those of the list, or none.
 *
 * @param placeOf where below the folder of the pictures one lies; asked once for each, at its first mention
 * @throws UserError, FormatError those of `protocolLines`, `parsePairList`, `placeOf`, `picturePlace`; E_FOLDS
 */
export async function listedPairs(
  name: string,
  path: string,
  grammar: PairListGrammar,
  { root, images }: DatasetSource,
  placeOf: (picture: Field) => string,
): Promise<LoadedDataset> {
  const hash = createHash('sha256');
  const builder = pairBuilder();
  const places: string[] = [];
  const imageOf = (picture: Field): number => {
    const image = builder.image(picture.text);
    if (image === places.length) places.push(placeOf(picture));
    return image;
  };
  for (const pair of parsePairList(protocolLines(path, hash), path, grammar)) {
    const { left, right, genuine, fold = 0, line } = pair;
    builder.add({ left: imageOf(left), right: imageOf(right), genuine, fold, file: path, line });
  }
  const { protocol, warnings, place } = builder.build({
    name,
    digest: hash.digest('hex'),
    testFolds: (folds) => (folds > 1 ? [...Array(folds).keys()] : []),
  });
  const found = await picturePlace(images ?? root);
  const collection = found.pictures(protocol.images, places);
  return { protocol, images: collection, warnings: [...found.remarks, ...warnings], place };
}

/**
 * The path below the folder of the pictures of one that may be written absolute, as MagFace's lists do.
 * @throws FormatError E_PATH_TRAVERSAL for one that lies elsewhere
 */
export function pathBelow(
  picture: Field,
  { root, images }: Pick<DatasetSource, 'root' | 'images'>,
): string {
  if (!picture.text.startsWith('/')) return insidePath(picture);
  const folder = resolve(images ?? root)
    .split(sep)
    .join('/');
  const prefix = folder.endsWith('/') ? folder : `${folder}/`;
  if (!picture.text.startsWith(prefix)) {
    throw new FormatError(
      'E_PATH_TRAVERSAL',
      picture,
      `an absolute path outside ${folder}, ${quote(picture.text)}`,
      'point --images at the folder that the paths begin with, or cut that beginning off',
    );
  }
  const column = picture.column + prefix.length;
  return insidePath({ ...picture, column, text: picture.text.slice(prefix.length) });
}
