import { posix } from 'node:path';
import type { LoadedDataset } from '../types.js';
import { UserError } from '../errors.js';
import type { DatasetSource } from './dataset.js';
import { absentImages } from './image-folder.js';
import { findPictures } from './lfw-pictures.js';
import { pairBuilder } from './pair-builder.js';
import { tenFolds } from './ten-folds.js';

/** One comparison of a list that names pictures, as a path below their folder. */
export interface NamedPair {
  readonly left: string;
  readonly right: string;
  readonly genuine: boolean;
  /** As the list numbers it; where it states none, folds are those of `tenFolds`. */
  readonly fold?: number;
  readonly file: string;
  /** Of the file, or the number of the comparison where the file has no lines. */
  readonly line: number;
}

const EXTENSION = /\.[^./]+$/;

/**
 * The dataset of `pairs`: pictures are called as the list writes them, and found in the first of `folders` that holds one of the
 * first, under that name or with another extension. Every fold is tested; a list of one fold has none.
 *
 * @param personOf the person a picture's name tells. Where names and labels contradict each other nobody is named, with a remark.
 */
export async function namedPairs(
  pairs: readonly NamedPair[],
  about: {
    readonly name: string;
    readonly digest: string;
    readonly folders: readonly string[];
    readonly personOf?: (picture: string) => string;
  },
  source: DatasetSource,
): Promise<LoadedDataset> {
  const { name, digest, folders, personOf } = about;
  const contradicted = personOf === undefined ? [] : contradictions(pairs, personOf);
  const person = contradicted.length === 0 ? personOf : undefined;
  const tenths = tenFolds(pairs.map(({ genuine }) => genuine));
  const builder = pairBuilder();
  const imageOf = (picture: string) => builder.image(picture, person?.(picture));
  for (const [k, { left, right, genuine, fold = tenths[k]!, file, line }] of pairs.entries()) {
    builder.add({ left: imageOf(left), right: imageOf(right), genuine, fold, file, line });
  }
  const built = builder.build({
    name,
    digest,
    testFolds: (count) => (count > 1 ? [...Array(count).keys()] : []),
  });
  const { protocol, warnings } = built;
  const stems = protocol.images.map((id) => id.replace(EXTENSION, ''));
  const found = await findPictures(source, stems, folders);
  if (found instanceof UserError) {
    const images = absentImages(protocol.images, found);
    return { ...built, images, warnings: [...contradicted, ...warnings] };
  }
  const { place, below, extension } = found;
  // As the list has them, unless those that are there end otherwise.
  const names = protocol.images[0]!.endsWith(extension)
    ? protocol.images
    : stems.map((stem) => stem + extension);
  const images = place.pictures(
    protocol.images,
    names.map((name) => posix.join(below, name)),
  );
  return { ...built, images, warnings: [...place.remarks, ...contradicted, ...warnings] };
}

function contradictions(
  pairs: readonly NamedPair[],
  personOf: (picture: string) => string,
): readonly string[] {
  const wrong = pairs.filter(
    ({ left, right, genuine }) => (personOf(left) === personOf(right)) !== genuine,
  );
  const [first] = wrong;
  if (first === undefined) return [];
  return [
    `labels contradict the names of pictures in ${wrong.length} comparison${wrong.length === 1 ? '' : 's'}, first at ${first.file}:${first.line}; labels are believed, and persons told apart by them alone`,
  ];
}
