import { createHash } from 'node:crypto';
import { basename, extname, join } from 'node:path';
import { contiguousFolds } from '../contiguous-folds.js';
import { FormatError } from '../errors.js';
import { withFile } from '../files/byte-source.js';
import { quote } from '../files/quote.js';
import { readPart, type FilePart } from '../files/file-part.js';
import type { ImageCollection, LoadedDataset } from '../types.js';
import type { DatasetFormat, DatasetSource } from './dataset.js';
import { parsePack, type Pack } from './formats/pack.js';
import { pairBuilder } from './pair-builder.js';
import { findProtocolFile, isFile } from './protocol-file.js';

/** Folds that InsightFace cuts any pack into, whatever it holds. */
const FOLDS = 10;

/** The largest pack that is handed on has 200 MB. */
const LARGEST = 2 ** 31 - 1;

/** The name of the form in which InsightFace hands on its benchmarks. */
export const PACK_FORM = 'insightface-bin';

/** Whether a user named a pack as the protocol file. */
export function namesPack({ pairs }: DatasetSource): boolean {
  return pairs !== undefined && extname(pairs).toLowerCase() === '.bin';
}

/** A picture as another file of the same benchmark calls it. */
export interface NamedPicture {
  /** Without what tells JPEG from PNG. */
  readonly stem: string;
  readonly person: string;
}

/** The pictures of a pack by name: 2k and 2k+1 are those of comparison k. */
export interface PackNames {
  /** The file that they are from. */
  readonly file: string;
  readonly pictures: readonly NamedPicture[];
  readonly genuine: readonly boolean[];
}

/**
 * The form of a dataset that is InsightFace's pack `fileName` in the root: pictures and labels in one pickle.
 *
 * Ten contiguous folds, as InsightFace cuts any pack. Pictures of equal bytes are one picture, so that the genuine comparisons
 * of a person form a chain; a picture is called by the number, from 0, of its first place in the pack's list.
 *
 * @param namesOf the names of a pack's pictures, where a file of the benchmark that tells them lies beside the pack
 */
export function insightfacePack(
  fileName: string,
  namesOf: (source: DatasetSource) => Promise<PackNames | undefined> = () =>
    Promise.resolve(undefined),
): DatasetFormat {
  return {
    name: PACK_FORM,
    files: fileName,
    fits: async (source) =>
      source.pairs === undefined ? isFile(join(source.root, fileName)) : namesPack(source),
    load: async (source) => {
      const path = await findProtocolFile(source, [fileName]);
      return loadPack(path, await namesOf(source));
    },
  };
}

/**
 * The comparisons of the pack at `path`, called by its file's name. Its pictures stay in the file until they are read.
 *
 * @param names are used where they fit: as many, with the same labels, and each always of the same bytes
 * @throws UserError E_FILE_MISSING (66), E_FILE_READ (74); FormatError E_PACK_LARGE, and those of `parsePack`
 */
export async function loadPack(path: string, names?: PackNames): Promise<LoadedDataset> {
  const bytes = await wholeFile(path);
  const pack = parsePack(bytes, path);
  const digests = pack.pictures.map((picture) => digestOf(picture, 'base64'));
  const misfit = names === undefined ? undefined : misfitOf(names, pack, digests);
  const named = misfit === undefined ? names?.pictures : undefined;
  const { first, of } = differentKeys(named?.map(({ stem }) => stem) ?? digests);
  const builder = pairBuilder('comparison');
  const count = pack.genuine.length;
  const folds = count < FOLDS ? new Uint16Array(count) : contiguousFolds(count, FOLDS);
  const imageOf = (place: number) => {
    const picture = first[of[place]!]!;
    if (named === undefined) return builder.image(String(picture).padStart(8, '0'));
    const { stem, person } = named[picture]!;
    return builder.image(stem + extensionOf(pack.pictures[picture]!), person);
  };
  pack.genuine.forEach((genuine, k) => {
    const pair = { left: imageOf(2 * k), right: imageOf(2 * k + 1), genuine: genuine === 1 };
    builder.add({ ...pair, fold: folds[k]!, file: path, line: k + 1 });
  });
  const { protocol, warnings } = builder.build({
    name: basename(path, extname(path)),
    digest: digestOf(bytes, 'hex'),
    testFolds: (found) => (found > 1 ? [...Array(found).keys()] : []),
  });
  const images = packPictures(path, bytes, first, pack, protocol.images);
  const remarks = remarksOn(path, pack, first.length, named === undefined);
  if (names !== undefined) {
    const what = misfit === undefined ? 'names and persons are those of' : `${misfit} in`;
    remarks.push(`${path}: ${what} ${names.file}`);
  }
  return { protocol, images, warnings: [...remarks, ...warnings] };
}

/** Why `names` are not those of the pack, in the words before `in FILE`. */
function misfitOf(
  { pictures, genuine }: PackNames,
  pack: Pack,
  digests: readonly string[],
): string | undefined {
  if (genuine.length !== pack.genuine.length) {
    return `no names, since ${pack.genuine.length} comparisons stand here and ${genuine.length}`;
  }
  const label = genuine.findIndex((one, k) => (one ? 1 : 0) !== pack.genuine[k]);
  if (label >= 0) return `no names, since comparison ${label + 1} has another label`;
  const contents = new Map<string, string>();
  for (const [place, { stem }] of pictures.entries()) {
    const known = contents.get(stem);
    if (known === undefined) contents.set(stem, digests[place]!);
    else if (known !== digests[place]) {
      return `no names, since picture ${place} is not the one that ${quote(stem)} stood for before`;
    }
  }
  return undefined;
}

async function wholeFile(path: string): Promise<Uint8Array> {
  return withFile(path, async (source) => {
    if (source.size > LARGEST) {
      const what = `${source.size} bytes, at most ${LARGEST} are read`;
      throw new FormatError('E_PACK_LARGE', { file: path }, what, 'split the pack');
    }
    const bytes = new Uint8Array(source.size);
    await source.fill(bytes);
    return bytes;
  });
}

/** The first place of each key that differs from those before it, and which of them stands at every place. */
function differentKeys(keys: readonly string[]): {
  readonly first: readonly number[];
  readonly of: Uint32Array;
} {
  const known = new Map<string, number>();
  const first: number[] = [];
  const of = Uint32Array.from(keys, (key, place) => {
    const number = known.get(key) ?? first.length;
    if (number === first.length) {
      known.set(key, number);
      first.push(place);
    }
    return number;
  });
  return { first, of };
}

function digestOf(bytes: Uint8Array, encoding: 'hex' | 'base64'): string {
  return createHash('sha256').update(bytes).digest(encoding);
}

/** How the file of a picture would be called, by its first bytes. */
function extensionOf(picture: Uint8Array): string {
  if (picture[0] === 0x89) return '.png';
  return picture[0] === 0x52 ? '.webp' : '.jpg';
}

/** The different pictures of a pack: read from the file where it holds them as they are, else kept. */
function packPictures(
  path: string,
  { buffer }: Uint8Array,
  first: readonly number[],
  { pictures }: Pack,
  ids: readonly string[],
): ImageCollection {
  const places = first.map((index): FilePart | Uint8Array => {
    const picture = pictures[index]!;
    if (picture.buffer !== buffer) return picture;
    return { offset: picture.byteOffset, length: picture.length };
  });
  return {
    ids,
    describe: (index) => `${path}: picture ${first[index]!}`,
    missing: () => Promise.resolve([]),
    read: async (index) => {
      const place = places[index]!;
      return place instanceof Uint8Array ? place : readPart(path, place);
    },
  };
}

function remarksOn(
  path: string,
  { pictures, behind }: Pack,
  different: number,
  byContent: boolean,
): string[] {
  const same = pictures.length - different;
  return [
    ...(behind === 0 ? [] : [`${path}: ${behind} bytes behind the pack are not read`]),
    ...(same === 0 || !byContent
      ? []
      : [
          `${path}: ${pictures.length} pictures, ${different} of them different: equal bytes are one picture`,
        ]),
  ];
}
