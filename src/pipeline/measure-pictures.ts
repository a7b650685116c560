import { availableParallelism } from 'node:os';
import { pMapIterable } from 'p-map';
import { EXIT, UserError } from '../errors.js';
import type { PictureQuality } from '../qualities/index.js';
import type { Talk } from '../talk.js';
import type { ImageCollection } from '../types.js';
import { requireImages } from './load.js';

/** Pictures decoded while one is measured. */
const AHEAD = 2 * availableParallelism();

/**
 * Each of `qualities` of the pictures at `indices`, float64 with one entry for every picture of the collection, NaN for the
 * others. A picture is read and decoded once for all.
 *
 * @throws UserError E_IMAGE_MISSING (66) before anything is read, and those of decoding, each with the picture's name; the
 *   signal's reason when stopped
 */
export async function measurePictures(
  images: ImageCollection,
  indices: readonly number[],
  qualities: readonly PictureQuality[],
  talk: Talk,
  signal?: AbortSignal,
): Promise<readonly Float64Array[]> {
  const columns = qualities.map(() => new Float64Array(images.ids.length).fill(NaN));
  await requireImages(images).catch((error: unknown) => {
    throw toMeasure(error, qualities);
  });
  // Loaded here, so that no other run needs a decoder.
  const { readPicture } = await import('../inference/read-picture.js');
  const work = talk.begin('Measuring pictures', indices.length, 'pictures');
  try {
    const decoded = pMapIterable(
      indices,
      async (index) => ({ index, picture: await readPicture(images, index) }),
      { concurrency: AHEAD, backpressure: 2 * AHEAD },
    );
    for await (const { index, picture } of decoded) {
      signal?.throwIfAborted();
      qualities.forEach(({ measure }, q) => {
        columns[q]![index] = measure(picture);
      });
      work.advance(1);
    }
  } finally {
    work.end();
  }
  return columns;
}

/** An absent picture, where vectors were read and no picture was asked for so far. */
function toMeasure(error: unknown, qualities: readonly PictureQuality[]): unknown {
  if (!(error instanceof UserError) || error.code !== 'E_IMAGE_MISSING') return error;
  const names = qualities.map(({ name }) => name).join(', ');
  return new UserError(
    'E_IMAGE_MISSING',
    `pictures are needed to measure ${names}: ${error.what}`,
    'point --images or --root at the folder that holds them',
    EXIT.missingInput,
    { cause: error },
  );
}
