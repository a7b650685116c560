import { createHash } from 'node:crypto';
import { basename, extname, join } from 'node:path';
import { contiguousFolds } from '../contiguous-folds.js';
import { FormatError } from '../errors.js';
import { withFile } from '../files/byte-source.js';
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

/**
 * The form of a dataset that is InsightFace's pack `fileName` in the root: pictures and labels in one pickle.
 *
 * Ten contiguous folds, as InsightFace cuts any pack. Pictures of equal bytes are one picture, so that the genuine comparisons
 * of a person form a chain; a picture is called by the number, from 0, of its first place in the pack's list.
 */
export function insightfacePack(fileName: string): DatasetFormat {
  return {
    name: PACK_FORM,
    files: fileName,
    fits: async (source) =>
      source.pairs === undefined ? isFile(join(source.root, fileName)) : namesPack(source),
    load: async (source) => loadPack(await findProtocolFile(source, [fileName])),
  };
}

/**
 * The comparisons of the pack at `path`, called by its file's name. Its pictures stay in the file until they are read.
 *
 * @throws UserError E_FILE_MISSING (66), E_FILE_READ (74); FormatError E_PACK_LARGE, and those of `parsePack`
 */
export async function loadPack(path: string): Promise<LoadedDataset> {
  const bytes = await wholeFile(path);
  const pack = parsePack(bytes, path);
  const { first, of } = differentPictures(pack.pictures);
  const builder = pairBuilder('comparison');
  const folds =
    pack.genuine.length < FOLDS
      ? new Uint16Array(pack.genuine.length)
      : contiguousFolds(pack.genuine.length, FOLDS);
  const imageOf = (picture: number) => builder.image(pictureName(first[of[picture]!]!));
  pack.genuine.forEach((genuine, k) => {
    const pair = { left: imageOf(2 * k), right: imageOf(2 * k + 1), genuine: genuine === 1 };
    builder.add({ ...pair, fold: folds[k]!, file: path, line: k + 1 });
  });
  const { protocol, warnings } = builder.build({
    name: basename(path, extname(path)),
    digest: createHash('sha256').update(bytes).digest('hex'),
    testFolds: (count) => (count > 1 ? [...Array(count).keys()] : []),
  });
  const images = packPictures(path, bytes, first, pack, protocol.images);
  return { protocol, images, warnings: [...remarksOn(path, pack, first.length), ...warnings] };
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

/** The name of picture `index` of a pack's list, from 0. */
function pictureName(index: number): string {
  return String(index).padStart(8, '0');
}

/** The first place of each picture that differs from those before it, and which of them every place holds. */
function differentPictures(pictures: readonly Uint8Array[]): {
  readonly first: readonly number[];
  readonly of: Uint32Array;
} {
  const known = new Map<string, number>();
  const first: number[] = [];
  const of = Uint32Array.from(pictures, (picture, index) => {
    const digest = createHash('sha256').update(picture).digest('base64');
    const number = known.get(digest) ?? first.length;
    if (number === first.length) {
      known.set(digest, number);
      first.push(index);
    }
    return number;
  });
  return { first, of };
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

function remarksOn(path: string, { pictures, behind }: Pack, different: number): string[] {
  const same = pictures.length - different;
  return [
    ...(behind === 0 ? [] : [`${path}: ${behind} bytes behind the pack are not read`]),
    ...(same === 0
      ? []
      : [
          `${path}: ${pictures.length} pictures, ${different} of them different: equal bytes are one picture`,
        ]),
  ];
}
