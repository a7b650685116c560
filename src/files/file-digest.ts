import { createHash } from 'node:crypto';
import { askLoneThread, type LoneAnswer } from '../lone-thread.js';
import { withFile } from './byte-source.js';

/** What a digest is taken of: `head`, and behind it the bytes of a file from `from` on, of which there are `size`. */
export interface DigestedBytes {
  readonly head: Uint8Array;
  readonly path: string;
  readonly from: number;
  readonly size: number;
}

export type DigestRequest = DigestedBytes | 'close';
export type DigestAnswer = LoneAnswer<string>;

/** Bytes that are read at once: memory that is used again stays in the cache. */
const AT_ONCE = 1 << 20;

/**
 * The sha256, in hex.
 * @throws UserError E_FILE_MISSING (66), E_FILE_READ (74); FormatError E_FILE_SHORT where the file ends before; the signal's reason
 */
export async function digestOf(
  { head, path, from, size }: DigestedBytes,
  signal: AbortSignal,
): Promise<string> {
  const hash = createHash('sha256').update(head);
  const chunk = new Uint8Array(AT_ONCE);
  return withFile(path, async (source) => {
    for (let skipped = 0; skipped < from; skipped += AT_ONCE) {
      await source.fill(chunk.subarray(0, from - skipped));
    }
    for (let done = 0; done < size; done += AT_ONCE) {
      signal.throwIfAborted();
      const part = chunk.subarray(0, size - done);
      await source.fill(part);
      hash.update(part);
    }
    return hash.digest('hex');
  });
}

/** As {@link digestOf}, taken by a thread that reads the file for itself. @throws also an Error where the thread ended unasked */
export function digestByThread(bytes: DigestedBytes, signal: AbortSignal): Promise<string> {
  const url = new URL('./file-digest-worker.js', import.meta.url);
  return askLoneThread(url, 'the thread of a digest', bytes, signal);
}
