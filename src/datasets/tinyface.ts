import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { EXIT, UserError } from '../errors.js';
import { readMatFile } from '../files/mat-on-disk.js';
import type { GalleryProtocol, ImageCollection, LoadedDataset } from '../types.js';
import type { Dataset, DatasetSource } from './dataset.js';
import { parseTinyfaceMat, type TinyfacePicture } from './formats/tinyface-mat.js';
import { absentImages, folderImages } from './image-folder.js';
import { folderPictures } from './picture-folder.js';
import { findProtocolFile, isFile } from './protocol-file.js';

const PLACES = ['.', 'Testing_Set', 'tinyface/Testing_Set', 'protocol'] as const;

/** Folders that aligned copies are given, then those of the archive, whose pictures have any size. */
const FOLDERS = [
  'aligned_pad_0.1_pad_high',
  'aligned',
  'images',
  '.',
  'Testing_Set',
  'tinyface/Testing_Set',
] as const;

const REMEDY = 'point --root at the folder that holds Testing_Set';

/** TinyFace, low-resolution faces searched among many strangers. */
export const tinyface: Dataset & Required<Pick<Dataset, 'loadGalleries'>> = {
  name: 'tinyface',
  title: 'TinyFace',
  summary: 'TinyFace: 1:N search with 3,728 faces of low resolution among 157,871',
  reference: 'Cheng, Zhu, Gong: Low-resolution face recognition. ACCV 2018',
  obtain: 'https://qmul-tinyface.github.io/, aligned to 112x112',
  files:
    'gallery_match_img_ID_pairs.mat and probe_img_ID_pairs.mat, and the folders Gallery_Match, Gallery_Distractor and Probe',
  published: { probes: 3728, entries: [157_871], pictures: 161_599 },
  loadGalleries,
};

async function loadGalleries(source: DatasetSource): Promise<LoadedDataset<GalleryProtocol>> {
  const [enrolled, searched] = [
    await listOf(source, 'gallery', 'gallery_match_img_ID_pairs.mat'),
    await listOf(source, 'probe', 'probe_img_ID_pairs.mat'),
  ];
  const folder = await folderOf(source, enrolled.pictures[0]!);
  const strangers = folder === undefined ? [] : await distractorsIn(folder);
  const images = [
    ...enrolled.pictures.map(({ name }) => `Gallery_Match/${name}`),
    ...strangers.map((name) => `Gallery_Distractor/${name}`),
    ...searched.pictures.map(({ name }) => `Probe/${name}`),
  ];
  const subjects = [
    ...enrolled.pictures.map(({ person }) => person),
    ...strangers.map(() => -1),
    ...searched.pictures.map(({ person }) => person),
  ];
  const identities = [...new Set(subjects.filter((person) => person >= 0))];
  const number = new Map(identities.map((person, i) => [person, i]));
  const each = new Uint32Array(images.length).map((_, i) => i);
  const entries = enrolled.pictures.length + strangers.length;
  const digest = createHash('sha256');
  // The strangers are told by their folder alone.
  digest.update(`${enrolled.digest}\n${searched.digest}\n${strangers.join('\n')}`);
  return {
    protocol: {
      kind: 'galleries',
      name: 'tinyface',
      images,
      templates: {
        ids: images,
        identity: Int32Array.from(subjects, (person) => number.get(person) ?? -1),
        identities: identities.map(String),
        offsets: new Uint32Array(images.length + 1).map((_, i) => i),
        members: each,
        media: each,
      },
      galleries: [{ name: 'gallery', templates: each.slice(0, entries) }],
      probes: each.slice(entries),
      digest: digest.digest('hex'),
    },
    images: collectionIn(folder, images, source),
    warnings:
      strangers.length > 0
        ? []
        : [
            'TinyFace without its distractors, the pictures of Gallery_Distractor: searching is easier and its numbers are not those of the benchmark',
          ],
  };
}

async function listOf(
  { root }: DatasetSource,
  kind: 'gallery' | 'probe',
  name: string,
): Promise<{ readonly pictures: readonly TinyfacePicture[]; readonly digest: string }> {
  const file = await findProtocolFile({ root }, [name], PLACES, REMEDY);
  const { variables, digest } = await readMatFile(file);
  return { pictures: parseTinyfaceMat(variables, kind, file), digest };
}

/** The folder of the pictures: the one the user named, or the first of the usual ones that holds the first of them. */
async function folderOf(
  { root, images }: DatasetSource,
  { name }: TinyfacePicture,
): Promise<string | undefined> {
  if (images !== undefined) return images;
  for (const below of FOLDERS) {
    if (await isFile(join(root, below, 'Gallery_Match', name))) return join(root, below);
  }
  return undefined;
}

async function distractorsIn(folder: string): Promise<readonly string[]> {
  try {
    return (await folderPictures(join(folder, 'Gallery_Distractor'))).ids;
  } catch (error) {
    const absent = ['E_FILE_MISSING', 'E_PICTURES_NONE'];
    if (error instanceof UserError && absent.includes(error.code)) return [];
    throw error;
  }
}

function collectionIn(
  folder: string | undefined,
  images: readonly string[],
  { root }: DatasetSource,
): ImageCollection {
  if (folder !== undefined) return folderImages(folder, images);
  const looked = FOLDERS.map((below) => join(root, below)).join(', ');
  return absentImages(
    images,
    new UserError(
      'E_IMAGE_MISSING',
      `there is no ${images[0]!} in ${looked}`,
      'point --images at the folder that holds Gallery_Match, Gallery_Distractor and Probe',
      EXIT.missingInput,
    ),
  );
}
