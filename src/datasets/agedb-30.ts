import { createHash } from 'node:crypto';
import { readMatFile } from '../files/mat-on-disk.js';
import type { LoadedDataset } from '../types.js';
import { byFormat } from './by-format.js';
import type { DatasetFormat, DatasetSource, PairDataset } from './dataset.js';
import { agedbPerson, parseAgedbMat } from './formats/agedb-mat.js';
import { OWN_LIST, parsePairList } from './formats/pair-list.js';
import { insidePath } from './formats/paths.js';
import { insightfacePack } from './insightface-pack.js';
import { publishedTenFolds } from './published.js';
import { namedPairs, type NamedPair } from './named-pairs.js';
import { isOwnForm } from './own-form.js';
import { findProtocolFile, isFileIn, protocolLines } from './protocol-file.js';

const MAT = ['04_FINAL_protocol_30_years.mat'] as const;
const LISTS = ['agedb_30_pair.txt', 'agedb_30_pairs.txt'] as const;
const PLACES = ['.', 'AgeDB', 'protocol'] as const;

/** Folders of AgeDB's archive, and names that aligned copies are given. */
const FOLDERS = [
  '.',
  '03_Protocol_Images',
  'AgeDB/03_Protocol_Images',
  'images',
  'agedb30_align_112',
  'agedb_30',
  'aligned',
] as const;

const isMat = (path: string) => path.toLowerCase().endsWith('.mat');

const FORMATS: readonly DatasetFormat[] = [
  {
    name: 'official',
    files: '04_FINAL_protocol_30_years.mat and 03_Protocol_Images/NAME.jpg',
    fits: async (source) =>
      source.pairs === undefined ? isFileIn(source.root, MAT, PLACES) : isMat(source.pairs),
    load: loadMat,
  },
  {
    name: 'list',
    files:
      'agedb_30_pair.txt or agedb_30_pairs.txt (PATH PATH 1|-1), and the pictures below the root',
    // The protocol of MATLAB stands before this one in the list of forms.
    fits: (source) => isOwnForm(source, LISTS, PLACES),
    load: loadList,
  },
  insightfacePack('agedb_30.bin'),
];

/** AgeDB, comparisons over 30 years of age. */
export const agedb30: PairDataset = {
  name: 'agedb-30',
  title: 'AgeDB-30',
  summary: 'AgeDB, pictures 30 years apart: 6,000 comparisons in 10 folds',
  reference:
    'Moschoglou, Papaioannou, Sagonas, Deng, Kotsia, Zafeiriou: AgeDB. CVPR workshops 2017',
  obtain:
    'https://ibug.doc.ic.ac.uk/resources/agedb/ (the authors send a password), aligned to 112x112',
  files:
    '04_FINAL_protocol_30_years.mat and 03_Protocol_Images/, or agedb_30_pair.txt and pictures',
  formats: FORMATS,
  published: publishedTenFolds(300),
  load: byFormat('agedb-30', FORMATS),
};

async function loadMat(source: DatasetSource): Promise<LoadedDataset> {
  const file = await findProtocolFile(source, MAT, PLACES);
  const { variables, digest } = await readMatFile(file);
  const pairs = parseAgedbMat(variables, file).map((pair, k): NamedPair => {
    const [left, right] = [`${pair.left}.jpg`, `${pair.right}.jpg`];
    return { ...pair, left, right, file, line: k + 1 };
  });
  const about = { name: 'agedb-30', digest, folders: FOLDERS, personOf: agedbPerson };
  return namedPairs(pairs, about, source);
}

async function loadList(source: DatasetSource): Promise<LoadedDataset> {
  const file = await findProtocolFile(source, LISTS, PLACES);
  const hash = createHash('sha256');
  const pairs = Array.from(parsePairList(protocolLines(file, hash), file, OWN_LIST), (pair) => {
    return { ...pair, left: insidePath(pair.left), right: insidePath(pair.right), file };
  });
  const about = { name: 'agedb-30', digest: hash.digest('hex'), folders: FOLDERS };
  return namedPairs(pairs, about, source);
}
