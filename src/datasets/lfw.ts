import { createHash } from 'node:crypto';
import { byFormat } from './by-format.js';
import type { DatasetFormat, DatasetSource, PairDataset } from './dataset.js';
import { lfwStem, parseView2, type LfwPicture } from './formats/lfw-pairs.js';
import { insightfacePack, namesPack, type PackNames } from './insightface-pack.js';
import { LFW_PROTOCOL_PLACES, lfwDataset } from './lfw-pictures.js';
import { findProtocolFile, isFileIn, protocolLines } from './protocol-file.js';

const PAIRS = ['pairs.txt'] as const;

/** As its authors distribute it. */
const OFFICIAL: DatasetFormat = {
  name: 'official',
  files: 'pairs.txt, and NAME/NAME_0001.jpg in the root, images/, lfw/, lfw-deepfunneled/, ...',
  fits: async (source) =>
    source.pairs === undefined
      ? isFileIn(source.root, PAIRS, LFW_PROTOCOL_PLACES)
      : !namesPack(source),
  load: async (source) => {
    const path = await findProtocolFile(source, PAIRS, LFW_PROTOCOL_PLACES);
    const hash = createHash('sha256');
    const pairs = [...parseView2(protocolLines(path, hash), path)];
    const folds = pairs.at(-1)!.fold + 1;
    const digest = hash.digest('hex');
    return lfwDataset(pairs, { name: 'lfw', testFolds: [...Array(folds).keys()], digest }, source);
  },
};

/** Who is on the pictures of the pack, where pairs.txt lies beside it: the pack was made in its order. */
async function namesBeside({ root }: DatasetSource): Promise<PackNames | undefined> {
  if (!(await isFileIn(root, PAIRS, LFW_PROTOCOL_PLACES))) return undefined;
  const file = await findProtocolFile({ root }, PAIRS, LFW_PROTOCOL_PLACES);
  const pairs = [...parseView2(protocolLines(file), file)];
  const named = (picture: LfwPicture) => ({ stem: lfwStem(picture), person: picture.person });
  return {
    file,
    pictures: pairs.flatMap(({ left, right }) => [named(left), named(right)]),
    genuine: pairs.map(({ genuine }) => genuine),
  };
}

const FORMATS = [OFFICIAL, insightfacePack('lfw.bin', namesBeside)] as const;

/** Labeled Faces in the Wild, View 2: the one that is reported. */
export const lfw: PairDataset = {
  name: 'lfw',
  title: 'LFW',
  summary: 'Labeled Faces in the Wild, View 2: 6,000 comparisons in 10 folds',
  reference: 'Huang, Ramesh, Berg, Learned-Miller: Labeled Faces in the Wild. UMass TR 07-49, 2007',
  obtain: 'http://vis-www.cs.umass.edu/lfw/ (pictures and pairs.txt), aligned to 112x112',
  files: `${OFFICIAL.files}; or lfw.bin`,
  published: {
    genuine: 3000,
    impostor: 3000,
    folds: Array.from({ length: 10 }, () => [300, 300] as const),
    pictures: 13_233,
    persons: 5749,
    disjoint: true,
  },
  formats: FORMATS,
  load: byFormat('lfw', FORMATS),
};
