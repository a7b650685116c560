import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { extname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { EXIT, UserError } from '../errors.js';
import { readBaseline } from '../gate/index.js';
import type { Baseline, EmbeddingSet, ScoreSet } from '../types.js';
import { type KeptFile, readVectors } from './kept-run.js';
import { readText } from './text-file.js';

/** A baseline as it lies on disk, with what is kept beside it. */
export interface KeptBaseline {
  readonly baseline: Baseline;
  readonly scores?: KeptFile<ScoreSet>;
  readonly embeddings?: KeptFile<EmbeddingSet>;
}

/** Reads the scores of every comparison from a file. */
export type ReadScores = (path: string) => Promise<ScoreSet>;

/** Where the scores of the baseline `path` are kept: `lfw.baseline.scores.csv` beside `lfw.baseline.yaml`. */
export function scoresBeside(path: string): string {
  return `${stemOf(path)}.scores.csv`;
}

/** Where the vectors of the baseline `path` are kept. */
export function embeddingsBeside(path: string): string {
  return `${stemOf(path)}.embeddings.npy`;
}

function stemOf(path: string): string {
  const extension = extname(path);
  return extension === '' ? path : path.slice(0, -extension.length);
}

/**
 * The baseline in the file `path`; undefined where there is no file. Files beside it are looked for when they are read.
 * @throws FormatError E_YAML, E_BASELINE (65); UserError E_FILE_READ (74)
 */
export async function findBaseline(
  path: string,
  readScores: ReadScores,
): Promise<KeptBaseline | undefined> {
  const text = await readText(path);
  if (text === undefined) return undefined;
  const baseline = readBaseline(text, path);
  const { scores, embeddings } = baseline;
  return {
    baseline,
    ...(scores === undefined ? {} : { scores: guarded(scoresBeside(path), scores, readScores) }),
    ...(embeddings === undefined
      ? {}
      : { embeddings: guarded(embeddingsBeside(path), embeddings, readVectors) }),
  };
}

/** The file with this digest: read only where it is the one that the baseline was written with. */
function guarded<T>(path: string, digest: string, read: (path: string) => Promise<T>): KeptFile<T> {
  return {
    path,
    read: async () => {
      const remedy = 'commit it with the baseline, or write both anew with magface baseline';
      const found = await digestOfFile(path);
      if (found === undefined) {
        const what = `there is no file ${path}, which the baseline was written with`;
        throw new UserError('E_BASELINE_BESIDE', what, remedy, EXIT.missingInput);
      }
      if (found !== digest) {
        const what = `${path} is not the file that the baseline was written with (sha256 ${found})`;
        throw new UserError('E_BASELINE_BESIDE', what, remedy, EXIT.badData);
      }
      return read(path);
    },
  };
}

/** sha256 (hex) of the bytes of a file; undefined where there is none. */
export async function digestOfFile(path: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return hash.digest('hex');
}
