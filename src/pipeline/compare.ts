import { EXIT, UserError } from '../errors.js';
import type { Io } from '../io.js';
import { wideBuckets } from '../kernels/score-buckets.js';
import {
  type Convention,
  findInterval,
  findMetrics,
  type Metric,
  verificationInput,
  type VerificationInput,
} from '../metrics/index.js';
import { pairedDifferences } from '../metrics/paired-differences.js';
import { DRAWS } from '../metrics/person-draws.js';
import { ranking } from '../metrics/ranking.js';
import type { ScoreFile } from '../scores/index.js';
import { stemOf } from '../scores/index.js';
import { SILENT, type Talk } from '../talk.js';
import type { Comparison, Difference, Ranked, ScoreSet } from '../types.js';
import { conventionsOf } from './evaluate.js';
import type { DatasetRequest } from './load.js';
import { openRun } from './open-run.js';
import { remarkOnPersons } from './persons.js';
import { verify } from './verify.js';

export interface CompareRequest extends Partial<DatasetRequest> {
  /** Folders or report.json of runs, or files of scores; with `dataset` files of vectors for it. At least two. */
  readonly systems: readonly string[];
  readonly far?: readonly number[] | undefined;
  readonly convention?: readonly string[] | undefined;
  readonly metrics?: readonly string[] | undefined;
  readonly seed?: number | undefined;
}

/** Draws for each tail of the intervals, so that its end is not one extreme draw. */
const DRAWS_A_TAIL = 20;

/**
 * How several systems differ on the same comparisons: every metric of each, and for each two of them the difference with an
 * interval paired over persons.
 *
 * With more than two systems the intervals are those of all their pairs together (Bonferroni): 95 % that none misses.
 * @throws UserError E_COMPARE (2, 65) for fewer than two systems, or systems that were not scored on the same comparisons
 */
export async function compare(
  request: CompareRequest,
  io: Pick<Io, 'env' | 'signal'>,
  talk: Talk,
): Promise<Comparison> {
  const conventions = conventionsOf(request);
  const metrics = findMetrics(request.metrics ?? ['standard']);
  const { systems } = request;
  if (systems.length < 2) {
    throw new UserError(
      'E_COMPARE',
      `only one system, ${systems[0] ?? ''}`,
      'name two or more',
      EXIT.usage,
    );
  }
  const names = uniqueNames(systems);
  const inputs = await inputsOf(request, names, io, talk);
  const pairs = systems.flatMap((_, a) =>
    systems.slice(a + 1).map((__, i) => [a, a + 1 + i] as const),
  );
  return comparePairs(names, inputs, pairs, { metrics, conventions }, io, talk);
}

/**
 * The comparison of these `pairs` of systems, all of whose intervals hold together.
 * @param inputs of each system, all of the same comparisons
 */
export function comparePairs(
  names: readonly string[],
  inputs: readonly VerificationInput[],
  pairs: readonly (readonly [number, number])[],
  by: { readonly metrics: readonly Metric[]; readonly conventions: readonly Convention[] },
  io: Pick<Io, 'signal'>,
  talk: Talk,
): Comparison {
  const level = 1 - 0.05 / pairs.length;
  const draws = Math.max(DRAWS, Math.ceil((DRAWS_A_TAIL * pairs.length) / 0.025));
  const work =
    pairs.length === 1
      ? SILENT.begin('', 0, '')
      : talk.begin('Comparing', pairs.length, 'pairs of systems');
  const differences: Comparison['differences'][number][] = [];
  try {
    for (const [a, b] of pairs) {
      io.signal.throwIfAborted();
      const found = pairedDifferences(inputs[a]!, inputs[b]!, { ...by, draws, level });
      differences.push({ first: a, second: b, metrics: found });
      work.advance(1);
    }
  } finally {
    work.end();
  }
  const { genuineTotal, impostorTotal } = inputs[0]!.sweep;
  const { persons } = inputs[0]!.scores;
  return {
    systems: names,
    level,
    comparisons: { genuine: genuineTotal, impostor: impostorTotal },
    ...(persons === undefined ? {} : { persons: persons.count }),
    differences,
  };
}

/** Each two systems that were compared, as a comparison of their own. */
export function pairsOf(comparison: Comparison): Comparison[] {
  return comparison.differences.map(({ first, second, metrics }) => ({
    ...comparison,
    systems: [comparison.systems[first]!, comparison.systems[second]!],
    differences: [{ first: 0, second: 1, metrics }],
  }));
}

/** Of each path a name to show: its stem, or the whole path where two stems are alike. */
function uniqueNames(paths: readonly string[]): readonly string[] {
  const stems = paths.map((path) =>
    stemOf(path.replace(/[\\/]+(report\.json)?$/, '').replace(/[\\/]report\.json$/, '')),
  );
  return new Set(stems).size === stems.length ? stems : paths;
}

async function inputsOf(
  request: CompareRequest,
  names: readonly string[],
  io: Pick<Io, 'env' | 'signal'>,
  talk: Talk,
): Promise<VerificationInput[]> {
  const { systems, dataset, far, seed } = request;
  if (dataset !== undefined) {
    const inputs: VerificationInput[] = [];
    for (const embeddings of systems) {
      const { root, images, pairs, format, limit } = request;
      const source = { dataset, root, images, pairs, format, limit, far, seed, embeddings };
      const { input } = await verify(
        { ...source, device: 'cpu', batch: 1, store: false },
        io,
        talk,
      );
      inputs.push(input);
    }
    return inputs;
  }
  const files: ScoreFile[] = [];
  for (const path of systems) {
    const run = await openRun(path);
    files.push(await run.scores(io.signal));
  }
  const [first, ...others] = files;
  const aligned = [
    first!.scores,
    ...others.map((other, i) => alignedWith(first!, other, names[0]!, names[i + 1]!)),
  ];
  // A file may name the persons where another does not.
  const persons = aligned.find((set) => set.persons !== undefined)?.persons;
  remarkOnPersons(persons, talk);
  const interval = findInterval('persons');
  return aligned.map((scores) =>
    verificationInput(
      { ...scores, ...(persons === undefined ? {} : { persons }) },
      { fars: far, interval, seed, bucketsFor: wideBuckets },
    ),
  );
}

/**
 * The scores of `second` in the order of `first`'s comparisons, which are found by their two pictures where both files name
 * them; otherwise the order must be the same.
 * @throws UserError E_COMPARE (65) where the comparisons differ
 */
function alignedWith(first: ScoreFile, second: ScoreFile, a: string, b: string): ScoreSet {
  const order = orderOf(first, second, a, b);
  const { scores, genuine, fold, quality, testFolds, persons } = second.scores;
  const set: ScoreSet = {
    scores: scores.map((_, k) => scores[order(k)]!),
    genuine: genuine.map((_, k) => genuine[order(k)]!),
    fold: fold.map((_, k) => fold[order(k)]!),
    testFolds,
    ...(persons === undefined
      ? {}
      : {
          persons: {
            ...persons,
            left: persons.left.map((_, k) => persons.left[order(k)]!),
            right: persons.right.map((_, k) => persons.right[order(k)]!),
          },
        }),
    ...(quality === undefined ? {} : { quality: quality.map((_, k) => quality[order(k)]!) }),
  };
  const differing = set.genuine.findIndex((label, k) => label !== first.scores.genuine[k]);
  if (differing >= 0) {
    throw different(
      `comparison ${differing + 1} is genuine in one of ${a} and ${b}, and impostor in the other`,
    );
  }
  const folds =
    set.fold.every((fold_, k) => fold_ === first.scores.fold[k]) &&
    set.testFolds.join() === first.scores.testFolds.join();
  if (!folds) throw different(`the folds of ${a} and ${b} differ`);
  return set;
}

/** Where each comparison of `first` stands in `second`. */
function orderOf(first: ScoreFile, second: ScoreFile, a: string, b: string): (k: number) => number {
  const count = first.scores.scores.length;
  if (second.scores.scores.length !== count) {
    throw different(`${a} has ${count} comparisons, ${b} ${second.scores.scores.length}`);
  }
  const [one, other] = [first.pictures, second.pictures];
  if (one === undefined || other === undefined) return (k) => k;
  const same = (k: number) =>
    one.ids[one.left[k]!] === other.ids[other.left[k]!] &&
    one.ids[one.right[k]!] === other.ids[other.right[k]!];
  let k = 0;
  while (k < count && same(k)) k++;
  if (k === count) return (index) => index;
  const key = (pictures: NonNullable<ScoreFile['pictures']>, index: number) =>
    `${pictures.ids[pictures.left[index]!]!}\0${pictures.ids[pictures.right[index]!]!}`;
  const places = new Map(Array.from({ length: count }, (_, i) => [key(other, i), i]));
  const order = Uint32Array.from({ length: count }, (_, i) => {
    const place = places.get(key(one, i));
    if (place === undefined) {
      throw different(
        `${b} has no comparison ${key(one, i).replace('\0', ' with ')}, which ${a} has`,
      );
    }
    return place;
  });
  return (index) => order[index]!;
}

function different(what: string): UserError {
  return new UserError(
    'E_COMPARE',
    what,
    'compare systems that were scored on the same protocol',
    EXIT.badData,
  );
}

/** Every metric of the systems with their order on it. */
export function ranked(comparison: Comparison): Ranked[] {
  const { systems, differences } = comparison;
  return differences[0]!.metrics.map(({ metric, convention, better }) => {
    const values = systems.map((_, system) =>
      system === 0
        ? differenceBetween(comparison, 0, 1, metric, convention).first
        : differenceBetween(comparison, 0, system, metric, convention).second,
    );
    const between = (first: number, second: number) =>
      differenceBetween(comparison, first, second, metric, convention);
    return { metric, convention, placed: ranking(values, better, between) };
  });
}

/** The difference of `second` against `first` in a metric, whichever way round it was measured. */
function differenceBetween(
  { differences }: Comparison,
  first: number,
  second: number,
  metric: string,
  convention: string,
): Difference {
  const forth = differences.find((pair) => pair.first === first && pair.second === second);
  const pair =
    forth ?? differences.find((other) => other.first === second && other.second === first);
  const found = pair!.metrics.find(
    (difference) => difference.metric === metric && difference.convention === convention,
  )!;
  return forth === undefined ? reversed(found) : found;
}

function reversed(difference: Difference): Difference {
  const { mcnemar, verdict } = difference;
  const opposite = { better: 'worse', worse: 'better', 'cannot tell': 'cannot tell' } as const;
  return {
    ...difference,
    first: difference.second,
    second: difference.first,
    difference: -difference.difference,
    low: -difference.high,
    high: -difference.low,
    verdict: opposite[verdict],
    ...(mcnemar === undefined
      ? {}
      : { mcnemar: { first: mcnemar.second, second: mcnemar.first, p: mcnemar.p } }),
  };
}
