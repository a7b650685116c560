import type { Hash } from 'node:crypto';
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EXIT, FormatError, UserError } from '../errors.js';
import { passingChunks } from '../files/chunks.js';
import { quote } from '../files/quote.js';
import type { ImageCollection, Templates } from '../types.js';
import type { DatasetSource } from './dataset.js';
import { parseIjbDetector } from './formats/ijb-detector.js';
import { parseIjbMedia, type IjbMedia } from './formats/ijb-media.js';
import { parseIjbSubjects, type IjbSubject } from './formats/ijb-subjects.js';
import { picturePlace } from './picture-place.js';
import { findProtocolFile, isFile, isFileIn } from './protocol-file.js';

/** Folders of the pictures, beside `meta`. */
const FOLDERS = ['loose_crop', 'aligned', 'images', '.'] as const;

/** IJB-B calls its galleries S1 and S2, InsightFace calls those of both G1 and G2. */
const GALLERIES = ['G1', 'G2', 'S1', 'S2'] as const;

/** What all protocols of a pack have in common. */
export interface IjbPack {
  readonly meta: string;
  /** The file that it was read from. */
  readonly file: string;
  readonly media: IjbMedia;
  /** Names of the pictures. */
  readonly images: readonly string[];
}

/** The subjects that tables of one pack name. */
export interface IjbTables {
  readonly galleries: readonly { readonly name: string; readonly rows: readonly IjbSubject[] }[];
  readonly probes: readonly IjbSubject[];
}

/** Where `PREFIX_face_tid_mid.txt` may lie below the root. */
const placesOf = (prefix: string) => ['meta', `${prefix.toUpperCase()}/meta`, '.'];

const mediaFile = (prefix: string) => `${prefix}_face_tid_mid.txt`;

/** Whether the pack is there. */
export async function isIjbPack({ root }: DatasetSource, prefix: string): Promise<boolean> {
  return isFileIn(root, [mediaFile(prefix)], placesOf(prefix));
}

/**
 * The pack whose `meta/PREFIX_face_tid_mid.txt` lies in the root. `hash` is given the bytes of what was read.
 * @throws UserError E_PROTOCOL_MISSING (66), and those of the grammar
 */
export async function readIjbPack(
  { root }: DatasetSource,
  prefix: string,
  hash?: Hash,
): Promise<IjbPack> {
  const file = await findProtocolFile(
    { root },
    [mediaFile(prefix)],
    placesOf(prefix),
    'point --root at the folder of the pack',
  );
  const media = parseIjbMedia(
    passingChunks(file, hash, 'check --root and --pairs'),
    file,
    statSync(file, { throwIfNoEntry: false })?.size,
  );
  return { meta: dirname(file), file, media, images: media.pictures.names() };
}

/** The file of the detector's scores beside the other files; undefined where there is none. */
export async function ijbDetectorFile(meta: string, prefix: string): Promise<string | undefined> {
  const file = join(meta, `${prefix}_name_5pts_score.txt`);
  return (await isFile(file)) ? file : undefined;
}

/** The detector's scores of the pictures of the pack. @throws as the grammar */
export function readIjbDetector(
  file: string,
  { media }: IjbPack,
  { usualScores }: DatasetSource,
  hash?: Hash,
): Float32Array {
  return parseIjbDetector(passingChunks(file, hash), file, media.pictures, usualScores);
}

/**
 * The tables of galleries and probes beside the other files, or undefined where one of the two kinds is not there.
 * @throws as the grammar
 */
export async function readIjbTables(
  meta: string,
  prefix: string,
  hash?: Hash,
): Promise<IjbTables | undefined> {
  const table = (name: string) => join(meta, `${prefix}_1N_${name}.csv`);
  const read = (path: string) => {
    return parseIjbSubjects(passingChunks(path, hash, 'check --root and --pairs'), path);
  };
  const there: string[] = [];
  for (const name of GALLERIES) if (await isFile(table(`gallery_${name}`))) there.push(name);
  const probes = table('probe_mixed');
  if (there.length === 0 || !(await isFile(probes))) return undefined;
  const galleries = there.map((name) => ({ name, rows: read(table(`gallery_${name}`)) }));
  return { galleries, probes: read(probes) };
}

/** The error for a pack without galleries. */
export function noIjbTables(meta: string, prefix: string): UserError {
  const names = ['gallery_G1', 'gallery_G2', 'probe_mixed'].map(
    (name) => `${prefix}_1N_${name}.csv`,
  );
  return new UserError(
    'E_PROTOCOL_MISSING',
    `no galleries and probes at ${names.map((name) => join(meta, name)).join(', ')}`,
    'put them there',
    EXIT.missingInput,
  );
}

/**
 * The templates of the pack, of the subjects that its tables name.
 * @throws FormatError E_IJB_SUBJECTS for a template without pictures, or of two subjects
 */
export function ijbTemplates(media: IjbMedia, tables: IjbTables | undefined): Templates {
  const { templates, offsets, members } = media;
  const identity = new Int32Array(templates.size).fill(-1);
  const subjects = new Map<string, number>();
  const all = [...(tables?.galleries ?? []).map(({ rows }) => rows), tables?.probes ?? []];
  for (const rows of all) {
    for (const { template, subject, at } of rows) {
      const index = templates.get(template);
      const refuse = (what: string) =>
        new FormatError('E_IJB_SUBJECTS', at, what, 'take all files from one pack');
      if (index === undefined) {
        throw refuse(`template ${template} has no picture in the file of templates and media`);
      }
      if (!subjects.has(subject)) subjects.set(subject, subjects.size);
      const known = identity[index]!;
      const number = subjects.get(subject)!;
      if (known >= 0 && known !== number) {
        const other = [...subjects.keys()][known]!;
        throw refuse(
          `template ${template} is of subject ${quote(subject)} here and of ${quote(other)} in another table`,
        );
      }
      identity[index] = number;
    }
  }
  return {
    ids: Array.from(templates.keys(), String),
    identity,
    identities: [...subjects.keys()],
    offsets,
    members,
    media: media.media,
  };
}

/** The pictures of the pack: where the user says, or in the first of the usual folders that holds the first of them. */
export async function ijbImages(
  { images: named }: DatasetSource,
  { meta, images }: IjbPack,
): Promise<{ readonly images: ImageCollection; readonly remarks: readonly string[] }> {
  let path = named;
  for (const folder of FOLDERS) {
    if (path !== undefined) break;
    const beside = join(meta, '..', folder);
    if (await isFile(join(beside, images[0]!))) path = beside;
  }
  const place = await picturePlace(path ?? join(meta, '..', FOLDERS[0]));
  return { images: place.pictures(images), remarks: place.remarks };
}
