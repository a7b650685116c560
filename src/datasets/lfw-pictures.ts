import { join } from 'node:path';
import { EXIT, UserError } from '../errors.js';
import type { LoadedDataset, PairProtocol } from '../types.js';
import type { DatasetSource } from './dataset.js';
import { lfwStem, type LfwPair, type LfwPicture } from './formats/lfw-pairs.js';
import { absentImages, folderImages } from './image-folder.js';
import { pairBuilder } from './pair-builder.js';
import { isFile } from './protocol-file.js';

/** Where LFW's protocol files lie, seen from the folder a user names. */
export const LFW_PROTOCOL_PLACES = ['.', '..', 'protocol'] as const;

/** Folders LFW's archives unpack to, and names that aligned copies are given. */
export const LFW_FOLDERS = [
  '.',
  'images',
  'lfw',
  'lfw-deepfunneled',
  'lfw_funneled',
  'lfw-112x112',
  'lfw-aligned',
  'aligned',
] as const;
const EXTENSIONS = ['.jpg', '.png', '.jpeg', '.webp'] as const;

/** Pictures looked for before a folder is passed over: the very first may be the one that is missing. */
const LOOKED_FOR = 5;

/** A protocol of comparisons in LFW's own grammar, with its pictures found in LFW's own layout in one of `folders`. */
export async function lfwDataset(
  pairs: readonly LfwPair[],
  about: Pick<PairProtocol, 'name' | 'testFolds' | 'digest'>,
  source: DatasetSource,
  folders: readonly string[] = LFW_FOLDERS,
): Promise<LoadedDataset> {
  const stems = pairs.slice(0, LOOKED_FOR).map(({ left }) => lfwStem(left));
  const place = await findPictures(source, stems, folders);
  const extension = place instanceof UserError ? EXTENSIONS[0] : place.extension;
  const builder = pairBuilder();
  const imageOf = (picture: LfwPicture) =>
    builder.image(lfwStem(picture) + extension, picture.person);
  for (const { left, right, genuine, fold, file, line } of pairs) {
    builder.add({ left: imageOf(left), right: imageOf(right), genuine, fold, file, line });
  }
  const built = builder.build({ ...about, testFolds: () => about.testFolds });
  const { protocol } = built;
  const images =
    place instanceof UserError
      ? absentImages(protocol.images, place)
      : folderImages(place.folder, protocol.images);
  return { ...built, images };
}

/**
 * The first of `folders` of the root (or else `--images`) that holds one of the pictures `stems`, and its extension; or why there
 * is none.
 */
export async function findPictures(
  { root, images }: DatasetSource,
  stems: readonly string[],
  folders: readonly string[],
): Promise<{ readonly folder: string; readonly extension: string } | UserError> {
  const places = images === undefined ? folders.map((name) => join(root, name)) : [images];
  for (const folder of places) {
    for (const stem of new Set(stems.slice(0, LOOKED_FOR))) {
      for (const extension of EXTENSIONS) {
        if (await isFile(join(folder, stem + extension))) return { folder, extension };
      }
    }
  }
  const [first, ...others] = EXTENSIONS;
  return new UserError(
    'E_IMAGE_MISSING',
    `there is no ${stems[0]!}${first} (or ${others.join(', ')}) in ${places.join(', ')}`,
    'point --images at the folder that holds it',
    EXIT.missingInput,
  );
}
