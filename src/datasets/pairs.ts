import type { LoadedDataset } from '../types.js';
import type { Dataset, DatasetSource } from './dataset.js';
import { parsePairList, type ListedPair } from './formats/pair-list.js';
import { readLines, type TextFile } from './formats/text-lines.js';
import { folderImages } from './image-folder.js';
import { findProtocolFile } from './lfw-pictures.js';
import { pairBuilder } from './pair-builder.js';

/** Any list of comparisons by path. */
export const pairs: Dataset = {
  name: 'pairs',
  title: 'List of pairs',
  summary: 'your own list: PATH PATH LABEL [FOLD] on each line, by tabs, commas or spaces',
  reference: 'docs/datasets.md',
  obtain: 'write one',
  files: 'pairs.txt, pairs.csv or pair.list (or --pairs FILE), and the pictures below the root',
  load: async (source) => {
    const path = await findProtocolFile(source, ['pairs.txt', 'pairs.csv', 'pair.list']);
    const file = await readLines(path);
    return listedDataset('pairs', parsePairList(file), file, source);
  },
};

/** The dataset of a list of comparisons: its folds are those of the list, or none. */
export function listedDataset(
  name: string,
  listed: readonly ListedPair[],
  file: TextFile,
  { root, images }: DatasetSource,
): LoadedDataset {
  const folds = [...new Set(listed.flatMap(({ fold }) => fold ?? []))].sort((a, b) => a - b);
  const position = new Map(folds.map((fold, i) => [fold, i]));
  const builder = pairBuilder();
  for (const { line, left, right, genuine, fold } of listed) {
    builder.add({
      left,
      right,
      genuine,
      fold: fold === undefined ? 0 : position.get(fold)!,
      position: { file: file.path, line },
    });
  }
  const { protocol, warnings } = builder.build({
    name,
    testFolds: folds.length > 1 ? [...folds.keys()] : [],
    digests: [file.digest],
  });
  return { protocol, images: folderImages(images ?? root, protocol.images), warnings };
}
