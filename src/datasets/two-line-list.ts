import { createHash } from 'node:crypto';
import type { Line } from '../files/text-lines.js';
import type { LoadedDataset } from '../types.js';
import type { DatasetFormat, DatasetSource } from './dataset.js';
import type { TwoLinePair } from './formats/two-line-pairs.js';
import { namedPairs } from './named-pairs.js';
import { isOwnForm } from './own-form.js';
import { findProtocolFile, protocolLines } from './protocol-file.js';

/** What is particular to a benchmark whose list has two lines a comparison. */
export interface TwoLineList {
  /** Of the dataset. */
  readonly name: string;
  /** What must lie in the root. */
  readonly files: string;
  /** Name of the list. */
  readonly list: string;
  readonly parse: (lines: Iterable<Line>, file: string) => Iterable<TwoLinePair>;
  readonly personOf: (picture: string) => string;
  /** Where the list and the pictures may lie, seen from the folder a user names. */
  readonly places: readonly string[];
  readonly folders: readonly string[];
}

/** The benchmark's own list, with its folds made by `tenFolds`. */
export function twoLineList(benchmark: TwoLineList): DatasetFormat {
  const { files, list, places } = benchmark;
  return {
    name: 'official',
    files,
    fits: (source) => isOwnForm(source, [list], places),
    load: (source) => load(benchmark, source),
  };
}

async function load(
  { name, list, parse, personOf, places, folders }: TwoLineList,
  source: DatasetSource,
): Promise<LoadedDataset> {
  const file = await findProtocolFile(source, [list], places);
  const hash = createHash('sha256');
  const pairs = Array.from(parse(protocolLines(file, hash), file), (pair) => ({ ...pair, file }));
  return namedPairs(pairs, { name, digest: hash.digest('hex'), folders, personOf }, source);
}

/** The person in a flat name such as `Ingrid_Betancourt_1.jpg`: what stands before the picture's number. */
export function personInName(picture: string): string {
  return picture.replace(/_\d+\.[^./]+$/, '');
}
