import { createHash } from 'node:crypto';
import { basename, dirname, extname, resolve } from 'node:path';
import { DATASETS } from '../datasets/index.js';
import { folderImages } from '../datasets/image-folder.js';
import { allPictures, isArchiveName, openArchive } from '../datasets/picture-archive.js';
import { folderPictures } from '../datasets/picture-folder.js';
import { listedPictures } from '../datasets/picture-list.js';
import { isPictureName } from '../datasets/picture-name.js';
import { EXIT, UserError } from '../errors.js';
import type { Talk } from '../talk.js';
import type { ImageCollection, LoadedDataset, PairProtocol } from '../types.js';
import { digestList } from './digest-images.js';
import { load, type DatasetRequest } from './load.js';

export interface PictureSetsRequest extends Omit<DatasetRequest, 'dataset'> {
  /** Datasets, folders, lists, archives and pictures, as typed. */
  readonly paths: readonly string[];
  /** In a folder and in a list, pictures of one folder show one person. */
  readonly personsByFolder?: true | undefined;
}

/** Pictures that are told about together: a dataset, a folder, a list, or all that were named one by one. */
export interface PictureSet {
  /** Tells it from the others. */
  readonly name: string;
  /** Without comparisons where no protocol names any. */
  readonly dataset: LoadedDataset;
}

/** What the user means by an argument, by its form alone, so that no file that lies about can change it. */
type Kind = 'dataset' | 'list' | 'archive' | 'picture' | 'folder';

function kindOf(path: string): Kind {
  if (/\.(ya?ml|json)$/i.test(path) || DATASETS.some(({ name }) => name === path)) return 'dataset';
  if (/\.(list|txt)$/i.test(path)) return 'list';
  if (isArchiveName(path)) return 'archive';
  return isPictureName(path) ? 'picture' : 'folder';
}

/** Flags that tell of the place of one dataset or list. */
const OF_ONE = ['root', 'images', 'pairs', 'format', 'limit'] as const;

/**
 * The sets of pictures that `request` names, in its order; pictures named one by one are one set.
 *
 * @throws UserError E_SOURCES (usage) where --root and the like could be of several; those of datasets, folders and lists
 */
export async function pictureSets(
  request: PictureSetsRequest,
  env: Readonly<Record<string, string | undefined>>,
  talk: Talk,
): Promise<readonly PictureSet[]> {
  const kinds = request.paths.map(kindOf);
  requirePlaces(request, kinds);
  const sets: PictureSet[] = [];
  const add = (name: string, dataset: LoadedDataset) => {
    const taken = new Set(sets.map((set) => set.name));
    let unique = name;
    for (let number = 2; taken.has(unique); number++) unique = `${name}-${number}`;
    sets.push({ name: unique, dataset });
  };
  const plain = (name: string, images: ImageCollection, byFolder = request.personsByFolder) => {
    const persons = byFolder === true ? images.ids.map(folderOf) : [];
    add(name, withoutComparisons(name, images, persons));
  };
  for (const [i, path] of request.paths.entries()) {
    switch (kinds[i]!) {
      case 'dataset': {
        // What is to be aligned is all sets together.
        const asked = { ...request, align: undefined, landmarks: undefined };
        const dataset = await load({ ...asked, dataset: path }, env, talk);
        add(dataset.protocol.name, dataset);
        break;
      }
      case 'list':
        plain(basename(path, extname(path)), await listedPictures(path, request));
        break;
      case 'archive': {
        const archive = await openArchive(path);
        for (const remark of archive.remarks) talk.remark(remark);
        const images = allPictures(archive);
        // What an archive says of persons goes before what its folders are called.
        const persons = await archive.persons();
        const name = basename(path, extname(path));
        if (persons === undefined) plain(name, images);
        else add(name, withoutComparisons(name, images, persons));
        break;
      }
      case 'folder':
        plain(basename(resolve(path)), await folderPictures(path));
        break;
      case 'picture':
        // At the place of the first of them.
        if (kinds.indexOf('picture') === i) {
          const pictures = request.paths.filter((_, k) => kinds[k] === 'picture');
          plain('pictures', singlePictures(pictures), undefined);
        }
    }
  }
  remarkOnFlat(request, sets, talk);
  return sets;
}

/** Says of which sets persons stay unknown though folders were to tell them. */
function remarkOnFlat(
  { personsByFolder }: PictureSetsRequest,
  sets: readonly PictureSet[],
  talk: Talk,
): void {
  if (personsByFolder === undefined) return;
  const flat = sets.filter(({ dataset: { protocol } }) => protocol.identities.length === 0);
  if (flat.length === 0) return;
  const names = flat.slice(0, NAMED).map(({ name }) => name);
  const more = flat.length > NAMED ? ` and ${flat.length - NAMED} more` : '';
  talk.remark(
    `persons are not known in ${names.join(', ')}${more}, where not every picture lies in a folder below`,
  );
}

function requirePlaces(request: PictureSetsRequest, kinds: readonly Kind[]): void {
  const given = OF_ONE.find((name) => request[name] !== undefined);
  if (given === undefined) return;
  const refuse = (what: string, remedy: string) =>
    new UserError('E_SOURCES', `--${given} ${what}`, remedy, EXIT.usage);
  const placed = kinds.filter((kind) => kind === 'dataset' || kind === 'list');
  if (placed.length === 0) {
    throw refuse('with neither a dataset nor a list', 'leave it out: folders say where they lie');
  }
  if (placed.length > 1) {
    throw refuse(
      `could be of any of ${placed.length} datasets and lists`,
      'describe them in YAML files, set MAGFACE_DATA, or run them one by one',
    );
  }
}

/** Pictures that lie anywhere, each called as it was typed. */
function singlePictures(paths: readonly string[]): ImageCollection {
  const ids = [...new Set(paths)];
  const each = ids.map((path) => folderImages(dirname(path), [basename(path)]));
  return together(each.map((images) => ({ images, idOf: (_: string, i: number) => ids[i]! })));
}

/** The folder that a picture lies in, seen from its set. */
function folderOf(id: string): string | undefined {
  return id.includes('/') ? dirname(id) : undefined;
}

/** Pictures as a dataset that compares none of them. @param persons who is on each; not used where one is unknown */
function withoutComparisons(
  name: string,
  images: ImageCollection,
  persons: readonly (string | undefined)[],
): LoadedDataset {
  const { ids } = images;
  const named = persons.every((person) => person !== undefined);
  const identities = named ? [...new Set(persons)] : [];
  const number = new Map(identities.map((person, i) => [person, i]));
  const protocol: PairProtocol = {
    kind: 'pairs',
    name,
    images: ids,
    left: new Uint32Array(),
    right: new Uint32Array(),
    genuine: new Uint8Array(),
    fold: new Uint16Array(),
    testFolds: [],
    identity: Int32Array.from(ids, (_, i) => number.get(persons[i] ?? '') ?? -1),
    identities,
    digest: digestList(ids),
  };
  return { protocol, images, warnings: [] };
}

/**
 * All pictures of `sets` as one dataset. A single set is itself, comparisons and all; of several the pictures are called
 * SET/PICTURE and the persons SET/PERSON, and nothing is compared.
 */
export function joinedSets(sets: readonly PictureSet[]): LoadedDataset {
  const [first, ...more] = sets;
  if (first !== undefined && more.length === 0) return first.dataset;
  const images = together(
    sets.map(({ name, dataset }) => ({
      images: dataset.images,
      idOf: (id: string) => `${name}/${id}`,
    })),
  );
  const identities = sets.flatMap(({ name, dataset: { protocol } }) =>
    protocol.identities.map((person) => `${name}/${person}`),
  );
  const identity = new Int32Array(images.ids.length);
  let [picture, before] = [0, 0];
  for (const { dataset } of sets) {
    const { protocol } = dataset;
    for (const person of protocol.identity) identity[picture++] = person < 0 ? -1 : before + person;
    before += protocol.identities.length;
  }
  const digest = createHash('sha256');
  for (const { name, dataset } of sets) digest.update(`${name}\0${dataset.protocol.digest}\n`);
  const protocol: PairProtocol = {
    ...withoutComparisons(joinedName(sets), images, []).protocol,
    identity,
    identities,
    digest: digest.digest('hex'),
  };
  return { protocol, images, warnings: sets.flatMap(({ dataset }) => dataset.warnings) };
}

/** Beyond this many sets a name of all their names is none. */
const NAMED = 3;

function joinedName(sets: readonly PictureSet[]): string {
  const names = sets.map(({ name }) => name);
  return names.length <= NAMED ? names.join('+') : `${names[0]!}+${names.length - 1}`;
}

/** Collections one after the other. */
function together(
  parts: readonly {
    readonly images: ImageCollection;
    /** What a picture is called here; told its name there and the number of its collection. */
    readonly idOf: (id: string, part: number) => string;
  }[],
): ImageCollection {
  const firsts: number[] = [];
  let count = 0;
  for (const { images } of parts) {
    firsts.push(count);
    count += images.ids.length;
  }
  const place = new Uint32Array(count);
  parts.forEach(({ images }, part) =>
    place.fill(part, firsts[part], firsts[part]! + images.ids.length),
  );
  const own = (index: number) => {
    const part = place[index]!;
    return { images: parts[part]!.images, index: index - firsts[part]! };
  };
  return {
    ids: parts.flatMap(({ images, idOf }, part) => images.ids.map((id) => idOf(id, part))),
    describe: (all) => {
      const { images, index } = own(all);
      return images.describe(index);
    },
    read: (all) => {
      const { images, index } = own(all);
      return images.read(index);
    },
    missing: async () => {
      const each: number[] = [];
      for (const [part, { images }] of parts.entries()) {
        for (const index of await images.missing()) each.push(firsts[part]! + index);
      }
      return each;
    },
  };
}
