import { createHash } from 'node:crypto';
import { readFile, unlink } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { toRaw } from '../embeddings/embedding-set.js';
import { writeEmbeddings } from '../embeddings/formats.js';
import { EXIT, UserError } from '../errors.js';
import {
  type BaselineChange,
  baselineChanges,
  baselineRows,
  baselineYaml,
  floorChecks,
  floorText,
  hint,
  subjectChecks,
} from '../gate/index.js';
import { metricValues } from '../report/json.js';
import { prepareOutput, writeFiles } from '../report/write.js';
import type { Talk } from '../talk.js';
import type { Baseline, Floor, GateMode, Report } from '../types.js';
import {
  digestOfFile,
  embeddingsBeside,
  findBaseline,
  type KeptBaseline,
  scoresBeside,
} from './kept-baseline.js';
import type { CheckMeans } from './check.js';
import type { KeptFile, KeptRun } from './kept-run.js';

/** What a baseline can keep beside it of a run. */
export type Beside = 'scores' | 'embeddings';

export interface BaselineRequest {
  /** Output folder of a run, or its report.json. */
  readonly report: string;
  /** The file to be written. */
  readonly out: string;
  /** As in the file that is there, else `exact`. */
  readonly mode?: GateMode | undefined;
  /** In place of those of the file that is there. */
  readonly margins?: ReadonlyMap<string, number> | undefined;
  /** In place of those of the file that is there. */
  readonly floors?: readonly Floor[] | undefined;
  /** What has to be kept beside it; else what the file that is there keeps, and scores where the run has them. */
  readonly save?: readonly Beside[] | undefined;
  /** Whether a baseline on another subject may be overwritten. */
  readonly replace?: boolean | undefined;
}

/** What an update did. */
export interface BaselineUpdate {
  readonly baseline: Baseline;
  readonly changes: readonly BaselineChange[];
  /** True where there was no file. */
  readonly fresh: boolean;
}

/**
 * Writes or updates a baseline file from a run; the only thing that does. Equal runs give equal bytes.
 *
 * Mode, margins and floors of the file that is there stay unless others are given.
 * @throws UserError E_BASELINE_PROTOCOL (65) where the file that is there is of another subject and `replace` is not set;
 *   E_MARGIN, E_FLOOR (usage); E_RUN_SCORES, E_RUN_EMBEDDINGS (66) where the run kept none of what is needed;
 *   E_BASELINE_EMPTY (65) for a report without rows; and what the files give reason for
 */
export async function updateBaseline(
  request: BaselineRequest,
  { openRun, readScores }: Pick<CheckMeans, 'openRun' | 'readScores'>,
  talk: Talk,
): Promise<BaselineUpdate> {
  const { out } = request;
  const older = await findBaseline(out, readScores);
  const run = await openRun(request.report);
  const { report } = run;
  if (older !== undefined && request.replace !== true) requireSameSubject(older, report, out);
  const wishes = wishesOf(request, older?.baseline, report);
  const { scores, embeddings } = besideOf(request, older, run, wishes.mode);
  await prepareOutput(dirname(out));
  const files = new Map<string, string | Uint8Array>();
  const digests: { scores?: string; embeddings?: string } = {};
  if (embeddings !== undefined) digests.embeddings = await copyEmbeddings(embeddings, out);
  if (scores !== undefined) {
    const bytes = await bytesOf(scores.path);
    files.set(basename(scoresBeside(out)), bytes);
    digests.scores = createHash('sha256').update(bytes).digest('hex');
  }
  const baseline: Baseline = {
    ...wishes,
    ...digests,
    subject: report.subject,
    rows: baselineRows(report.rows),
  };
  // The file that names the others comes last.
  files.set(basename(out), baselineYaml(baseline));
  await writeFiles(dirname(out), files);
  for (const what of ['scores', 'embeddings'] as const) {
    const left = digests[what] === undefined ? older?.[what]?.path : undefined;
    if (left === undefined) continue;
    await unlink(left).catch(() => undefined);
    talk.remark(`${left} is no longer part of the baseline, and was removed`);
  }
  if (report.subject.partial !== undefined) {
    talk.remark('this run is a trial: only trials on as many comparisons can be held against it');
  }
  for (const { name, status } of floorChecks(baseline.floors, metricValues(report))) {
    if (status === 'fail') talk.remark(`this run does not keep its own floor ${name}`);
  }
  return {
    baseline,
    changes: baselineChanges(older?.baseline, baseline),
    fresh: older === undefined,
  };
}

function requireSameSubject({ baseline }: KeptBaseline, { subject }: Report, out: string): void {
  const differing = subjectChecks(baseline.subject, subject);
  if (differing.length === 0) return;
  const told = differing.map(({ name, expected, found }) => `${name} ${found}, not ${expected}`);
  throw new UserError(
    'E_BASELINE_PROTOCOL',
    `the run answers another question than ${out}: ${told.join('; ')}`,
    'name another file, or add --replace to start from this run',
    EXIT.badData,
  );
}

/** Mode, margins and floors: as asked for, else as they are. */
function wishesOf(
  { mode: asked, margins: given, floors: bounds }: BaselineRequest,
  older: Baseline | undefined,
  report: Report,
): Pick<Baseline, 'mode' | 'margins' | 'floors'> {
  const mode = asked ?? older?.mode ?? 'exact';
  const margins = given ?? older?.margins ?? new Map<string, number>();
  const floors = bounds ?? older?.floors ?? [];
  if (report.rows.length === 0) {
    const remedy = 'name a run that measured something';
    throw new UserError('E_BASELINE_EMPTY', 'the report has no rows', remedy, EXIT.badData);
  }
  if (mode === 'exact' && given !== undefined) {
    throw usage('E_MARGIN', 'margins mean nothing in exact mode', 'add --mode statistical');
  }
  if (mode === 'statistical' && margins.size === 0) {
    throw usage('E_MARGIN', 'statistical mode needs a margin', 'add --margin METRIC=MARGIN');
  }
  const metrics = [...new Set(report.rows.map(({ metric }) => metric))];
  for (const metric of margins.keys()) {
    if (metrics.includes(metric)) continue;
    const what = `the run has no ${metric} to keep a margin${hint(metric, metrics)}`;
    throw usage('E_MARGIN', what, `choose from ${metrics.join(', ')}`);
  }
  const keys = [...metricValues(report).keys()];
  for (const floor of floors) {
    if (keys.includes(floor.key)) continue;
    const what = `the run has no value for the floor ${floorText(floor)}${hint(floor.key, keys)}`;
    throw usage('E_FLOOR', what, `choose from ${keys.join(', ')}`);
  }
  return { mode, margins, floors };
}

function usage(code: `E_${string}`, what: string, remedy: string): UserError {
  return new UserError(code, what, remedy, EXIT.usage);
}

/** The files of the run that are to be kept. Nothing that the baseline has kept so far is lost without a word. */
function besideOf(
  { save, report, replace }: BaselineRequest,
  older: KeptBaseline | undefined,
  run: KeptRun,
  mode: GateMode,
): Pick<KeptRun, 'scores' | 'embeddings'> {
  const kept = (what: Beside) => replace !== true && older?.[what] !== undefined;
  const needed = {
    scores: save?.includes('scores') ?? kept('scores'),
    embeddings: save?.includes('embeddings') ?? kept('embeddings'),
  };
  const missing = (what: Beside, why: string) =>
    new UserError(
      `E_RUN_${what === 'scores' ? 'SCORES' : 'EMBEDDINGS'}`,
      `${report} holds no ${what}, and ${why}`,
      `run magface eval with --save ${what}`,
      EXIT.missingInput,
    );
  const { scores, embeddings } = run;
  if (mode === 'statistical' && (scores === undefined || save?.includes('scores') === false)) {
    throw missing('scores', 'persons are paired by them');
  }
  for (const what of ['scores', 'embeddings'] as const) {
    if (needed[what] && run[what] === undefined) {
      throw missing(what, save === undefined ? 'the baseline keeps them' : 'they are asked for');
    }
  }
  const wanted = save === undefined || needed.scores;
  return {
    ...(wanted && scores !== undefined ? { scores } : {}),
    ...(needed.embeddings && embeddings !== undefined ? { embeddings } : {}),
  };
}

/** Writes the vectors beside the baseline `out` and gives the sha256 (hex) of their file. */
async function copyEmbeddings(
  embeddings: NonNullable<KeptRun['embeddings']>,
  out: string,
): Promise<string> {
  const path = embeddingsBeside(out);
  const set = await embeddings.read();
  await writeEmbeddings(path, { ids: set.ids, raw: toRaw(set), dim: set.dim });
  return (await digestOfFile(path)) ?? '';
}

async function bytesOf(path: KeptFile<unknown>['path']): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    const what = `${path} cannot be read (${(cause as Error).message})`;
    const remedy = 'check it, or keep no scores (--save none)';
    throw new UserError('E_FILE_READ', what, remedy, EXIT.ioError, { cause });
  }
}
