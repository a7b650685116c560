import { createHash } from 'node:crypto';
import { types } from 'node:util';
import { startThread } from '../worker-thread.js';

/** The sha256 of bytes that are told one part after the other. */
export interface RunningHash {
  /** Resolves when the part was looked at, and may change. */
  update(bytes: Uint8Array): Promise<void>;
  /** The digest of all parts so far. */
  hex(): Promise<string>;
  /** Resolves when nothing is held any more. */
  close(): Promise<void>;
}

/** A part of the bytes, or what is asked of the thread. */
export type HashRequest = Uint8Array | 'hex' | 'close';
/** The digest where it was asked for. */
export type HashAnswer = string;

/** sha256 taken at once by the thread that tells of the bytes: the plain one. */
export function plainHash(): RunningHash {
  const hash = createHash('sha256');
  return {
    update: (bytes) => {
      hash.update(bytes);
      return Promise.resolve();
    },
    hex: () => Promise.resolve(hash.copy().digest('hex')),
    close: () => Promise.resolve(),
  };
}

/**
 * sha256 taken by a thread of its own, while the bytes are used here: parts that are not in shared memory are copied for it.
 *
 * Its promises are rejected with an Error where the thread ended unasked.
 */
export function threadHash(): RunningHash {
  const thread = startThread<HashRequest, HashAnswer>(
    new URL('./hash-worker.js', import.meta.url),
    {
      what: 'the thread of a digest',
      closing: 'close',
    },
  );
  return {
    update: async (bytes) => {
      const shared = types.isSharedArrayBuffer(bytes.buffer);
      await thread.ask(shared ? bytes : bytes.slice());
    },
    hex: () => thread.ask('hex'),
    close: () => thread.close(),
  };
}
