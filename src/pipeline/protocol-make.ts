import { fromRaw, select } from '../embeddings/embedding-set.js';
import { readEmbeddings } from '../embeddings/formats.js';
import { EXIT, UserError } from '../errors.js';
import {
  allPairs,
  countAll,
  drawPairs,
  planPairs,
  type Catalogue,
  type Hard,
  type PairBatch,
  type Plan,
} from '../protocols/index.js';
import type { Content } from '../report/index.js';
import type { Talk } from '../talk.js';
import { protocolFiles, type MadeProtocol } from './protocol-files.js';
import { drawableFrom, misfit, type MakeRequest } from './protocol-place.js';
import { given, type Setting } from './protocol-texts.js';

export interface ProtocolMakeRequest extends MakeRequest {
  /** Comparisons of each class. */
  readonly pairs?: number | undefined;
  readonly all?: true | undefined;
  /** Impostor comparisons at most, where all are listed. */
  readonly mostImpostors: number;
  readonly folds: number;
  readonly perIdentity?: number | undefined;
  readonly within?: 'group' | undefined;
  readonly stratify?: 'group' | 'quality' | undefined;
  readonly quantiles: number;
  /** File of vectors by which the nearest impostors are found. */
  readonly hard?: string | undefined;
  readonly hardShare: number;
}

/** What lies in each fold of a protocol that was made. */
export interface FoldSummary {
  readonly persons: number;
  readonly pictures: number;
  genuine: number;
  impostor: number;
}

/**
 * The files of a protocol over the pictures of `source`, name to content, and what its folds hold once `pairs.csv` was written: the
 * folds are counted as its lines are made.
 *
 * Equal pictures, names, options and seed give equal bytes, in whatever order the files are found.
 * @throws UserError E_PROTOCOL_OPTIONS (usage), E_PROTOCOL_SOURCE, E_PROTOCOL_FOLDS, E_PROTOCOL_FEW, E_PROTOCOL_NAME (65), and those
 *   of the table, the folder and the vectors
 */
export async function makeProtocol(
  request: ProtocolMakeRequest,
  talk: Talk,
): Promise<{ files: ReadonlyMap<string, Content>; folds: readonly FoldSummary[] }> {
  requireOptions(request);
  const { stratify, within } = request;
  const { catalogue, random, name, images } = await drawableFrom(request, [
    ...(stratify === 'quality' ? (['quality'] as const) : []),
    ...(stratify === 'group' || within === 'group' ? (['group'] as const) : []),
  ]);
  const plan = planPairs(
    catalogue,
    { ...request, withinGroup: request.within === 'group' },
    random,
  );
  if (catalogue.fold !== undefined)
    talk.remark(`${plan.folds} folds as ${request.source} has them`);
  const { pairs, hard } = request;
  const most = request.mostImpostors;
  const batches =
    pairs === undefined
      ? allPairs(plan, most, random)
      : drawPairs(
          plan,
          pairs,
          random,
          hard === undefined ? hard : await hardOf(hard, request, catalogue, talk),
        );
  const counts = pairs === undefined ? countAll(plan, most) : { genuine: pairs, impostor: pairs };
  requireBothClasses(counts, request.source);
  const folds = emptyFolds(plan, catalogue);
  const made: MadeProtocol = {
    name,
    catalogue,
    plan,
    batches: counted(batches, folds),
    counts,
    images,
    settings: settingsOf(request, catalogue),
  };
  return { files: protocolFiles(made), folds };
}

function requireOptions({ pairs, all, stratify, within, hard }: ProtocolMakeRequest): void {
  if ((pairs === undefined) === (all === undefined)) {
    throw misfit(
      pairs === undefined ? 'neither --pairs nor --all was given' : '--pairs with --all',
      'say how many comparisons of each class, such as --pairs 3000, or --all',
    );
  }
  if (all === true && stratify !== undefined) {
    throw misfit('--stratify with --all', 'say how many comparisons with --pairs');
  }
  if (all === true && hard !== undefined) {
    throw misfit('--hard with --all', 'say how many comparisons with --pairs');
  }
  if (stratify === 'quality' && hard !== undefined) {
    throw misfit('--hard with --stratify quality', 'the nearest impostors have any quality');
  }
  if (stratify === 'group' && within !== undefined) {
    throw misfit('--within group with --stratify group', 'strata are apart already: leave it out');
  }
}

function requireBothClasses(
  { genuine, impostor }: { genuine: number; impostor: number },
  source: string,
): void {
  const none = genuine === 0 ? 'genuine' : impostor === 0 ? 'impostor' : undefined;
  if (none === undefined) return;
  throw new UserError(
    'E_PROTOCOL_FEW',
    `the pictures of ${source} make no ${none} comparison`,
    'give more pictures, or ask for fewer folds',
    EXIT.badData,
  );
}

async function hardOf(
  path: string,
  { hardShare }: ProtocolMakeRequest,
  catalogue: Catalogue,
  talk: Talk,
): Promise<Hard> {
  const { ids, raw, dim, warnings } = await readEmbeddings(path);
  for (const warning of warnings) talk.remark(warning);
  if (ids === undefined) {
    throw new UserError(
      'E_EMBED_COUNT',
      `${path} does not say which vector belongs to which picture`,
      'put an ids.txt beside it, one picture a line in the order of the rows',
      EXIT.badData,
    );
  }
  const vectors = select(fromRaw(ids, raw, dim), catalogue.ids);
  return { person: catalogue.person, vectors, share: hardShare };
}

function emptyFolds({ folds, pictures, fold }: Plan, { person }: Catalogue): FoldSummary[] {
  return Array.from({ length: folds }, (_, f) => {
    const own = pictures.filter((picture) => fold[person[picture]!] === f);
    const persons = new Set(Array.from(own, (picture) => person[picture]!)).size;
    return { persons, pictures: own.length, genuine: 0, impostor: 0 };
  });
}

function* counted(
  batches: Iterable<PairBatch>,
  folds: readonly FoldSummary[],
): Generator<PairBatch, void> {
  for (const batch of batches) {
    folds[batch.fold]![batch.genuine ? 'genuine' : 'impostor'] += batch.left.length;
    yield batch;
  }
}

/** What the README of the protocol says of how it was made, in words as they are typed. */
function settingsOf(request: ProtocolMakeRequest, { fold }: Catalogue): Setting[] {
  const { images, pairs, hard, hardShare } = request;
  return [
    ['source', request.source],
    ...given('--images', images),
    ...(pairs === undefined
      ? ([
          ['--all', ''],
          ['--most-impostors', String(request.mostImpostors)],
        ] as Setting[])
      : given('--pairs', pairs)),
    ...(fold === undefined ? given('--folds', request.folds) : []),
    ...given('--per-identity', request.perIdentity),
    ...given('--within', request.within),
    ...given('--stratify', request.stratify),
    ...(request.stratify === 'quality' ? given('--quantiles', request.quantiles) : []),
    ...given('--hard', hard),
    ...(hard === undefined ? [] : given('--hard-share', hardShare)),
    ['--seed', String(request.seed)],
  ];
}
