import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fromRaw } from '../embeddings/embedding-set.js';
import { readEmbeddings } from '../embeddings/formats.js';
import { EXIT, UserError } from '../errors.js';
import { readReport } from '../report/report-json.js';
import type { EmbeddingSet, Report, ScoreSet } from '../types.js';
import { openRun } from './open-run.js';
import { readText } from './text-file.js';

/** A file that a run left, and what it holds when it is asked for. */
export interface KeptFile<T> {
  readonly path: string;
  readonly read: () => Promise<T>;
}

/** What a run left in its folder. */
export interface KeptRun {
  readonly report: Report;
  /** Absent where the run kept none. */
  readonly scores?: KeptFile<ScoreSet>;
  /** Absent where the run kept none. */
  readonly embeddings?: KeptFile<EmbeddingSet>;
}

/**
 * What the run left whose output folder, or report.json, is at `path`.
 * @throws UserError E_RUN_MISSING (66) where there is no report.json, and those of `readReport`
 */
export async function openKeptRun(path: string): Promise<KeptRun> {
  const folder = await isFolder(path);
  const file = folder ? join(path, 'report.json') : path;
  const text = await readText(file);
  if (text === undefined) {
    throw new UserError(
      'E_RUN_MISSING',
      `there is no ${folder ? 'report.json in' : 'file'} ${path}`,
      'name the folder that magface eval wrote with --out, or its report.json',
      EXIT.missingInput,
    );
  }
  const report = readReport(text, file);
  // A report.json under another name was copied out of its folder; what lies beside it may be another run's.
  if (!folder && basename(path) !== 'report.json') return { report };
  const inside = (name: string) => join(folder ? path : dirname(path), name);
  const [scores, embeddings] = [inside('scores.csv'), inside('embeddings.npy')];
  return {
    report,
    ...((await isFile(scores))
      ? {
          scores: { path: scores, read: async () => (await (await openRun(path)).scores()).scores },
        }
      : {}),
    ...((await isFile(embeddings))
      ? { embeddings: { path: embeddings, read: () => readVectors(embeddings) } }
      : {}),
  };
}

/**
 * The vectors of the file `path`, every row named.
 * @throws UserError E_EMBED_IDS (65) where nothing names its rows, and those of `readEmbeddings`
 */
export async function readVectors(path: string): Promise<EmbeddingSet> {
  const { ids, raw, dim } = await readEmbeddings(path);
  if (ids !== undefined) return fromRaw(ids, raw, dim);
  throw new UserError(
    'E_EMBED_IDS',
    `nothing names the rows of ${path}`,
    'put the ids.txt that was written with it beside it',
    EXIT.badData,
  );
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
