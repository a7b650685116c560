import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { DATASETS } from '../datasets/index.js';
import { fromRaw, select } from '../embeddings/embedding-set.js';
import { UserError } from '../errors.js';
import type { Io } from '../io.js';
import type { VerificationInput } from '../metrics/index.js';
import { sideBySide } from '../metrics/side-by-side.js';
import type { Provenance } from '../report/provenance.js';
import type { ScoreFile } from '../scores/index.js';
import type { Talk } from '../talk.js';
import type { ComparedEmbeddings, SideBySide, Subject } from '../types.js';
import { openRun, type OpenedRun } from './open-run.js';
import { scoredFrom } from './score-files.js';
import { verify, type VerifyRequest } from './verify.js';

/** Scored comparisons, wherever they come from, and how they came about. */
export interface Scored {
  readonly input: VerificationInput;
  readonly subject: Subject;
  /** Asked for when the work is done, since it tells how long it took. */
  readonly provenance: () => Provenance;
}

/** What every convention makes of the same comparisons. */
export interface Compared {
  readonly tables: readonly SideBySide[];
  readonly subject: Subject;
  readonly provenance: Provenance;
}

/**
 * The comparisons that `subject` names: a dataset, registered or described in a file; or scores that are there already, in a
 * file or in the folder of a run.
 * @throws UserError as `verify`, `openRun` and `readScores` do; what is neither is told as a dataset that is not known
 */
export async function scoredSubject(
  subject: string,
  request: Omit<VerifyRequest, 'dataset'>,
  io: Pick<Io, 'env' | 'signal'>,
  talk: Talk,
): Promise<Scored> {
  const dataset = DATASETS.some(({ name }) => name === subject) || isDescription(subject);
  if (dataset || !(await isThere(subject)))
    return verify({ ...request, dataset: subject }, io, talk);
  const started = new Date();
  const run = await openRun(subject);
  const file = await run.scores(io.signal);
  const scored = scoredFrom(file, { ...request, scores: subject }, io, talk, started);
  const compared = await comparedVectors(run, file);
  return {
    ...scored,
    ...(run.report === undefined ? {} : { subject: run.report.subject }),
    ...(compared === undefined ? {} : { input: { ...scored.input, compared } }),
  };
}

/** The vectors behind the scores, where the run kept them, for conventions that change vectors. */
async function comparedVectors(
  run: OpenedRun,
  { pictures }: ScoreFile,
): Promise<ComparedEmbeddings | undefined> {
  if (pictures === undefined) return undefined;
  const { ids, left, right } = pictures;
  try {
    const file = await run.embeddings();
    if (file.ids === undefined) return undefined;
    return { embeddings: select(fromRaw(file.ids, file.raw, file.dim), ids), left, right };
  } catch (error) {
    if (error instanceof UserError && error.code === 'E_RUN_EMBEDDINGS') return undefined;
    throw error;
  }
}

/** Whether the file describes a dataset: YAML, or JSON that is not the report of a run. */
function isDescription(path: string): boolean {
  return /\.ya?ml$/i.test(path) || (/\.json$/i.test(path) && basename(path) !== 'report.json');
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** The scores of `source` counted by every convention, side by side. */
export async function compareConventions(source: () => Promise<Scored>): Promise<Compared> {
  const { input, subject, provenance } = await source();
  const tables = sideBySide(input);
  return { tables, subject, provenance: provenance() };
}
