import { join } from 'node:path';
import { EXIT, UserError } from '../errors.js';
import type { Io } from '../io.js';
import {
  qmagfaceParameters,
  trainedParameters,
  LEAST_TRAINING,
  type Training,
} from '../metrics/aware-training.js';
import { combinedQuality } from '../metrics/combined-quality.js';
import { cosineNotes } from '../metrics/cosine-range.js';
import { crossFitted, trainingOf } from '../metrics/cross-fitting.js';
import { inTestFolds } from '../metrics/folds.js';
import {
  type Convention,
  findConvention,
  findMetrics,
  verificationInput,
} from '../metrics/index.js';
import {
  type AwareParameters,
  isChanged,
  kneeOf,
  PUBLISHED,
  qualityAwareScores,
} from '../metrics/quality-aware.js';
import { fileWord, type AwareRow } from '../report/quality-aware.js';
import type { Content } from '../report/write.js';
import { scoresCsv } from '../scores/index.js';
import type { Talk } from '../talk.js';
import type { Comparison, ScoreSet, Scores } from '../types.js';
import { comparePairs } from './compare.js';
import { openRun } from './open-run.js';
import { remarkOnPersons } from './persons.js';
import { obtainQualities } from './qualities.js';
import { isSame, MOST_UNASKED } from './save.js';
import { obtainScores, type ScoredRequest } from './scored.js';
import { requireOtherComparisons, remarkOnSharedPersons } from './training-apart.js';

/** What quality-aware scores are asked for. */
export interface AwareWishes {
  /** `trained`, `trained-qmagface`, names of published parameters, or `ALPHA,BETA`. */
  readonly parameters?: readonly string[] | undefined;
  /** Other scores, or an earlier run, to train on where the protocol has no folds, or in place of them. */
  readonly trainOn?: string | undefined;
  readonly quality: string;
  readonly metrics?: readonly string[] | undefined;
  readonly convention?: readonly string[] | undefined;
  readonly out?: string | undefined;
  readonly save?: 'scores' | 'none' | undefined;
}

export interface Aware {
  /** The plain scores first, each other system against them. */
  readonly comparison: Comparison;
  readonly parameters: readonly AwareRow[];
  /** The scores of each system as files that `eval --scores` reads. */
  readonly files: ReadonlyMap<string, Content>;
}

/** How training goes, by the name of its system. */
const RULES: Readonly<Record<string, (training: Training) => AwareParameters>> = {
  trained: trainedParameters,
  'trained-qmagface': qmagfaceParameters,
};

/** What turns a cosine into a distance, which a quality-aware score has none of. */
const OF_COSINES = ['insightface', 'insightface-full-roc', 'magface', 'xqlfw'];

/** One way of scoring the comparisons. */
interface System {
  readonly name: string;
  readonly scores: Scores;
  readonly parameters: readonly AwareRow[];
}

/**
 * The comparisons scored with a view to their quality, beside their plain scores.
 *
 * Parameters are found on other comparisons than they score: on a protocol with folds on the other folds, else on the run
 * `trainOn`.
 * @throws UserError E_AWARE_PARAMETERS, E_AWARE_CONVENTION (usage), E_AWARE_QUALITY, E_AWARE_TRAINING (65), and those of scores
 */
export async function qualityAware(
  request: ScoredRequest & AwareWishes,
  io: Pick<Io, 'env' | 'signal'>,
  talk: Talk,
): Promise<Aware> {
  const conventions = conventionsFor(request.convention ?? ['lfw-official']);
  const metrics = findMetrics(request.metrics ?? ['standard']).filter(({ name }) => name !== 'val');
  const wanted = request.parameters?.map(named) ?? undefined;
  const scored = await obtainScores(request, io, talk);
  const { input, named: names } = scored;
  remarkOnPersons(input.scores.persons, talk);
  const [compared] = await obtainQualities([request.quality], scored);
  const quality = combinedQuality(compared!);
  requireUsable(quality, compared!.name);
  const plain = onlyKnown(input.scores, quality, talk);
  const cosines = cosineNotes(input.sweep).length === 0;
  const base: System = { name: cosines ? 'cosine' : 'score', scores: plain.scores, parameters: [] };
  const trainable = request.trainOn !== undefined || plain.testFolds.length > 0;
  const systems = [base];
  for (const { name, given } of wanted ?? usual({ cosines, trainable }, talk)) {
    io.signal.throwIfAborted();
    if (given !== undefined) {
      if (given.cosines && !cosines) throw notCosines(name);
      systems.push(withGiven(name, given, plain, quality));
    } else if (request.trainOn !== undefined) {
      const training = await trainingFrom(request.trainOn, request, scored, talk, io.signal);
      const found = RULES[name]!(training);
      requireFound(found, name, training, request.trainOn);
      systems.push(withGiven(name, found, plain, quality, training));
    } else {
      if (!trainable) throw inSample(name);
      systems.push(withFolds(name, plain, quality));
    }
  }
  if (systems.length === 1) throw nothingLeft();
  if (systems.some(({ parameters }) => parameters.some(({ fold }) => fold !== undefined))) {
    remarkOnSharedPersons(plain, talk);
  }
  const inputs = systems.map(({ scores }) =>
    verificationInput(
      { ...plain, scores },
      { fars: request.far, interval: input.interval, seed: request.seed },
    ),
  );
  const comparison = comparePairs(
    systems.map(({ name }) => name),
    inputs,
    systems.slice(1).map((_, i) => [0, i + 1] as const),
    { metrics, conventions },
    io,
    talk,
  );
  return {
    comparison: withoutCosineRules(comparison),
    parameters: systems.flatMap(({ parameters }) => parameters),
    files: scoreFiles(systems, { ...names, scores: { ...plain, quality } }, scored.files, request),
  };
}

interface Wanted {
  readonly name: string;
  /** Absent where they are to be found. */
  readonly given?: AwareParameters & { readonly cosines: boolean };
}

function named(text: string): Wanted {
  if (text in RULES) return { name: text };
  const published = PUBLISHED.find(({ name }) => name === text);
  if (published !== undefined) return { name: text, given: { ...published, cosines: true } };
  const numbers = /^(-?\d*\.?\d+(?:e-?\d+)?),(-?\d*\.?\d+(?:e-?\d+)?)$/i.exec(text);
  if (numbers !== null) {
    const [alpha, beta] = [Number(numbers[1]), Number(numbers[2])];
    return { name: text, given: { alpha, beta, cosines: false } };
  }
  const all = [...PUBLISHED.map(({ name }) => name), ...Object.keys(RULES)];
  throw new UserError(
    'E_AWARE_PARAMETERS',
    `there are no parameters "${text}"`,
    `choose from ${all.join(', ')}, or give two numbers, ALPHA,BETA`,
    EXIT.usage,
  );
}

/** What is shown unasked: as published, and trained where that can be honest. */
function usual(
  { cosines, trainable }: { readonly cosines: boolean; readonly trainable: boolean },
  talk: Talk,
): Wanted[] {
  if (!cosines) talk.remark('the scores are no cosines, for which parameters were published');
  if (!trainable) talk.remark('the protocol has no folds: nothing is trained without --train-on');
  return [
    ...(cosines ? [named('qmagface-r100')] : []),
    ...(trainable ? [{ name: 'trained' }] : []),
  ];
}

function conventionsFor(names: readonly string[]): readonly Convention[] {
  const refused = names.find((name) => OF_COSINES.includes(name));
  if (refused !== undefined) {
    throw new UserError(
      'E_AWARE_CONVENTION',
      `${refused} makes distances of cosines, and a quality-aware score is none`,
      'leave it out: lfw-official counts accuracy on any score',
      EXIT.usage,
    );
  }
  return names.map(findConvention);
}

/** Without the accuracy that conventions without a rule of their own fall back to, which is one of cosines. */
function withoutCosineRules(comparison: Comparison): Comparison {
  return {
    ...comparison,
    differences: comparison.differences.map((pair) => ({
      ...pair,
      metrics: pair.metrics.filter(({ convention }) => !OF_COSINES.includes(convention)),
    })),
  };
}

function requireUsable(quality: Float64Array, name: string): void {
  let [least, known] = [Infinity, 0];
  for (const value of quality) {
    if (Number.isNaN(value)) continue;
    known++;
    least = Math.min(least, value);
  }
  const refuse = (what: string, remedy: string) =>
    new UserError('E_AWARE_QUALITY', what, remedy, EXIT.badData);
  if (known === 0) throw refuse(`no comparison has a known ${name}`, 'name another quality');
  if (least < 0) {
    throw refuse(
      `the least ${name} is ${least}, and with one below 0 the formula turns round`,
      'shift the qualities to 0 and above',
    );
  }
}

/** The comparisons with NaN for the score where the quality is unknown, so that all systems are of the same ones. */
function onlyKnown(set: ScoreSet, quality: Float64Array, talk: Talk): ScoreSet {
  let unknown = 0;
  for (let k = 0; k < quality.length; k++) {
    if (Number.isNaN(quality[k]!) && !Number.isNaN(set.scores[k]!)) unknown++;
  }
  if (unknown === 0) return set;
  talk.remark(`left out for lack of a quality: ${unknown} comparisons`);
  const scores = set.scores.slice();
  for (let k = 0; k < scores.length; k++) if (Number.isNaN(quality[k]!)) scores[k] = NaN;
  return { ...set, scores };
}

function withGiven(
  name: string,
  parameters: AwareParameters,
  set: ScoreSet,
  quality: Float64Array,
  training?: Training,
): System {
  const { alpha, beta } = parameters;
  const found = training === undefined ? {} : countsOf(training);
  const changed = shareChanged(set, parameters);
  return {
    name,
    scores: qualityAwareScores(set.scores, quality, parameters),
    parameters: [{ system: name, alpha, beta, knee: kneeOf(parameters), changed, ...found }],
  };
}

function withFolds(name: string, set: ScoreSet, quality: Float64Array): System {
  const { scores, parameters } = crossFitted(set, quality, (training, fold) => {
    const found = RULES[name]!(training);
    requireFound(
      found,
      name,
      training,
      fold < 0 ? 'the comparisons in no test fold' : `the folds other than ${fold}`,
    );
    return found;
  });
  return {
    name,
    scores,
    parameters: parameters.map(({ fold, alpha, beta, genuine, impostor }) => ({
      system: name,
      fold,
      alpha,
      beta,
      knee: kneeOf({ alpha, beta }),
      changed: shareChanged(set, { alpha, beta }, fold),
      genuine,
      impostor,
    })),
  };
}

/** The share of the test comparisons, of one fold where it is given, whose score is changed. */
function shareChanged(set: ScoreSet, parameters: AwareParameters, fold?: number): number {
  const tested = inTestFolds(set);
  let [total, changed] = [0, 0];
  for (let k = 0; k < set.scores.length; k++) {
    const score = set.scores[k]!;
    if (Number.isNaN(score) || !tested(k) || (fold !== undefined && set.fold[k] !== fold)) continue;
    total++;
    if (isChanged(score, parameters)) changed++;
  }
  return changed / total;
}

function countsOf({ genuine }: Training): { readonly genuine: number; readonly impostor: number } {
  let mated = 0;
  for (const label of genuine) mated += label;
  return { genuine: mated, impostor: genuine.length - mated };
}

/** The comparisons of the run `path`, after making sure that they are others than those to be scored. */
async function trainingFrom(
  path: string,
  { quality }: Pick<AwareWishes, 'quality'>,
  scored: Parameters<typeof requireOtherComparisons>[1],
  talk: Talk,
  signal: AbortSignal,
): Promise<Training> {
  if (quality !== 'magnitude') {
    throw new UserError(
      'E_AWARE_TRAINING',
      `${path} holds no ${quality}`,
      'train on the folds of the protocol, or use its own quality: --quality magnitude',
      EXIT.badData,
    );
  }
  const { name, scores } = await openRun(path);
  const file = await scores(signal);
  requireOtherComparisons({ ...file, name: path }, scored, talk);
  if (file.scores.quality === undefined) {
    throw new UserError(
      'E_SCORES_QUALITY',
      `${name} says nothing of quality`,
      'add a column quality, the lower of the two qualities of each comparison',
      EXIT.badData,
    );
  }
  requireUsable(Float64Array.from(file.scores.quality), `quality of ${name}`);
  return trainingOf(file.scores, file.scores.quality);
}

function requireFound(
  { alpha, beta }: AwareParameters,
  name: string,
  training: Training,
  where: string,
): void {
  if (Number.isFinite(alpha) && Number.isFinite(beta)) {
    let greatest = 0;
    for (const value of training.quality) greatest = Math.max(greatest, value);
    if (1 + beta * greatest > 0) return;
    throw new UserError(
      'E_AWARE_TRAINING',
      `${name} found beta ${beta} on ${where}, under which scores of good pictures would fall as they are more alike`,
      'train on more comparisons, or by another rule',
      EXIT.badData,
    );
  }
  const { genuine, impostor } = countsOf(training);
  throw new UserError(
    'E_AWARE_TRAINING',
    `${name} finds no parameters on ${where}: ${genuine} genuine and ${impostor} impostor comparisons`,
    name === 'trained'
      ? `it takes ${LEAST_TRAINING} of each`
      : 'its thresholds are all equal, or infinite since an impostor scores highest: train by another rule',
    EXIT.badData,
  );
}

function inSample(name: string): UserError {
  return new UserError(
    'E_AWARE_TRAINING',
    `the protocol has no folds, and ${name} would be judged on the comparisons it was found on`,
    'name others with --train-on, or give --parameters',
    EXIT.badData,
  );
}

function notCosines(name: string): UserError {
  return new UserError(
    'E_AWARE_PARAMETERS',
    `${name} is for cosines, and the scores are none`,
    'use trained, or give two numbers of your own',
    EXIT.usage,
  );
}

function nothingLeft(): UserError {
  return new UserError(
    'E_AWARE_PARAMETERS',
    'there are no parameters to score with',
    'name some with --parameters, or comparisons to train on with --train-on',
    EXIT.usage,
  );
}

/** scores_SYSTEM.csv of every system, unless there are many and nobody asked; never over a file that was read. */
function scoreFiles(
  systems: readonly System[],
  names: Parameters<typeof scoresCsv>[0],
  read: readonly string[],
  { out, save }: Pick<AwareWishes, 'out' | 'save'>,
): Map<string, Content> {
  const few = names.scores.scores.length <= MOST_UNASKED;
  const files = new Map<string, Content>();
  if (out === undefined || save === 'none' || (save !== 'scores' && !few)) return files;
  for (const { name, scores } of systems) {
    const file = `scores_${fileWord(name)}.csv`;
    if (read.some((path) => isSame(path, join(out, file)))) continue;
    files.set(file, scoresCsv({ ...names, scores: { ...names.scores, scores } }));
  }
  return files;
}
