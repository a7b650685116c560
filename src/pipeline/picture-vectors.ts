import { readRows, rowsInMemory, type EmbeddingRows } from '../embeddings/embedding-rows.js';
import { lengthOfRow, requireUsable, rowsOf } from '../embeddings/embedding-set.js';
import { openEmbeddings } from '../embeddings/formats.js';
import { unitLengthWarning } from '../embeddings/magnitudes.js';
import type { PictureVectors } from '../embeddings/template-pooler.js';
import type { Talk } from '../talk.js';
import type { LoadedDataset, Protocol } from '../types.js';
import {
  embedRaw,
  keepsRaw,
  obtainVectors,
  ofFile,
  remarkOnFile,
  type Vectors,
  type VectorsRequest,
} from './vectors.js';
import { vectorsDigest } from './vectors-digest.js';

/** Vectors of pictures that are read, not held. */
export interface ReadVectors extends Omit<Vectors, 'embeddings' | 'subject'> {
  readonly vectors: PictureVectors;
  /** Asked for when the vectors were read once, since it tells what they were; it may take longer than to read them. */
  readonly subject: () => Promise<Vectors['subject']>;
}

/**
 * The raw vectors of the pictures of `dataset`, in their order: those of a file a few at a time, where it has them in this order
 * and none are to be written again; otherwise from memory.
 *
 * @throws UserError as {@link obtainVectors}
 */
export async function readPictureVectors(
  dataset: Pick<LoadedDataset<Protocol>, 'images'>,
  request: VectorsRequest,
  env: Readonly<Record<string, string | undefined>>,
  talk: Talk,
  signal: AbortSignal,
): Promise<ReadVectors> {
  const { ids } = dataset.images;
  if (request.embeddings === undefined) {
    const { raw, subject, run } = await embedRaw(dataset, request, env, talk, signal);
    return {
      vectors: ofRows(rowsInMemory(raw), ids),
      subject: () => Promise.resolve(subject),
      ...(keepsRaw(request) ? { raw } : {}),
      run,
    };
  }
  if (keepsRaw(request)) {
    const { raw, subject } = await obtainVectors(dataset, request, env, talk, signal);
    const told = () => Promise.resolve(subject);
    return { vectors: ofRows(rowsInMemory(raw!), ids), subject: told, raw: raw! };
  }
  return readFile(request.embeddings, ids, talk, signal);
}

function ofRows(
  rows: EmbeddingRows,
  ids: readonly string[],
  pictureOf?: Int32Array,
): PictureVectors {
  return { ...rows, pictureOf, nameOf: (row) => ids[row]! };
}

async function readFile(
  path: string,
  ids: readonly string[],
  talk: Talk,
  signal: AbortSignal,
): Promise<ReadVectors> {
  const file = await openEmbeddings(path);
  remarkOnFile(path, file, ids, talk);
  const found = file.ids ?? ids;
  const order = sameNames(found, ids) ? undefined : rowsOf(found, ids);
  const stop = new AbortController();
  const digest = await vectorsDigest(file, AbortSignal.any([signal, stop.signal]));
  let unit: string | undefined;
  let known = false;
  const watched: EmbeddingRows = {
    ...file,
    pass: async (chunks, take) => {
      const work = talk.begin('Reading vectors', file.rows, 'vectors');
      try {
        await file.pass(chunks, (count, first, chunk) => {
          signal.throwIfAborted();
          const values = chunks[chunk]!.subarray(0, count * file.dim);
          if (!known) digest.update(values);
          if (!known && (first === 0 || unit !== undefined)) {
            unit = unitLengthWarning(path, values, file.dim);
          }
          work.advance(count);
          return take(count, first, chunk);
        });
        known = true;
      } catch (error) {
        stop.abort(error);
        throw error;
      } finally {
        work.end();
      }
    },
  };
  const subject = async () => {
    if (unit !== undefined) talk.remark(unit);
    return ofFile(path, ids, await digest.hex());
  };
  if (order === undefined || isAscending(order)) {
    const pictureOf = order === undefined ? undefined : new Int32Array(file.rows).fill(-1);
    order?.forEach((row, picture) => (pictureOf![row] = picture));
    return { vectors: ofRows(watched, found, pictureOf), subject };
  }
  // Sums are made in the order of pictures, which is not that of the file.
  const content = await readRows(watched);
  for (const [row, id] of found.entries()) {
    requireUsable(lengthOfRow(content.raw, row * file.dim, file.dim), id);
  }
  return { vectors: ofRows(rowsInMemory(content, order), ids), subject };
}

function sameNames(found: readonly string[], ids: readonly string[]): boolean {
  return found === ids || (found.length === ids.length && found.every((id, i) => id === ids[i]));
}

function isAscending(rows: Uint32Array): boolean {
  return rows.every((row, i) => i === 0 || row > rows[i - 1]!);
}
