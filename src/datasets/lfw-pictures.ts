import { join } from 'node:path';
import { EXIT, UserError } from '../errors.js';
import type { LoadedDataset, PairProtocol } from '../types.js';
import type { DatasetSource } from './dataset.js';
import { lfwStem, type LfwPair } from './formats/lfw-pairs.js';
import { folderImages, isFile } from './image-folder.js';
import { pairBuilder } from './pair-builder.js';

const FOLDERS = [
  '.',
  'images',
  'lfw',
  'lfw-deepfunneled',
  'lfw_funneled',
  'lfw-112x112',
  'lfw-aligned',
  'aligned',
];
const EXTENSIONS = ['.jpg', '.png', '.jpeg', '.webp'];

/** A protocol of comparisons in LFW's own grammar, with its pictures found in LFW's own layout. */
export async function lfwDataset(
  pairs: readonly (LfwPair & { readonly file: string })[],
  about: Pick<PairProtocol, 'name' | 'testFolds'> & { readonly digests: readonly string[] },
  source: DatasetSource,
): Promise<LoadedDataset> {
  const { folder, extension } = await findPictures(source, lfwStem(pairs[0]!.left));
  const builder = pairBuilder();
  for (const { left, right, genuine, fold, line, file } of pairs) {
    builder.add({
      left: lfwStem(left) + extension,
      right: lfwStem(right) + extension,
      leftPerson: left.person,
      rightPerson: right.person,
      genuine,
      fold,
      position: { file, line },
    });
  }
  const { protocol, warnings } = builder.build(about);
  return { protocol, images: folderImages(folder, protocol.images), warnings };
}

/**
 * The folder that holds picture `stem`, and its extension.
 *
 * Where no folder holds it the root itself is taken: a run on stored embeddings needs no pictures, and any other
 * run first counts and names those that are missing.
 */
async function findPictures(
  { root, images }: DatasetSource,
  stem: string,
): Promise<{ folder: string; extension: string }> {
  const folders = images === undefined ? FOLDERS.map((name) => join(root, name)) : [images];
  for (const folder of folders) {
    for (const extension of EXTENSIONS) {
      if (await isFile(join(folder, stem + extension))) return { folder, extension };
    }
  }
  return { folder: folders[0]!, extension: EXTENSIONS[0]! };
}

/**
 * The protocol file: the one the user named, or the first of `names` in the root, beside it, or beside its pictures.
 * @throws UserError E_PROTOCOL_MISSING (66) that names every place looked at
 */
export async function findProtocolFile(
  { root, pairs }: DatasetSource,
  names: readonly string[],
): Promise<string> {
  if (pairs !== undefined) return pairs;
  const places = [root, join(root, '..'), join(root, 'protocol')].flatMap((folder) =>
    names.map((name) => join(folder, name)),
  );
  for (const place of places) {
    if (await isFile(place)) return place;
  }
  throw new UserError(
    'E_PROTOCOL_MISSING',
    `no protocol file at ${places.join(', ')}`,
    'put it there, or name it with --pairs',
    EXIT.missingInput,
  );
}
