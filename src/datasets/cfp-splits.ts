import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FormatError } from '../errors.js';
import type { LoadedDataset } from '../types.js';
import type { DatasetFormat, DatasetSource } from './dataset.js';
import { parseCfpList, parseCfpSplit } from './formats/cfp-lists.js';
import { namedPairs, type NamedPair } from './named-pairs.js';
import { isOwnForm } from './own-form.js';
import { findProtocolFile, protocolLines } from './protocol-file.js';

const FRONTAL = 'Pair_list_F.txt';
const PROFILE = 'Pair_list_P.txt';

/** Where the folder Protocol lies, seen from the folder a user names. */
const PLACES = ['Protocol', 'cfp-dataset/Protocol', '.'] as const;

/** Folders that hold a folder for each person. */
const FOLDERS = [
  'Data/Images',
  'cfp-dataset/Data/Images',
  '../Data/Images',
  'images',
  'aligned',
  '.',
] as const;

/** CFP's own folder of one experiment: `FF` compares frontal pictures, `FP` frontal with profile. */
export function cfpSplits(name: string, experiment: 'FF' | 'FP'): DatasetFormat {
  return {
    name: 'official',
    files: `Protocol/Pair_list_F.txt, Protocol/Pair_list_P.txt, Protocol/Split/${experiment}/01/same.txt, ..., and Data/Images`,
    fits: (source) => isOwnForm(source, [FRONTAL], PLACES),
    load: (source) => load(name, experiment, source),
  };
}

async function load(
  name: string,
  experiment: 'FF' | 'FP',
  source: DatasetSource,
): Promise<LoadedDataset> {
  const { root, pairs: named } = source;
  const protocol = named ?? join(await findProtocolFile({ root }, [FRONTAL], PLACES), '..');
  const hash = createHash('sha256');
  const listed = (file: string) => {
    const path = join(protocol, file);
    return parseCfpList(protocolLines(path, hash), path);
  };
  const left = listed(FRONTAL);
  const right = experiment === 'FF' ? left : listed(PROFILE);
  const persons = new Map([...left, ...right].map(({ path, person }) => [path, person]));
  const pairs: NamedPair[] = [];
  const splits = join(protocol, 'Split', experiment);
  const folds = await countSplits(splits);
  for (let fold = 0; fold < folds; fold++) {
    for (const genuine of [true, false]) {
      const file = join(splits, splitName(fold), genuine ? 'same.txt' : 'diff.txt');
      for (const pair of parseCfpSplit(protocolLines(file, hash), file, genuine, left, right)) {
        const { line } = pair;
        pairs.push({ left: pair.left.path, right: pair.right.path, genuine, fold, file, line });
      }
    }
  }
  if (pairs.length === 0) {
    const what = 'no comparison in its folders 01, 02, ...';
    throw new FormatError('E_CFP_PAIRS', { file: splits }, what, 'fetch the folder again');
  }
  const personOf = (path: string) => persons.get(path)!;
  return namedPairs(
    pairs,
    { name, digest: hash.digest('hex'), folders: FOLDERS, personOf },
    source,
  );
}

function splitName(fold: number): string {
  return String(fold + 1).padStart(2, '0');
}

/** How many folders 01, 02, ... there are, without a gap. */
async function countSplits(folder: string): Promise<number> {
  for (let fold = 0; ; fold++) {
    const there = await stat(join(folder, splitName(fold))).catch(() => undefined);
    if (there?.isDirectory() !== true) return fold;
  }
}
