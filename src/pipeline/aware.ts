import { join } from 'node:path';
import { EXIT, UserError } from '../errors.js';
import type { Io } from '../io.js';
import type { Training } from '../metrics/aware-training.js';
import { combinedQuality } from '../metrics/combined-quality.js';
import { cosineNotes } from '../metrics/cosine-range.js';
import { crossFitted } from '../metrics/cross-fitting.js';
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
  qualityAwareScores,
} from '../metrics/quality-aware.js';
import { fileWord, type AwareRow } from '../report/quality-aware.js';
import type { Content } from '../report/write.js';
import { scoresCsv } from '../scores/index.js';
import type { Talk } from '../talk.js';
import type { Comparison, ScoreSet, Scores } from '../types.js';
import { countsOf, inSample, requireFound, requireUsable, trainingFrom } from './aware-learning.js';
import { named, nothingLeft, notCosines, RULES, usual } from './aware-parameters.js';
import { comparePairs } from './compare.js';
import { remarkOnPersons } from './persons.js';
import { obtainQualities, requireQualities } from './qualities.js';
import { isSame, MOST_UNASKED } from './save.js';
import { obtainScores, type ScoredRequest } from './scored.js';
import { remarkOnSharedPersons } from './training-apart.js';

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
  const wanted =
    request.parameters === undefined ? undefined : [...new Set(request.parameters)].map(named);
  requireQualities([request.quality]);
  const scored = await obtainScores(request, io, talk);
  const { input, named: names } = scored;
  remarkOnPersons(input.scores.persons, talk);
  const [compared] = await obtainQualities([request.quality], scored, io, talk);
  const quality = Float64Array.from(combinedQuality(compared!));
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
