import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { readEmbeddings, type EmbeddingsFile } from '../embeddings/formats.js';
import { EXIT, UserError } from '../errors.js';
import { readFailure } from '../files/file-failure.js';
import { areaUnderRoc } from '../metrics/auc.js';
import { verificationInput } from '../metrics/index.js';
import { readReport } from '../report/index.js';
import { stemOf, type ScoreFile } from '../scores/index.js';
import type { Report, ScoreSet } from '../types.js';
import { loadScores } from './score-files.js';

/** What an earlier run left, or somebody else's scores in the place of one. */
export interface OpenedRun {
  /** Name of the folder, or of the file without its extension. */
  readonly name: string;
  /** Absent where there is none, as beside a file of scores that is no run's. */
  readonly report?: Report;
  /**
   * The scores of every comparison.
   * @throws UserError E_RUN_SCORES (66) where the run did not keep them, E_RUN_MISMATCH (65) where those in its folder are another
   *   run's, and those of the file
   */
  readonly scores: (signal?: AbortSignal) => Promise<ScoreFile>;
  /**
   * The raw vectors.
   * @throws UserError E_RUN_EMBEDDINGS (66) where the run did not keep them, and those of the files
   */
  readonly embeddings: () => Promise<EmbeddingsFile>;
}

/**
 * The run at `path`: the folder that `eval --out` wrote, its report.json, or a file of scores.
 *
 * Scores and vectors are read only when they are asked for.
 * @throws UserError E_FILE_MISSING (66) where there is nothing, E_RUN (66) for a folder without a run; FormatError E_REPORT
 */
export async function openRun(path: string): Promise<OpenedRun> {
  const found = await stat(path).catch((error: unknown) => {
    throw readFailure(path, error);
  });
  if (found.isDirectory()) return openFolder(path);
  if (/\.json$/i.test(path)) return openFolder(dirname(path), path);
  return {
    name: stemOf(path),
    scores: (signal) => loadScores(path, signal),
    embeddings: () => {
      const what = `${path} holds scores, no vectors`;
      return Promise.reject(
        new UserError(
          'E_RUN_EMBEDDINGS',
          what,
          'name the folder of a run with --save embeddings',
          EXIT.missingInput,
        ),
      );
    },
  };
}

async function openFolder(
  folder: string,
  report = join(folder, 'report.json'),
): Promise<OpenedRun> {
  const name = basename(resolve(folder));
  const file = join(folder, 'scores.csv');
  const text = await readFile(report, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw readFailure(report, error);
  });
  const hasScores = await isThere(file);
  if (text === undefined && !hasScores) {
    throw new UserError(
      'E_RUN',
      `${folder} holds neither report.json nor scores.csv`,
      'name the folder that eval wrote with --out',
      EXIT.missingInput,
    );
  }
  const opened = text === undefined ? undefined : readReport(text, report);
  const missing = (code: `E_RUN_${string}`, what: string, save: string) =>
    new UserError(
      code,
      `${folder} holds no ${what}`,
      `run eval again with --out ${folder} --save ${save}`,
      EXIT.missingInput,
    );
  return {
    name,
    ...(opened === undefined ? {} : { report: opened }),
    scores: async (signal) => {
      if (!hasScores) throw missing('E_RUN_SCORES', 'scores.csv', 'scores');
      const scores = await loadScores(file, signal);
      if (opened !== undefined) requireSameRun(opened, scores.scores, file);
      return { ...scores, name };
    },
    embeddings: async () => {
      if (!(await isThere(join(folder, 'embeddings.npy')))) {
        throw missing('E_RUN_EMBEDDINGS', 'embeddings.npy', 'embeddings');
      }
      return readEmbeddings(folder);
    },
  };
}

/** Above what sums in another order would differ by. */
const TOLERANCE = 1e-9;

/** A run that keeps no scores leaves those of an earlier one in its folder; they hardly have the same area under the ROC. */
function requireSameRun({ rows }: Report, scores: ScoreSet, file: string): void {
  const stated = rows.find(({ metric, convention }) => metric === 'auc' && convention === 'iso');
  if (stated === undefined || Number.isNaN(stated.value)) return;
  const { area } = areaUnderRoc(verificationInput(scores).sweep);
  if (Math.abs(area - stated.value) <= TOLERANCE) return;
  throw new UserError(
    'E_RUN_MISMATCH',
    `${file} gives an AUC of ${area}, report.json beside it ${stated.value}`,
    'they are of different runs: run eval again with --save scores',
    EXIT.badData,
  );
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
