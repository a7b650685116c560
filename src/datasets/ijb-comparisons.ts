import { createHash, type Hash } from 'node:crypto';
import { statSync } from 'node:fs';
import { passingChunks } from '../files/chunks.js';
import type { PublishedCounts } from './dataset.js';
import {
  parseIjbMatches,
  parseIjbPairs,
  type IjbPairs,
  type PairReading,
} from './formats/ijb-pairs.js';
import { countRemark, selfRemark } from './ijb-remarks.js';

/** The comparisons of a pack that are to be read: plain data, so that a thread can be told. */
export interface IjbComparisons {
  readonly file: string;
  /** Files of the same protocol that its digest begins with. */
  readonly before: readonly string[];
  /** Index of each template by its number. */
  readonly templates: ReadonlyMap<number, number>;
  /** What the benchmark is called in remarks, and what its authors say of it. */
  readonly title: string;
  readonly published: Pick<PublishedCounts, 'genuine' | 'impostor'>;
}

/** What was read; plain data too. */
export interface ReadComparisons extends IjbPairs {
  /** sha256 (hex) of the files before it and of its own bytes. */
  readonly digest: string;
  readonly remarks: readonly string[];
}

/** The comparisons. @throws UserError, FormatError of `passingChunks` and `parseIjbPairs` */
export function readIjbComparisons(
  comparisons: IjbComparisons,
  usual?: PairReading['usual'],
): ReadComparisons {
  const hash = createHash('sha256');
  const { file, templates } = comparisons;
  const { chunks, size } = opened(comparisons, hash);
  const pairs = parseIjbPairs(chunks, file, templates, { size, usual });
  return withRemarks(comparisons, pairs, hash);
}

/**
 * The comparisons of a file without labels, which are what `identity`, the subject of each template, makes of them.
 * @throws UserError, FormatError of `passingChunks` and `parseIjbMatches`
 */
export function readIjbMatches(
  comparisons: IjbComparisons,
  identity: Int32Array,
  usual?: PairReading['usual'],
): ReadComparisons {
  const hash = createHash('sha256');
  const { file, templates } = comparisons;
  const { chunks, size } = opened(comparisons, hash);
  const pairs = parseIjbMatches(chunks, file, templates, identity, { size, usual });
  // Subjects change no label that is written: the protocol is the same without their tables. Labels they decide are part of it.
  hash.update(pairs.genuine);
  return withRemarks(comparisons, pairs, hash);
}

/** The bytes of the file, to be read; those of the files before it are in `hash`. */
function opened({ file, before }: IjbComparisons, hash: Hash) {
  for (const path of before) for (const chunk of passingChunks(path)) hash.update(chunk);
  return {
    chunks: passingChunks(file, hash, 'put it there, or name it with --pairs'),
    size: statSync(file, { throwIfNoEntry: false })?.size,
  };
}

function withRemarks(
  { file, title, published }: IjbComparisons,
  { left, right, genuine }: IjbPairs,
  hash: Hash,
): ReadComparisons {
  const pairs = { left, right, genuine };
  const remarks = [...countRemark(title, published, pairs), ...selfRemark(pairs, file)];
  return { ...pairs, digest: hash.digest('hex'), remarks };
}
