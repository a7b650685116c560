import { join, posix } from 'node:path';
import { EXIT, UserError } from '../errors.js';
import type { LoadedDataset, PairProtocol } from '../types.js';
import type { DatasetSource } from './dataset.js';
import { lfwStem, type LfwPair, type LfwPicture } from './formats/lfw-pairs.js';
import { absentImages } from './image-folder.js';
import { pairBuilder } from './pair-builder.js';
import { isArchiveName } from './picture-archive.js';
import { picturePlace, type PicturePlace } from './picture-place.js';

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
  const found = await findPictures(source, stems, folders);
  const extension = found instanceof UserError ? EXTENSIONS[0] : found.extension;
  const builder = pairBuilder();
  const imageOf = (picture: LfwPicture) =>
    builder.image(lfwStem(picture) + extension, picture.person);
  for (const { left, right, genuine, fold, file, line } of pairs) {
    builder.add({ left: imageOf(left), right: imageOf(right), genuine, fold, file, line });
  }
  const built = builder.build({ ...about, testFolds: () => about.testFolds });
  const { protocol, warnings } = built;
  if (found instanceof UserError) {
    return { ...built, images: absentImages(protocol.images, found) };
  }
  const { place, below } = found;
  const paths = protocol.images.map((id) => posix.join(below, id));
  const images = place.pictures(protocol.images, paths);
  return { ...built, images, warnings: [...place.remarks, ...warnings] };
}

/** Where the pictures lie: `below` a folder or in an archive. */
interface Found {
  readonly place: PicturePlace;
  readonly below: string;
  readonly extension: string;
}

/**
 * The first of the folders `usual` of the root, or else `--images`, that holds one of the pictures `stems`; or why there is none.
 */
export async function findPictures(
  { root, images }: DatasetSource,
  stems: readonly string[],
  usual: readonly string[],
): Promise<Found | UserError> {
  const place = await picturePlace(images ?? root);
  // An archive may hold the folder that it was made of.
  const folders = images === undefined || isArchiveName(images) ? usual : ['.'];
  for (const below of folders) {
    for (const stem of new Set(stems.slice(0, LOOKED_FOR))) {
      for (const extension of EXTENSIONS) {
        if (await place.holds(posix.join(below, stem + extension))) {
          return { place, below, extension };
        }
      }
    }
  }
  const [first, ...others] = EXTENSIONS;
  return new UserError(
    'E_IMAGE_MISSING',
    `there is no ${stems[0]!}${first} (or ${others.join(', ')}) in ${folders.map((below) => join(place.path, below)).join(', ')}`,
    'point --images at the folder that holds it',
    EXIT.missingInput,
  );
}
