import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { pMapIterable } from 'p-map';
import { UserError } from '../errors.js';
import type { Talk } from '../talk.js';
import type { ImageCollection, Pixels } from '../types.js';

/** Pictures read and decoded at once: enough to keep every core busy while others wait for the disk. */
const AHEAD = 4 * availableParallelism();

/** A face with less than that between its darkest and its brightest byte shows nothing. */
const LEAST_RANGE = 16;

/** What is to be known of a picture. */
export interface Scanned {
  /** sha256 (hex) of its bytes; absent where they could not be read. */
  readonly digest?: string;
  /** Why it cannot be read or decoded. */
  readonly fault?: UserError;
  /** Absent where it was not decoded. */
  readonly seen?: Seen;
}

/** What decoding shows. */
export interface Seen {
  readonly width: number;
  readonly height: number;
  /** Of one channel, or of three that are equal. */
  readonly grey: boolean;
  readonly alpha: boolean;
  /** Whether its EXIF asks for a turn, which is not made. */
  readonly turned: boolean;
  /** Whether all its bytes are nearly the same. */
  readonly constant: boolean;
}

/**
 * What the pictures at `indices` are, in their order; a picture that cannot be read or decoded is no error but told of.
 * @throws the signal's reason when stopped; what is no UserError
 */
export async function scanPictures(
  images: ImageCollection,
  indices: readonly number[],
  decode: boolean,
  talk: Talk,
  signal: AbortSignal,
): Promise<Scanned[]> {
  // Loaded here, so that no other run needs a decoder.
  const decodePicture = decode ? (await import('../inference/decode.js')).decodePicture : undefined;
  const scanned: Scanned[] = [];
  const work = talk.begin('Examining pictures', indices.length, 'pictures');
  const scan = async (index: number): Promise<Scanned> => {
    let digest: string | undefined;
    try {
      const bytes = await images.read(index);
      digest = createHash('sha256').update(bytes).digest('hex');
      if (decodePicture === undefined) return { digest };
      const { width, height, data, turned, grey, alpha } = await decodePicture(
        bytes,
        images.describe(index),
      );
      const pixels = look({ width, height, data });
      return {
        digest,
        seen: { width, height, turned, alpha, ...pixels, grey: grey || pixels.grey },
      };
    } catch (fault) {
      if (!(fault instanceof UserError)) throw fault;
      return digest === undefined ? { fault } : { digest, fault };
    }
  };
  try {
    const all = pMapIterable(indices, scan, { concurrency: AHEAD, backpressure: 2 * AHEAD });
    for await (const one of all) {
      signal.throwIfAborted();
      scanned.push(one);
      work.advance(1);
    }
    // What the decoder says of a picture may be lost where it decodes others at the same time.
    for (const [at, { digest, fault }] of scanned.entries()) {
      if (digest === undefined || fault === undefined) continue;
      signal.throwIfAborted();
      scanned[at] = await scan(indices[at]!);
    }
  } finally {
    work.end();
  }
  return scanned;
}

function look({ data }: Pixels): { grey: boolean; constant: boolean } {
  let [least, greatest, grey] = [255, 0, true];
  for (let i = 0; i < data.length; i += 3) {
    const [r, g, b] = [data[i]!, data[i + 1]!, data[i + 2]!];
    if (r !== g || g !== b) grey = false;
    if (r < least) least = r;
    if (g < least) least = g;
    if (b < least) least = b;
    if (r > greatest) greatest = r;
    if (g > greatest) greatest = g;
    if (b > greatest) greatest = b;
  }
  return { grey, constant: greatest - least < LEAST_RANGE };
}
