import { EXIT, UserError } from '../errors.js';
import type { ScoreFilesRequest } from '../pipeline/score-files.js';
import type { ScoredRequest } from '../pipeline/scored.js';
import { stemOf } from '../scores/index.js';
import { eachPool } from './pools.js';

/** The flags that say where scores come from. */
export interface SourceOptions {
  readonly scores?: string[] | undefined;
  readonly genuine?: string | undefined;
  readonly impostor?: string | undefined;
  readonly histogram?: true | undefined;
  readonly name?: string | undefined;
  readonly far?: readonly number[] | undefined;
  readonly pool?: readonly string[] | undefined;
}

/** One evaluation that a command line asks for. */
export interface Source<Options> {
  /** The file's name without its extension, with a number where that stood before; the rule where templates are pooled by several, and else empty for a dataset. */
  readonly key: string;
  readonly request: ScoredRequest & Options;
}

/** Flags that have a use only where a model may run, or a protocol is read. */
const OF_DATASETS = [
  'root',
  'images',
  'pairs',
  'format',
  'landmarks',
  'align',
  'model',
  'preprocess',
  'output',
  'embeddings',
  'flip',
  'pool',
  'detectorWeights',
  'limit',
] as const;

/** Flags that have a use only with scores that are there already. */
const OF_SCORES = ['histogram', 'name'] as const;

/**
 * What is to be evaluated, in the order of the command line: the dataset (once by each pooling rule), or each file of scores for
 * itself.
 * @throws UserError E_DATASET_NEEDED, E_SOURCES (usage) where the flags name nothing, two things, or do not go together
 */
export function sourcesOf<Options extends SourceOptions>(
  dataset: string | undefined,
  options: Options,
): Source<Omit<Options, 'scores' | 'pool'>>[] {
  const { scores, pool, ...rest } = options;
  const { genuine, impostor, histogram } = options;
  const refuse = (what: string, remedy: string) =>
    new UserError('E_SOURCES', what, remedy, EXIT.usage);
  const classes = genuine !== undefined || impostor !== undefined;
  const given = (names: readonly string[]) => names.find((name) => name in options);
  if (dataset === undefined && scores === undefined && !classes) {
    throw new UserError(
      'E_DATASET_NEEDED',
      'neither a dataset nor --scores was given',
      'name a dataset (magface list datasets), or a file of scores with --scores FILE',
      EXIT.usage,
    );
  }
  if (dataset !== undefined) {
    if (scores !== undefined || classes) {
      throw refuse(`a dataset, ${dataset}, and files of scores`, 'name one of them');
    }
    const idle = given(OF_SCORES);
    if (idle !== undefined) throw refuse(`--${idle} with a dataset`, 'it belongs to --scores');
    return eachPool(pool).map(({ key, wish }) => ({
      key,
      request: { ...rest, ...wish, dataset },
    }));
  }
  const idle = given(OF_DATASETS);
  if (idle !== undefined)
    throw refuse(`--${flagOf(idle)} with files of scores`, 'no model runs: leave it out');
  if (classes) {
    if (scores !== undefined)
      throw refuse('--scores with --genuine or --impostor', 'name one kind');
    if (genuine === undefined || impostor === undefined) {
      throw refuse('only one of --genuine and --impostor', 'name both files');
    }
    const request: ScoreFilesRequest & Omit<Options, 'scores' | 'pool'> = rest;
    return [{ key: stemOf(genuine), request }];
  }
  if (histogram === true) throw refuse('--histogram with --scores', 'it belongs to --impostor');
  const keys = uniqueStems(scores!);
  return scores!.map((path, i) => ({ key: keys[i]!, request: { ...rest, scores: path } }));
}

/** An option as it is typed: `detectorWeights` is `detector-weights`. */
function flagOf(option: string): string {
  return option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The stem of each path; from the second time on with `-2`, `-3`, ... behind it. */
function uniqueStems(paths: readonly string[]): string[] {
  const taken = new Set<string>();
  return paths.map((path) => {
    const stem = stemOf(path);
    let key = stem;
    for (let number = 2; taken.has(key); number++) key = `${stem}-${number}`;
    taken.add(key);
    return key;
  });
}
