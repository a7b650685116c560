import { basename, dirname, extname } from 'node:path';
import { folderImages } from '../datasets/image-folder.js';
import { folderPictures } from '../datasets/picture-folder.js';
import { UserError } from '../errors.js';
import type { Talk } from '../talk.js';
import type { ImageCollection } from '../types.js';
import type { Findings } from './findings.js';
import type { ExaminedPicture } from './picture-findings.js';
import { scanPictures } from './picture-scan.js';

/** The pictures that a protocol needs. */
export interface NeededPictures {
  readonly images: ImageCollection;
  /** Who is on each, in the order of the collection; undefined where the protocol does not say. */
  readonly persons: readonly (string | undefined)[];
}

/** How what no protocol needs is told of: for one picture, and for several. */
export type Unneeded = readonly [one: string, several: string];

/**
 * The pictures of several protocols of one dataset as one collection, each picture once, in the order of its first mention. Who is
 * on it is what the first protocol says that knows it.
 */
export function allNeeded(parts: readonly NeededPictures[]): NeededPictures {
  const [first, ...others] = parts as [NeededPictures, ...NeededPictures[]];
  if (others.length === 0) return first;
  const places = new Map<string, { readonly images: ImageCollection; readonly index: number }>();
  const persons = new Map<string, string | undefined>();
  for (const { images, persons: own } of parts) {
    for (const [index, id] of images.ids.entries()) {
      if (!places.has(id)) places.set(id, { images, index });
      persons.set(id, persons.get(id) ?? own[index]);
    }
  }
  const all = [...places.values()];
  const folders = parts.map(({ images }) => images.folder);
  const root = folders[0]?.root;
  const folder =
    root !== undefined && folders.every((one) => one?.root === root)
      ? { folder: { root, paths: all.map(({ images, index }) => images.folder!.paths[index]!) } }
      : {};
  return {
    persons: [...persons.values()],
    images: {
      ...folder,
      ids: [...places.keys()],
      describe: (i) => all[i]!.images.describe(all[i]!.index),
      read: (i) => all[i]!.images.read(all[i]!.index),
      missing: async () => {
        const gone = new Map<ImageCollection, ReadonlySet<number>>();
        for (const { images } of parts) gone.set(images, new Set(await images.missing()));
        return [...all.keys()].filter((i) => gone.get(all[i]!.images)!.has(all[i]!.index));
      },
    },
  };
}

/** Every needed picture that is there, in their order, then every other one of their folder. */
export async function examinePictures(
  needed: NeededPictures,
  unneeded: Unneeded,
  decode: boolean,
  found: Findings,
  talk: Talk,
  signal: AbortSignal,
): Promise<ExaminedPicture[]> {
  const { images, persons } = needed;
  const missing = await images.missing();
  found.add(
    'missing',
    'breaks',
    ['picture is not there', 'pictures are not there'],
    missing,
    (index) => ({ what: images.describe(index) }),
  );
  const extra = await extraPictures(images, unneeded, found);
  const gone = new Set(missing);
  const there = [...images.ids.keys()].filter((index) => !gone.has(index));
  const of = (i: number) => (i < images.ids.length ? i : i - images.ids.length);
  const all: ImageCollection = {
    ids: [...images.ids, ...extra.ids],
    describe: (i) => (i < images.ids.length ? images : extra).describe(of(i)),
    read: (i) => (i < images.ids.length ? images : extra).read(of(i)),
    missing: () => Promise.resolve(missing),
  };
  const indices = [...there, ...extra.ids.map((_, i) => images.ids.length + i)];
  const scanned = await scanPictures(all, indices, decode, talk, signal);
  const personOf = folderNaming(needed);
  const pictures: ExaminedPicture[] = images.ids.map((name, index) => ({
    name,
    compared: true,
    person: persons[index],
  }));
  for (const [at, index] of indices.entries()) {
    if (index < images.ids.length) pictures[index] = { ...pictures[index]!, ...scanned[at]! };
    else {
      const name = extra.ids[index - images.ids.length]!;
      pictures.push({ name, compared: false, person: personOf?.(name), ...scanned[at]! });
    }
  }
  return pictures.filter((_, index) => !gone.has(index));
}

/** The pictures of the folder that no protocol names; none where the pictures lie in no folder. */
async function extraPictures(
  { folder }: ImageCollection,
  unneeded: Unneeded,
  found: Findings,
): Promise<ImageCollection> {
  if (folder === undefined) return folderImages('.', []);
  const named = new Set(folder.paths);
  const all = await folderPictures(folder.root).catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error;
    if (error.code !== 'E_PICTURES_NONE') {
      found.add('folder', 'remark', ['folder cannot be listed', ''], [error.what], (what) => ({
        what,
      }));
    }
    return folderImages(folder.root, []);
  });
  const extra = all.ids.filter((path) => !named.has(path));
  found.add(
    'extra',
    'remark',
    [`picture of the folder ${unneeded[0]}`, `pictures of the folder ${unneeded[1]}`],
    extra,
    (what) => ({ what }),
  );
  addNamesakes(all.ids, found);
  return folderImages(folder.root, extra);
}

/** Adds names that differ in their ending or in capitals alone: which of them is meant depends on the machine. */
function addNamesakes(paths: readonly string[], found: Findings): void {
  const first = new Map<string, string>();
  const twice: [string, string][] = [];
  for (const path of paths) {
    const stem = path.slice(0, path.length - extname(path).length).toLowerCase();
    const before = first.get(stem);
    if (before === undefined) first.set(stem, path);
    else twice.push([before, path]);
  }
  found.add(
    'namesake',
    'remark',
    ['picture has the name of another', 'pictures have the name of another'],
    twice,
    ([before, path]) => ({ what: `${path}, as ${before}` }),
  );
}

/** What tells the person from a path, where it tells the named person of every needed picture. */
function folderNaming({ images, persons }: NeededPictures): ((path: string) => string) | undefined {
  const paths = images.folder?.paths ?? [];
  if (paths.length === 0) return undefined;
  return [(path: string) => basename(dirname(path)), dirname].find((personOf) =>
    paths.every((path, index) => personOf(path) === persons[index]),
  );
}
