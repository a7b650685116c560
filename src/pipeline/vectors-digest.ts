import { createHash } from 'node:crypto';
import type { EmbeddingRows } from '../embeddings/embedding-rows.js';
import { digestHead } from '../embeddings/formats.js';
import { bytesOf } from '../embeddings/npy.js';
import { digestByThread } from '../files/file-digest.js';
import { watchFile } from '../files/unchanged.js';
import { usableThreads } from '../threads.js';
import { waitedLater } from '../waited-later.js';

/** The digest of vectors that are read, the same as `readEmbeddings` gives, whoever takes it. */
export interface VectorsDigest {
  /** Tells of values, all of them once and in their order. */
  update(values: Float32Array): void;
  /** The sha256 in hex, to be asked for when all were told of. */
  hex(): Promise<string>;
}

/** A thread is started for more bytes than are digested while it starts. */
const MANY = 1 << 26;

/**
 * What takes the digest of `rows`: a thread, where they are many, their bytes lie in a file as they are in memory, and another core
 * is there. It reads the file for itself, since it takes longer than most that is done with vectors.
 *
 * @throws UserError, also from `hex`: E_FILE_MISSING (66), E_FILE_READ (74), E_FILE_CHANGED (75) where the file that was digested may
 *   not be the one that was read; FormatError E_FILE_SHORT; the signal's reason
 */
export async function vectorsDigest(
  rows: EmbeddingRows,
  signal: AbortSignal,
): Promise<VectorsDigest> {
  const { place, dim } = rows;
  const head = digestHead(rows);
  const size = 4 * rows.rows * dim;
  if (place?.dtype === '<f4' && size > MANY && usableThreads() > 1) {
    const { path, dataOffset: from } = place;
    const unchanged = await watchFile(path);
    const taken = waitedLater(digestByThread({ head, path, from, size }, signal));
    return {
      update: () => undefined,
      hex: async () => {
        const digest = await taken;
        await unchanged();
        return digest;
      },
    };
  }
  const hash = createHash('sha256').update(head);
  return {
    update: (values) => void hash.update(bytesOf(values)),
    hex: () => Promise.resolve(hash.copy().digest('hex')),
  };
}
