import { createHash, type Hash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { EXIT, UserError } from '../errors.js';
import { chunksOf } from '../files/chunks.js';
import { findRecord } from '../nearest.js';
import type { GalleryProtocol, LoadedDataset } from '../types.js';
import type { Dataset, DatasetSource } from './dataset.js';
import {
  parseMegafaceList,
  parseMegafaceNoises,
  type MegafaceList,
} from './formats/megaface-lists.js';
import { picturePlace } from './picture-place.js';
import { findProtocolFile, isFile, protocolLines } from './protocol-file.js';

const PLACES = ['templatelists', 'devkit/templatelists', '.'] as const;
const NOISE_PLACES = ['.', 'data', 'devkit'] as const;
const DISTRACTORS = 'megaface_features_list.json';

/** Numbers of distractors of the devkit's lists. */
const SIZES = [10, 100, 1000, 10_000, 100_000, 1_000_000] as const;

/** Which list of probes is meant, and whether noise is left out. */
const FORMS = [
  { name: 'official', probes: 'facescrub_features_list.json', refined: false },
  { name: 'refined', probes: 'facescrub_features_list.json', refined: true },
  { name: 'uncropped', probes: 'facescrub_uncropped_features_list.json', refined: false },
] as const;

/** MegaFace's first challenge: FaceScrub among a million strangers. */
export const megaface: Dataset = {
  name: 'megaface',
  title: 'MegaFace',
  summary: 'MegaFace challenge 1: FaceScrub searched among up to a million distractors',
  reference: 'Kemelmacher-Shlizerman, Seitz, Miller, Brossard: The MegaFace benchmark. CVPR 2016',
  obtain:
    'http://megaface.cs.washington.edu (decommissioned); pictures packed by https://github.com/deepinsight/insightface',
  files:
    'templatelists/facescrub_features_list.json and megaface_features_list.json_1000000_1; facescrub_images/ and megaface_images/',
  loadGalleries,
};

async function loadGalleries(source: DatasetSource): Promise<LoadedDataset<GalleryProtocol>> {
  const form = findRecord(
    FORMS,
    source.format ?? 'official',
    'form of megaface',
    'E_DATASET_FORMAT',
  );
  const hash = createHash('sha256');
  const file = await findProtocolFile(
    { root: source.root },
    [form.probes],
    PLACES,
    "point --root at the folder of the devkit's lists",
  );
  const listed = readList(file, true, hash);
  const lists = await distractorLists(source, dirname(file));
  const noises = form.refined ? await readNoises(source.root, hash) : undefined;
  const probes = withoutNoise(listed, noises?.probes, basename);
  if (probes.paths.length === 0) throw nothingLeft(file);
  const distractors = new Map<string, number>();
  const before = probes.paths.length;
  let left = 0;
  const galleries = lists.map(({ name, path }) => {
    const own = withoutNoise(readList(path, false, hash), noises?.distractors, (one) => one);
    if (own.paths.length === 0) throw nothingLeft(path);
    left += own.left;
    for (const one of own.paths) if (!distractors.has(one)) distractors.set(one, distractors.size);
    return {
      name,
      templates: Uint32Array.from(own.paths, (one) => before + distractors.get(one)!),
    };
  });
  const strangers = [...distractors.keys()];
  const ids = [
    ...probes.paths.map((path) => `facescrub/${path}`),
    ...strangers.map((path) => `megaface/${path}`),
  ];
  const { folders, ...place } = await pictures(source);
  const images = place.place.pictures(ids, [
    ...probes.paths.map((path) => `${folders[0]}/${path}`),
    ...strangers.map((path) => `${folders[1]}/${path}`),
  ]);
  return {
    protocol: {
      kind: 'galleries',
      name: 'megaface',
      images: ids,
      templates: single(ids, probes.persons!),
      galleries,
      probes: Uint32Array.from(probes.paths, (_, index) => index),
      oneMate: true,
      digest: hash.digest('hex'),
    },
    images,
    warnings: [
      ...(noises === undefined
        ? []
        : [`left out as noise: ${probes.left} probes, ${left} distractors of all lists together`]),
      ...place.place.remarks,
    ],
  };
}

/** The lists of distractors: the one the user names, or those of the devkit's first set, by size. */
async function distractorLists(
  { pairs }: DatasetSource,
  folder: string,
): Promise<{ readonly name: string; readonly path: string }[]> {
  const named = (path: string) => ({ name: /json_(.+)$/.exec(path)?.[1] ?? basename(path), path });
  if (pairs !== undefined) return [named(pairs)];
  const paths = SIZES.map((size) => join(folder, `${DISTRACTORS}_${size}_1`));
  const there = await Promise.all(paths.map(isFile));
  const found = paths.filter((_, index) => there[index]);
  if (found.length > 0) return found.map(named);
  throw new UserError(
    'E_PROTOCOL_MISSING',
    `no list of distractors at ${paths.join(', ')}`,
    'put one there, or name it with --pairs',
    EXIT.missingInput,
  );
}

function readList(path: string, needed: boolean, hash: Hash): MegafaceList {
  const remedy = 'name it with --pairs, or put it there';
  return parseMegafaceList(Buffer.concat([...chunksOf(path, hash, remedy)]), path, needed);
}

/** InsightFace's lists of pictures that are of somebody else, or of probes among the distractors. */
async function readNoises(root: string, hash: Hash) {
  const read = async (name: string) => {
    const remedy = "put InsightFace's list there, or leave --format refined out";
    const path = await findProtocolFile({ root }, [name], NOISE_PLACES, remedy);
    return parseMegafaceNoises(protocolLines(path, hash), path);
  };
  return {
    probes: await read('facescrub_noises.txt'),
    distractors: await read('megaface_noises.txt'),
  };
}

function withoutNoise(
  { paths, persons }: MegafaceList,
  noises: ReadonlySet<string> | undefined,
  nameOf: (path: string) => string,
): MegafaceList & { readonly left: number } {
  const isKept = (path: string) => noises?.has(nameOf(path)) !== true;
  const kept = paths.filter(isKept);
  return {
    paths: kept,
    ...(persons === undefined ? {} : { persons: persons.filter((_, i) => isKept(paths[i]!)) }),
    left: paths.length - kept.length,
  };
}

function nothingLeft(path: string): UserError {
  return new UserError(
    'E_MEGAFACE_NOISES',
    `every picture of ${path} is listed as noise`,
    'check the lists of noise',
    EXIT.badData,
  );
}

/** Every picture as a template of its own: the first ones of `persons`, the others of nobody who is known. */
function single(ids: readonly string[], persons: readonly string[]): GalleryProtocol['templates'] {
  const identities = [...new Set(persons)];
  const number = new Map(identities.map((name, index) => [name, index]));
  const inOrder = Uint32Array.from(ids, (_, index) => index);
  return {
    ids,
    identity: Int32Array.from(ids, (_, index) => number.get(persons[index] ?? '') ?? -1),
    identities,
    offsets: Uint32Array.from({ length: ids.length + 1 }, (_, index) => index),
    members: inOrder,
    media: inOrder,
  };
}

/** Where the pictures lie, and the folders of probes and of distractors there: as InsightFace packs them, or by their plain names. */
async function pictures({ root, images }: DatasetSource) {
  const place = await picturePlace(images ?? root);
  const packed = await stat(join(images ?? root, 'facescrub_images')).catch(() => undefined);
  const folders =
    packed?.isDirectory() === true
      ? (['facescrub_images', 'megaface_images'] as const)
      : (['facescrub', 'megaface'] as const);
  return { place, folders };
}
