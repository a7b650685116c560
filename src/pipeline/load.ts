import type { Dataset, DatasetSource, OpenedTemplates, PairDataset } from '../datasets/dataset.js';
import { resolveDataset } from '../datasets/index.js';
import { EXIT, UserError } from '../errors.js';
import { wideScores } from '../kernels/detector-scores.js';
import { widePairs } from '../kernels/template-pairs.js';
import type { Talk } from '../talk.js';
import type { ImageCollection, LoadedDataset, Protocol, TemplatePairProtocol } from '../types.js';
import { alignPictures, type AlignRequest } from './align.js';
import { readComparisons } from './comparisons-thread.js';
import { limitDataset, limitTemplates } from './limit.js';

/** What names a dataset on the command line. */
export interface DatasetRequest extends AlignRequest {
  /** Registered name, or path of a YAML file that describes one. */
  readonly dataset: string;
  readonly root?: string | undefined;
  readonly images?: string | undefined;
  readonly pairs?: string | undefined;
  /** Form of the dataset's files, by name. */
  readonly format?: string | undefined;
  readonly limit?: number | undefined;
}

const NAMED = 5;

/**
 * The dataset as it lies on disk, its files parsed and its remarks said; cut to `limit` comparisons when asked, its pictures
 * to be aligned as asked.
 */
export async function load(
  request: DatasetRequest,
  env: Readonly<Record<string, string | undefined>>,
  talk: Talk,
): Promise<LoadedDataset> {
  const { dataset, source } = await resolveDataset(request.dataset, request, env);
  const whole = await pairsOf(dataset).load(source);
  const cut = request.limit === undefined ? whole : limitDataset(whole, request.limit);
  return madeReady(cut, request, talk);
}

/** The dataset with its remarks said and its pictures to be aligned as asked. */
export function madeReady<Kind extends Protocol>(
  dataset: LoadedDataset<Kind>,
  request: AlignRequest,
  talk: Talk,
): LoadedDataset<Kind> {
  for (const warning of dataset.warnings) talk.remark(warning);
  return { ...dataset, images: alignPictures(dataset.images, request, talk) };
}

type ComparisonsRequest = DatasetRequest & { readonly embeddings?: string | undefined };

/** As {@link load}, of a dataset whose 1:1 comparisons may be of templates as well. */
export async function loadComparisons(
  request: ComparisonsRequest,
  env: Readonly<Record<string, string | undefined>>,
  talk: Talk,
): Promise<LoadedDataset | LoadedDataset<TemplatePairProtocol>> {
  const opened = await openComparisons(request, env, talk);
  return 'finish' in opened ? opened.finish(await opened.whole) : opened;
}

/** Templates whose comparisons may still be read. */
export interface OpenedComparisons extends OpenedTemplates {
  /** What {@link loadComparisons} gives of the whole; says its remarks. */
  readonly finish: (
    whole: LoadedDataset<TemplatePairProtocol>,
  ) => LoadedDataset<TemplatePairProtocol>;
}

/** As {@link loadComparisons}, but those of templates as soon as vectors can be pooled. */
export async function openComparisons(
  request: ComparisonsRequest,
  env: Readonly<Record<string, string | undefined>>,
  talk: Talk,
): Promise<LoadedDataset | OpenedComparisons> {
  const { dataset, source } = await resolveDataset(request.dataset, request, env);
  const { loadTemplates, openTemplates } = dataset;
  if (loadTemplates === undefined) return load(request, env, talk);
  const wish = { ...source, usualPairs: widePairs, usualScores: wideScores, readComparisons };
  const opened = await (openTemplates ?? openedWhole(loadTemplates))(wish);
  const { limit } = request;
  const withPictures = request.embeddings !== undefined;
  return {
    ...opened,
    finish: (whole) => {
      const cut = limit === undefined ? whole : limitTemplates(whole, limit, { withPictures });
      return madeReady(cut, request, talk);
    },
  };
}

function openedWhole(loadTemplates: NonNullable<Dataset['loadTemplates']>) {
  return async (source: DatasetSource): Promise<OpenedTemplates> => {
    const loaded = await loadTemplates(source);
    return { ...loaded, whole: Promise.resolve(loaded) };
  };
}

/** Whether the comparisons of `dataset` are of templates. */
export function isOfTemplates(
  dataset: LoadedDataset | LoadedDataset<TemplatePairProtocol>,
): dataset is LoadedDataset<TemplatePairProtocol> {
  return dataset.protocol.kind === 'template-pairs';
}

/**
 * The dataset, which has comparisons of pictures.
 * @throws UserError E_DATASET_TASK (usage) where it has none
 */
export function pairsOf(dataset: Dataset): PairDataset {
  const { name, load: loadPairs } = dataset;
  if (loadPairs !== undefined) return { ...dataset, load: loadPairs };
  throw new UserError(
    'E_DATASET_TASK',
    `${name} has no comparisons of pictures`,
    dataset.loadTemplates === undefined
      ? 'it is searched: magface identify'
      : 'its comparisons are of templates: magface eval, erc, bands, predict and embed take them',
    EXIT.usage,
  );
}

/**
 * Resolves when every picture is there.
 * @throws UserError E_IMAGE_MISSING (exit 66) with the count and the first few by name
 */
export async function requireImages(images: ImageCollection): Promise<void> {
  const missing = await images.missing();
  if (missing.length === 0) return;
  const named = missing.slice(0, NAMED).map((index) => `\n  ${images.describe(index)}`);
  const more = missing.length > NAMED ? `\n  and ${missing.length - NAMED} more` : '';
  throw new UserError(
    'E_IMAGE_MISSING',
    `${missing.length} of ${images.ids.length} pictures are not there:${named.join('')}${more}`,
    'point --images at the folder that holds them',
    EXIT.missingInput,
  );
}
