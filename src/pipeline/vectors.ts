import type { EmbeddingRows } from '../embeddings/embedding-rows.js';
import {
  fromRaw,
  select,
  selectRaw,
  splitInPlace,
  type NamedEmbeddings,
} from '../embeddings/embedding-set.js';
import { readEmbeddings } from '../embeddings/formats.js';
import { EXIT, UserError } from '../errors.js';
import type { Talk } from '../talk.js';
import type { EmbeddingSet, LoadedDataset, Subject } from '../types.js';
import { digestList } from './digest-images.js';
import type { EmbedRequest, EmbedRun } from './embed-images.js';
import { requireImages } from './load.js';

/** Where the vectors come from: a file of them, or a model to be run. */
export interface VectorsRequest extends EmbedRequest {
  readonly embeddings?: string | undefined;
  /** What is to be written of the run; where it names `embeddings`, raw vectors are held to its end. */
  readonly save?: readonly string[] | undefined;
}

export interface Vectors {
  /** Rows in the order of the dataset's pictures. */
  readonly embeddings: EmbeddingSet;
  readonly subject: Pick<Subject, 'images' | 'model' | 'modelDigest' | 'preprocess'>;
  /** The vectors as the model or the file gave them, in the same order; absent where they are not to be written. */
  readonly raw?: NamedEmbeddings;
  /** How the model ran; absent where the vectors were read from a file. */
  readonly run?: EmbedRun;
}

/**
 * The embedding of every picture of `dataset`, in its order.
 *
 * @throws UserError E_MODEL_NEEDED (usage) when neither a model nor vectors were named, and whatever the pictures, the
 * model or the file of vectors give reason for
 */
export async function obtainVectors(
  dataset: Pick<LoadedDataset, 'images'>,
  request: VectorsRequest,
  env: Readonly<Record<string, string | undefined>>,
  talk: Talk,
  signal: AbortSignal,
): Promise<Vectors> {
  const { ids } = dataset.images;
  const keep = keepsRaw(request);
  if (request.embeddings !== undefined) return readVectors(request.embeddings, ids, keep, talk);
  const { raw, ...rest } = await embedRaw(dataset, request, env, talk, signal);
  return { embeddings: split(ids, raw, keep), ...(keep ? { raw } : {}), ...rest };
}

/** Whether raw vectors are to be held to the end of the run, since they are to be written. */
export function keepsRaw({ save }: Pick<VectorsRequest, 'save'>): boolean {
  return save?.includes('embeddings') === true;
}

/** The raw vectors that the model makes of every picture of `dataset`, in its order. @throws as {@link obtainVectors} */
export async function embedRaw(
  dataset: Pick<LoadedDataset, 'images'>,
  request: VectorsRequest,
  env: Readonly<Record<string, string | undefined>>,
  talk: Talk,
  signal: AbortSignal,
): Promise<Required<Omit<Vectors, 'embeddings'>>> {
  const { model } = request;
  const { ids } = dataset.images;
  if (model === undefined) {
    throw new UserError(
      'E_MODEL_NEEDED',
      'neither --model nor --embeddings was given',
      'name an ONNX model, or a file of vectors',
      EXIT.usage,
    );
  }
  await requireImages(dataset.images);
  // Loaded here, so that a run on stored vectors needs no decoder and no runtime.
  const { embedImages } = await import('./embed-images.js');
  const { embeddings, run, digests } = await embedImages(
    dataset.images,
    { ...request, model },
    env,
    talk,
    signal,
  );
  return {
    raw: { ...embeddings, ids },
    subject: {
      images: digestList(ids, digests),
      model: run.model,
      modelDigest: run.modelDigest,
      preprocess: run.preprocess,
    },
    run,
  };
}

async function readVectors(
  path: string,
  ids: readonly string[],
  keep: boolean,
  talk: Talk,
): Promise<Vectors> {
  const file = await readEmbeddings(path);
  const { raw, dim } = file;
  remarkOnFile(path, { ...file, rows: raw.length / dim }, ids, talk);
  const found = file.ids ?? ids;
  const named = split(found, { raw, dim }, keep);
  return {
    // Rows that stand in the protocol's order are not copied: there may be a gigabyte of them.
    embeddings: file.ids === undefined ? named : select(named, ids),
    ...(keep ? { raw: selectRaw({ ids: found, raw, dim }, ids) } : {}),
    subject: ofFile(path, ids, file.digest),
  };
}

/** Directions and magnitudes; of raw vectors that are not needed any more in the same memory. */
function split(
  ids: readonly string[],
  { raw, dim }: Pick<NamedEmbeddings, 'raw' | 'dim'>,
  keep: boolean,
): EmbeddingSet {
  return keep ? fromRaw(ids, raw, dim) : splitInPlace(ids, raw, dim);
}

/** What a report says of vectors that were read from a file. */
export function ofFile(path: string, ids: readonly string[], digest: string): Vectors['subject'] {
  return { images: digestList(ids), model: path, modelDigest: digest, preprocess: '' };
}

/**
 * Says what a file of vectors leaves to be said.
 * @throws UserError E_EMBED_COUNT (65) where it has no names and not a row for each of `ids`
 */
export function remarkOnFile(
  path: string,
  { ids: found, rows, warnings }: Pick<EmbeddingRows, 'ids' | 'rows' | 'warnings'>,
  ids: readonly string[],
  talk: Talk,
): void {
  for (const warning of warnings) talk.remark(warning);
  if (found !== undefined) return;
  if (rows !== ids.length) {
    throw new UserError(
      'E_EMBED_COUNT',
      `${path} holds ${rows} vectors without names, the protocol has ${ids.length} pictures`,
      'put an ids.txt beside it, one picture a line in the order of the rows',
      EXIT.badData,
    );
  }
  talk.remark(`${path} has no names: rows taken in the protocol's order`);
}
