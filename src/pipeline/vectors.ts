import { fromRaw, select, selectRaw, type NamedEmbeddings } from '../embeddings/embedding-set.js';
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
  const keep = request.save?.includes('embeddings') === true;
  if (request.embeddings !== undefined) return readVectors(request.embeddings, ids, keep, talk);
  if (request.model === undefined) {
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
    { ...request, model: request.model },
    env,
    talk,
    signal,
  );
  return {
    embeddings: fromRaw(ids, embeddings.raw, embeddings.dim),
    ...(keep ? { raw: { ...embeddings, ids } } : {}),
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
  for (const warning of file.warnings) talk.remark(warning);
  if (file.ids === undefined && file.raw.length !== ids.length * file.dim) {
    throw new UserError(
      'E_EMBED_COUNT',
      `${path} holds ${file.raw.length / file.dim} vectors without names, the protocol has ${ids.length} pictures`,
      'put an ids.txt beside it, one picture a line in the order of the rows',
      EXIT.badData,
    );
  }
  if (file.ids === undefined)
    talk.remark(`${path} has no names: rows taken in the protocol's order`);
  const { raw, dim } = file;
  const found = file.ids ?? ids;
  const named = fromRaw(found, raw, dim);
  return {
    // Rows that stand in the protocol's order are not copied: there may be a gigabyte of them.
    embeddings: file.ids === undefined ? named : select(named, ids),
    ...(keep ? { raw: selectRaw({ ids: found, raw, dim }, ids) } : {}),
    subject: { images: digestList(ids), model: path, modelDigest: file.digest, preprocess: '' },
  };
}
