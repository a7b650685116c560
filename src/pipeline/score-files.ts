import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { Io } from '../io.js';
import { wideBuckets } from '../kernels/score-buckets.js';
import { findInterval, verificationInput } from '../metrics/index.js';
import { personColumns } from '../person-columns.js';
import { readScores, readTwoClasses, type NamedScores, type ScoreFile } from '../scores/index.js';
import type { Talk } from '../talk.js';
import type { ScoreSet, Subject } from '../types.js';
import { digestList } from './digest-images.js';
import { byFirstComparison, personsByLabels } from './persons.js';
import { provenanceOf } from './provenance.js';
import type { Scored } from './scored.js';

/** What names scores that are there already. */
export interface ScoreFilesRequest {
  /** A file that holds scores and labels. */
  readonly scores?: string | undefined;
  /** Or two files, one of genuine and one of impostor scores. */
  readonly genuine?: string | undefined;
  readonly impostor?: string | undefined;
  /** Whether the impostors' file counts how often each whole number is a score. */
  readonly histogram?: boolean | undefined;
  /** What reports call the comparisons; by default the file's name without extension. */
  readonly name?: string | undefined;
  /** FARs that rows are wanted at. */
  readonly far?: readonly number[] | undefined;
  /** Kind of interval, by name; see `magface list intervals`. */
  readonly interval?: string | undefined;
  readonly seed?: number | undefined;
}

/**
 * The scores in a file, with the persons compared, as far as they can be told: as the file names them, or else by its pictures
 * and labels.
 * @throws UserError, FormatError of `readScores`
 */
export async function loadScores(path: string, signal?: AbortSignal): Promise<ScoreFile> {
  return withPersons(await readScores(path, { signal }));
}

function withPersons(file: ScoreFile): ScoreFile {
  const { scores, pictures, personNames } = file;
  const known =
    scores.persons ??
    (pictures === undefined
      ? undefined
      : personsByLabels({ ...pictures, genuine: scores.genuine, pictures: pictures.ids.length }));
  if (known === undefined) return file;
  const { persons, former } = byFirstComparison(known);
  return {
    ...file,
    scores: { ...scores, persons },
    ...(personNames === undefined
      ? {}
      : { personNames: Array.from(former, (person) => personNames[person]!) }),
  };
}

/**
 * The comparisons of a file of scores (or of two, one for each class), ready to be measured: no model, no vectors.
 * @throws UserError, FormatError of the files
 */
export async function scoredFromFiles(
  request: ScoreFilesRequest,
  { env, signal }: Pick<Io, 'env' | 'signal'>,
  talk: Talk,
): Promise<Scored> {
  const started = new Date();
  const { scores: path, genuine = '', impostor = '', histogram = false } = request;
  const file =
    path === undefined
      ? await readTwoClasses(genuine, impostor, histogram, { signal })
      : await loadScores(path, signal);
  return scoredFrom(file, request, { env }, talk, started);
}

/** What was read, ready to be measured; its remarks are said. */
export function scoredFrom(
  file: ScoreFile,
  request: ScoreFilesRequest,
  { env }: Pick<Io, 'env'>,
  talk: Talk,
  started: Date,
): Scored {
  const { scores: path, genuine = '', impostor = '' } = request;
  const interval = request.interval === undefined ? undefined : findInterval(request.interval);
  for (const warning of file.warnings) talk.remark(warning);
  const { scores, pictures } = file;
  const subject: Subject = {
    dataset: request.name ?? file.name,
    protocol: digestOf(scores),
    images: pictures === undefined ? '' : digestList(pictures.ids),
    model: path === undefined ? `${basename(genuine)} ${basename(impostor)}` : basename(path),
    modelDigest: file.digest,
    preprocess: '',
  };
  const named: NamedScores = file;
  return {
    input: verificationInput(scores, {
      fars: request.far,
      interval,
      seed: request.seed,
      bucketsFor: wideBuckets,
    }),
    named,
    subject,
    files: [path, request.genuine, request.impostor].filter((one) => one !== undefined),
    provenance: () =>
      provenanceOf({
        request,
        env,
        started,
        subject,
        genuine: scores.genuine,
        remarks: file.warnings,
        ...(pictures === undefined ? {} : { images: pictures.ids.length }),
      }),
  };
}

/** Persons that are hashed at once. */
const BLOCK = 1 << 16;

/**
 * sha256 (hex) over labels, folds and persons in their order: equal where two files answer the same question, whatever their
 * scores.
 */
function digestOf({ genuine, fold, testFolds, persons }: ScoreSet): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify({ comparisons: genuine.length, testFolds }));
  hash.update(genuine);
  if (testFolds.length > 0) hash.update(fold);
  if (persons !== undefined) {
    for (const column of Object.values(personColumns(persons))) {
      // In four bytes whatever the column has.
      for (let from = 0; from < column.length; from += BLOCK) {
        hash.update(Uint32Array.from(column.subarray(from, from + BLOCK)));
      }
    }
  }
  return hash.digest('hex');
}
