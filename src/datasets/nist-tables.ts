import type { Hash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { EXIT, UserError } from '../errors.js';
import type { ImageCollection } from '../types.js';
import type { DatasetSource } from './dataset.js';
import { parseIjbFaces } from './formats/ijb-faces.js';
import { ijbTableTemplates, type IjbTableTemplates } from './formats/ijb-tables.js';
import { sightingsBeside } from './ijb-sightings.js';
import { picturePlace } from './picture-place.js';
import { isFile, protocolLines } from './protocol-file.js';

/** Folders that may hold the tables, below the root; `IJB` stands for the name, such as `IJB-C`. */
const PLACES = ['protocols', 'protocol', '.', 'IJB/protocols', 'IJB/protocol'] as const;

/** Folders that may hold the pictures, seen from that of the tables. */
const PICTURES = ['../images', '..', '.', '../../images'] as const;

/** Tables that are there, and the folder they lie in. */
export interface NistTables {
  readonly folder: string;
  readonly names: readonly string[];
}

/** The first of `wanted` that is there whole, in the first folder that holds it; `ijb` is such as `ijbc`. */
export async function findNistTables(
  root: string,
  ijb: string,
  wanted: readonly (readonly string[])[],
): Promise<NistTables | undefined> {
  const own = ijb.toUpperCase().replace(/^IJB/, 'IJB-');
  for (const place of PLACES) {
    const folder = join(root, place.replace('IJB', own));
    for (const names of wanted) {
      const there = await Promise.all(names.map((name) => isFile(join(folder, name))));
      if (there.every(Boolean)) return { folder, names };
    }
  }
  return undefined;
}

/** As {@link findNistTables}. @throws UserError E_PROTOCOL_MISSING (66) where none is there */
export async function requireNistTables(
  root: string,
  ijb: string,
  wanted: readonly (readonly string[])[],
): Promise<NistTables> {
  const found = await findNistTables(root, ijb, wanted);
  if (found !== undefined) return found;
  const names = wanted.map((tables) => tables.join(' with ')).join(', or ');
  throw new UserError(
    'E_PROTOCOL_MISSING',
    `no tables ${names} in ${join(root, PLACES[0])} or ${root}`,
    'point --root at the folder that holds protocols/',
    EXIT.missingInput,
  );
}

/**
 * The templates of the tables, the pictures they name, and what a user should hear of them once.
 *
 * @param hash is given the bytes of the tables, and the media where the tables do not tell them
 * @throws as the grammars
 */
export async function readNistTables(
  source: DatasetSource,
  { folder, names }: NistTables,
  hash: Hash,
) {
  const paths = names.map((name) => join(folder, name));
  const faces = paths.map((path) => parseIjbFaces(protocolLines(path, hash), path));
  const tables = ijbTableTemplates(faces, await sightingsBeside(folder));
  // Media that no table of the protocol tells are part of it all the same.
  if (tables.sightedBeside > 0) hash.update(tables.templates.media);
  const { images, remarks } = await picturesOf(source, folder, tables);
  return { tables, images, remarks: [...mediaRemark(tables), ...remarks] };
}

function mediaRemark({ unsighted, repeated, templates }: IjbTableTemplates): string[] {
  const of = templates.members.length;
  return [
    ...(unsighted === 0
      ? []
      : [
          `no sighting is stated of ${unsighted} of ${of} faces: each is a medium for itself, frames of a video too`,
        ]),
    ...(repeated === 0
      ? []
      : [`${repeated} of ${of} faces stand in their template before, and count again`]),
  ];
}

/** The pictures: where the user says, or in the first of the usual folders that holds the first of them; with their boxes. */
async function picturesOf(
  { images: named }: DatasetSource,
  folder: string,
  { ids, files, boxes }: IjbTableTemplates,
): Promise<{ readonly images: ImageCollection; readonly remarks: readonly string[] }> {
  let path = named;
  for (const place of PICTURES) {
    if (path !== undefined) break;
    const beside = join(folder, place);
    if (await isFile(join(beside, files[0]!))) path = beside;
  }
  const place = await picturePlace(path ?? join(dirname(folder), 'images'));
  const boxed = boxes.some((edge) => !Number.isNaN(edge));
  const images = place.pictures(ids, files);
  return { images: boxed ? withBoxes(images, boxes) : images, remarks: place.remarks };
}

function withBoxes(images: ImageCollection, boxes: Float64Array): ImageCollection {
  return {
    ids: images.ids,
    describe: (index) => images.describe(index),
    read: (index) => images.read(index),
    missing: () => images.missing(),
    boxes,
  };
}
