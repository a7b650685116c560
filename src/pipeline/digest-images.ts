import { createHash } from 'node:crypto';
import { pMapIterable } from 'p-map';
import type { Talk } from '../talk.js';
import type { ImageCollection } from '../types.js';

/** Reads under way at once: enough to hide a disk's latency, far below any limit on open files. */
const READERS = 16;

/** Names that are hashed at once: a call for each of half a million would take longer than the hashing. */
const TOGETHER = 1024;

/**
 * sha256 (hex) of every picture's bytes, in the collection's order.
 *
 * The bytes, not the names, decide which stored vector a picture has: a renamed picture keeps it, an edited one does not.
 * @throws the collection's UserError for the first picture that cannot be read; the signal's reason when stopped
 */
export async function digestImages(
  images: ImageCollection,
  talk: Talk,
  signal: AbortSignal,
): Promise<string[]> {
  const digests: string[] = [];
  const work = talk.begin('Reading pictures', images.ids.length, 'pictures');
  try {
    const hashed = pMapIterable(
      images.ids.keys(),
      async (index) =>
        createHash('sha256')
          .update(await images.read(index))
          .digest('hex'),
      { concurrency: READERS, backpressure: 4 * READERS },
    );
    for await (const digest of hashed) {
      signal.throwIfAborted();
      digests.push(digest);
      work.advance(1);
    }
  } finally {
    work.end();
  }
  return digests;
}

/**
 * sha256 (hex) of what decides each face, in the collection's order: of the picture's bytes, and of where the face lies in it
 * where the picture's own landmarks say that. One picture aligned in two ways has two vectors.
 * @throws as {@link digestImages}
 */
export async function digestFaces(
  images: ImageCollection,
  talk: Talk,
  signal: AbortSignal,
): Promise<string[]> {
  const digests = await digestImages(images, talk, signal);
  const { alignment } = images;
  return digests.map((digest, index) => {
    const key = alignment?.keyOf(index) ?? '';
    return key === '' ? digest : createHash('sha256').update(`${digest} ${key}`).digest('hex');
  });
}

/** sha256 (hex) over names and, where they were read, contents: equal for equal lists of equal pictures. */
export function digestList(ids: readonly string[], digests?: readonly string[]): string {
  const hash = createHash('sha256');
  for (let from = 0; from < ids.length; from += TOGETHER) {
    const part = ids.slice(from, from + TOGETHER);
    hash.update(part.map((id, i) => `${id}\0${digests?.[from + i] ?? ''}\n`).join(''));
  }
  return hash.digest('hex');
}
